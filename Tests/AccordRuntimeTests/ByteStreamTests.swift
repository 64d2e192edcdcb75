import AccordRuntime
import Testing

/// Parts of a body, one after the other.
struct Parts: AsyncSequence, Sendable {
  let parts: [String]
  var failure: (any Error & Sendable)?

  struct Iterator: AsyncIteratorProtocol {
    var parts: ArraySlice<String>
    let failure: (any Error & Sendable)?

    mutating func next() async throws -> [UInt8]? {
      if let part = parts.popFirst() { return Array(part.utf8) }
      if let failure { throw failure }
      return nil
    }
  }

  func makeAsyncIterator() -> Iterator { Iterator(parts: parts[...], failure: failure) }
}

struct ByteStreamTests {
  struct Broken: Error, Equatable {}

  @Test func whatIsInMemoryIsReadAnyNumberOfTimes() async throws {
    let stream = ByteStream("abc")
    #expect(stream.length == 3 && stream.isRepeatable && stream.bytes == Array("abc".utf8))
    for _ in 0..<2 { #expect(try await stream.collect(upTo: 3) == Array("abc".utf8)) }
    await #expect(throws: BodyTooLarge(limit: 2)) { try await stream.collect(upTo: 2) }
    #expect(try await ByteStream([]).collect(upTo: 0) == [])
    var parts = 0
    for try await _ in ByteStream([]) { parts += 1 }
    #expect(parts == 0)
  }

  @Test func partsAreReadOnce() async throws {
    let stream = ByteStream(Parts(parts: ["ab", "", "c"]))
    #expect(stream.length == nil && !stream.isRepeatable && stream.bytes == nil)
    #expect(try await stream.collect(upTo: 3) == Array("abc".utf8))
    await #expect(throws: StreamConsumed()) { try await stream.collect(upTo: 3) }
    let again = ByteStream(Parts(parts: ["ab", "c"]), length: 3, isRepeatable: true)
    for _ in 0..<2 { #expect(try await again.collect(upTo: 3) == Array("abc".utf8)) }
  }

  @Test func aLimitIsKept() async throws {
    let unknown = ByteStream(Parts(parts: ["ab", "c"]))
    await #expect(throws: BodyTooLarge(limit: 2)) { try await unknown.collect(upTo: 2) }
    // Known beforehand: not even the first part is asked for.
    let known = ByteStream(length: 3) { throw Broken() }
    await #expect(throws: BodyTooLarge(limit: 2)) { try await known.collect(upTo: 2) }
    await #expect(throws: Broken()) { try await known.collect(upTo: 3) }
  }

  @Test func anErrorInTheMiddleComesThrough() async throws {
    var seen: [[UInt8]] = []
    await #expect(throws: Broken()) {
      for try await part in ByteStream(Parts(parts: ["a", "b"], failure: Broken())) {
        seen.append(part)
      }
    }
    #expect(seen == [[97], [98]])
  }
}
