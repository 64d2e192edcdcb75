import HTTPTypes

/// The parts of a multipart body, one after the other. The content of a part can be read until the next part is
/// asked for: what of it was not read then is skipped. The body is read once, and no more of it is in memory than
/// was asked for.
public struct MultipartReader: AsyncSequence, Sendable {
  public typealias Element = MultipartPart
  public typealias Failure = any Error

  private let reading: Baton<Reading>

  /// - Throws: ``MultipartError/boundary`` for a content type that names no boundary.
  public init(_ body: EncodedBody, limits: MultipartLimits = .init()) throws(MultipartError) {
    let contentType = ContentType(body.contentType)
    guard contentType.type == "multipart", let boundary = contentType.parameter("boundary"),
      MultipartBoundary.isValid(boundary)
    else { throw .boundary }
    reading = Baton(
      Reading(
        iterator: body.content.makeAsyncIterator(),
        parser: MultipartParser(boundary: boundary, headerLimit: limits.header),
        partLimit: limits.parts))
  }

  /// What has been read, and how to go on.
  fileprivate struct Reading {
    var iterator: ByteStream.Iterator
    var parser: MultipartParser
    let partLimit: Int
    var partCount = 0
    /// The header of the next part, where it came while the last one was read to its end.
    var header: HTTPFields?
    var isOver = false

    mutating func event() async throws -> MultipartParser.Event {
      while true {
        if let event = try parser.next() { return event }
        guard let bytes = try await iterator.next() else {
          try Task.checkCancellation()
          throw MultipartError.incomplete
        }
        parser.append(bytes)
      }
    }

    mutating func nextHeader() async throws -> HTTPFields? {
      while header == nil, !isOver {
        switch try await event() {
        case .part(let fields): header = fields
        case .content: continue
        case .end: isOver = true
        }
      }
      defer { header = nil }
      guard let header else { return nil }
      partCount += 1
      guard partCount <= partLimit else { throw MultipartError.tooManyParts(limit: partLimit) }
      return header
    }

    /// More of the content of that part; `nil` once another has begun.
    mutating func content(of part: Int) async throws -> [UInt8]? {
      guard part == partCount, header == nil, !isOver else { return nil }
      switch try await event() {
      case .content(let bytes): return Array(bytes)
      case .part(let fields):
        header = fields
        return nil
      case .end:
        isOver = true
        return nil
      }
    }
  }

  public func makeAsyncIterator() -> Iterator { Iterator(reading) }

  public struct Iterator: AsyncIteratorProtocol {
    private let reading: Baton<Reading>

    fileprivate init(_ reading: Baton<Reading>) {
      self.reading = reading
    }

    public mutating func next() async throws -> MultipartPart? {
      guard var state = reading.take() else { throw StreamConsumed() }
      defer { reading.give(state) }
      guard var fields = try await state.nextHeader() else { return nil }
      let disposition: ContentDisposition?
      if let text = fields[.contentDisposition] {
        guard let read = ContentDisposition(text) else { throw MultipartError.malformedHeader }
        disposition = read
      } else {
        disposition = nil
      }
      let contentType = fields[.contentType]
      fields[.contentDisposition] = nil
      fields[.contentType] = nil
      let (index, reading) = (state.partCount, reading)
      let content = ByteStream { () async throws in
        guard var state = reading.take() else { throw StreamConsumed() }
        defer { reading.give(state) }
        return try await state.content(of: index)
      }
      return MultipartPart(
        name: disposition?.name, filename: disposition?.filename, contentType: contentType,
        headerFields: fields, content: content)
    }
  }
}
