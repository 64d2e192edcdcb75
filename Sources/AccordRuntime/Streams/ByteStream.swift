import Synchronization

/// The bytes of a body, in parts as they come.
///
/// What is in memory already is one part, and can be read any number of times. Everything else is read as fast as
/// the reader asks for it, and once: reading it again throws ``StreamConsumed``.
public struct ByteStream: AsyncSequence, Sendable {
  public typealias Element = [UInt8]
  public typealias Failure = any Error

  private enum Source: Sendable {
    case bytes([UInt8])
    case parts(@Sendable () throws -> Iterator)
  }

  private let source: Source
  /// In bytes. `nil`: not known before the end.
  public let length: Int?
  /// Whether it can be read more than once.
  public let isRepeatable: Bool

  public init(_ bytes: [UInt8]) {
    source = .bytes(bytes)
    length = bytes.count
    isRepeatable = true
  }

  /// As UTF-8.
  public init(_ text: String) { self.init(Array(text.utf8)) }

  /// - Parameters:
  ///   - length: in bytes, if it is known.
  ///   - isRepeatable: whether each iterator of the sequence begins at its start.
  public init<Parts: AsyncSequence & Sendable>(
    _ parts: Parts, length: Int? = nil, isRepeatable: Bool = false
  ) where Parts.Element == [UInt8] {
    self.init(length: length, isRepeatable: isRepeatable) {
      var iterator = parts.makeAsyncIterator()
      return Iterator { try await iterator.next() }
    }
  }

  /// A stream that is read once.
  ///
  /// - Parameter next: gives the next part, and `nil` at the end. It is called by one reader at a time.
  public init(length: Int? = nil, next: @escaping @Sendable () async throws -> [UInt8]?) {
    self.init(length: length, isRepeatable: false) { Iterator { try await next() } }
  }

  private init(
    length: Int?, isRepeatable: Bool, _ makeIterator: @escaping @Sendable () -> Iterator
  ) {
    let use = isRepeatable ? nil : SingleUse()
    source = .parts {
      try use?.begin()
      return makeIterator()
    }
    self.length = length
    self.isRepeatable = isRepeatable
  }

  /// All of it, if it is in memory.
  public var bytes: [UInt8]? {
    switch source {
    case .bytes(let bytes): bytes
    case .parts: nil
    }
  }

  /// All of it.
  ///
  /// - Throws: ``BodyTooLarge`` if it has more bytes than `limit`; no more than that is kept in memory.
  public func collect(upTo limit: Int) async throws -> [UInt8] {
    if let length, length > limit { throw BodyTooLarge(limit: limit) }
    if let bytes { return bytes }
    var all: [UInt8] = []
    all.reserveCapacity(length ?? 0)
    for try await part in self {
      guard part.count <= limit - all.count else { throw BodyTooLarge(limit: limit) }
      all += part
    }
    return all
  }

  public func makeAsyncIterator() -> Iterator {
    switch source {
    case .bytes(let bytes):
      var rest = bytes.isEmpty ? nil : bytes
      return Iterator {
        defer { rest = nil }
        return rest
      }
    case .parts(let begin):
      do {
        return try begin()
      } catch {
        return Iterator { throw error }
      }
    }
  }

  public struct Iterator: AsyncIteratorProtocol {
    private let advance: () async throws -> [UInt8]?

    init(_ advance: @escaping () async throws -> [UInt8]?) {
      self.advance = advance
    }

    public mutating func next() async throws -> [UInt8]? { try await advance() }
  }
}

/// A stream was read a second time that can be read once only.
public struct StreamConsumed: Error, Sendable, Hashable {
  public init() {}
}

private final class SingleUse: Sendable {
  private let isOver = Atomic(false)

  func begin() throws {
    if isOver.exchange(true, ordering: .relaxed) { throw StreamConsumed() }
  }
}
