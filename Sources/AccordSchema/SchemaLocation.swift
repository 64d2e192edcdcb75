import AccordJSON

/// A place in a document, as the document is written.
public struct SchemaLocation: Sendable {
  /// The URI under which the document was added.
  public var uri: String
  public var pointer: JSONPointer

  public init(uri: String, pointer: JSONPointer) {
    self.uri = uri
    self.pointer = pointer
  }

  func appending(_ token: String) -> SchemaLocation {
    SchemaLocation(uri: uri, pointer: pointer.appending(token))
  }

  func appending(_ index: Int) -> SchemaLocation {
    SchemaLocation(uri: uri, pointer: pointer.appending(index))
  }
}

extension SchemaLocation: Hashable {
  public static func == (left: SchemaLocation, right: SchemaLocation) -> Bool {
    left.pointer == right.pointer && left.uri.isExactly(right.uri)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ExactString(uri))
    hasher.combine(pointer)
  }
}

extension SchemaLocation: CustomStringConvertible {
  /// The URI with the pointer as its fragment.
  public var description: String { "\(uri)#\(pointer)" }
}
