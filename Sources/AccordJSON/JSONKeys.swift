/// The keys of an object type, in the order in which its values are usually written.
public struct JSONKeys: Sendable, ExpressibleByArrayLiteral {
  /// Behind one reference: a reader and a writer keep the keys of every object that they are in.
  final class Storage: Sendable {
    let names: [String]
    /// All keys as JSON text, `"key":`, one after the other.
    let text: [UInt8]
    /// Where each of them begins in the text, and where the last one ends.
    let starts: [Int]

    init(_ names: [String]) {
      self.names = names
      guard !names.isEmpty else {
        // A writer has no keys at first.
        text = []
        starts = [0]
        return
      }
      var writer = JSONWriter()
      var starts: [Int] = []
      starts.reserveCapacity(names.count + 1)
      for name in names {
        starts.append(writer.bytes.count)
        writer.appendKey(name)
      }
      starts.append(writer.bytes.count)
      self.starts = starts
      text = writer.bytes
    }
  }

  let storage: Storage

  public init(arrayLiteral names: String...) {
    self.init(names)
  }

  public init(_ names: [String]) {
    storage = Storage(names)
  }

  static let none = JSONKeys([])

  public var names: [String] { storage.names }
  public var count: Int { storage.names.count }
}
