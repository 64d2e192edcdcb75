import HTTPTypes

/// A multipart body that is to be sent. Its files are read while it is sent.
public struct MultipartBody: Sendable {
  private enum Piece: Sendable {
    case bytes([UInt8])
    case stream(ByteStream)
  }

  public let parts: [MultipartPart]
  let boundary: String

  public init(_ parts: [MultipartPart]) {
    self.init(parts, boundary: MultipartBoundary.random())
  }

  init(_ parts: [MultipartPart], boundary: String) {
    self.parts = parts
    self.boundary = boundary
  }

  /// The body as it is sent.
  ///
  /// - Parameter contentType: the kind of multipart; the boundary is added.
  public func encoded(as contentType: String = "multipart/form-data") -> EncodedBody {
    let essence = ContentType(contentType)
    let type =
      essence.type == "multipart" && essence.subtype != "*" ? contentType : "multipart/form-data"
    let pieces = pieces
    var length: Int? = 0
    var isRepeatable = true
    for piece in pieces {
      switch piece {
      case .bytes(let bytes): length = length.map { $0 + bytes.count }
      case .stream(let stream):
        length = length.flatMap { sum in stream.length.map { sum + $0 } }
        isRepeatable = isRepeatable && stream.isRepeatable
      }
    }
    return EncodedBody(
      contentType: "\(type); boundary=\(boundary)",
      content: ByteStream(Bytes(pieces: pieces), length: length, isRepeatable: isRepeatable))
  }

  private var pieces: [Piece] {
    var pieces: [Piece] = []
    for (index, part) in parts.enumerated() {
      var head = "\(index == 0 ? "" : "\r\n")--\(boundary)\r\n"
      let disposition = ContentDisposition(name: part.name, filename: part.filename)
      if part.name != nil || part.filename != nil {
        head += "Content-Disposition: \(disposition.text)\r\n"
      }
      // What could break out of its line is no valid value, and left out.
      if let type = part.contentType, HTTPField.isValidValue(type) {
        head += "Content-Type: \(type)\r\n"
      }
      for field in part.headerFields where HTTPField.isValidValue(field.value) {
        head += "\(field.name.rawName): \(field.value)\r\n"
      }
      pieces += [.bytes(Array("\(head)\r\n".utf8)), .stream(part.content)]
    }
    // Without any part, the last boundary is the first (RFC 2046 has no word for none at all).
    pieces.append(.bytes(Array("\(parts.isEmpty ? "" : "\r\n")--\(boundary)--\r\n".utf8)))
    return pieces
  }

  private struct Bytes: AsyncSequence, Sendable {
    typealias Element = [UInt8]

    let pieces: [Piece]

    func makeAsyncIterator() -> Iterator { Iterator(rest: pieces[...]) }

    struct Iterator: AsyncIteratorProtocol {
      var rest: ArraySlice<Piece>
      var stream: ByteStream.Iterator?

      mutating func next() async throws -> [UInt8]? {
        while true {
          if let bytes = try await stream?.next() { return bytes }
          stream = nil
          switch rest.popFirst() {
          case nil: return nil
          case .bytes(let bytes): return bytes
          case .stream(let content): stream = content.makeAsyncIterator()
          }
        }
      }
    }
  }
}
