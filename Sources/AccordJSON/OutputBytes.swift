/// Bytes that are added at the end.
///
/// The room for the next ones is part of the array already: adding to an array itself asks every time anew
/// whether it is shared, and how large it is, which takes longer than the few bytes of a key.
struct OutputBytes: Sendable {
  private var storage: [UInt8] = []
  private(set) var count = 0

  /// Those that were added.
  var array: [UInt8] { Array(storage[..<count]) }

  /// Takes those that were added, without a copy.
  mutating func take() -> [UInt8] {
    storage.removeLast(storage.count - count)
    defer { self = OutputBytes() }
    return storage
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if count == storage.count { grow(by: 1) }
    storage[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.count > storage.count - count { grow(by: bytes.count) }
    let end = count + bytes.count
    storage.withUnsafeMutableBytes { storage in
      UnsafeMutableRawBufferPointer(rebasing: storage[count..<end])
        .copyMemory(from: UnsafeRawBufferPointer(bytes))
    }
    count = end
  }

  mutating func append(_ literal: StaticString) {
    literal.withUTF8Buffer { append($0) }
  }

  /// Makes room for that many more. The room grows by a factor, so that all growing together is linear.
  @inline(never)
  private mutating func grow(by more: Int) {
    let factor = count < 65_536 ? 4 : 2
    let capacity = max(256, count * factor, count + more)
    storage = Array(unsafeUninitializedCapacity: capacity) { larger, initialized in
      let written = larger[..<count].initialize(fromContentsOf: storage[..<count])
      larger[written...].initialize(repeating: 0)
      initialized = capacity
    }
  }
}
