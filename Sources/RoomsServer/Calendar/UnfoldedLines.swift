/// The lines of a calendar, put together again where they were folded (RFC 5545, section 3.1).
///
/// A fold may stand between the bytes of one character, so that lines are joined before they are decoded.
struct UnfoldedLines: Sequence, IteratorProtocol {
  private var rest: ArraySlice<UInt8>
  /// The number of the first physical line of the line that was given last, counted from 1.
  private(set) var number = 0
  private var nextNumber = 1

  init(_ bytes: [UInt8]) {
    rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
  }

  mutating func next() -> ArraySlice<UInt8>? {
    guard !rest.isEmpty else { return nil }
    number = nextNumber
    var line = physicalLine()
    while rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "\t") {
      rest.removeFirst()
      line.append(contentsOf: physicalLine())
    }
    return line
  }

  /// Up to CR LF, or LF alone, as many feeds have it.
  private mutating func physicalLine() -> ArraySlice<UInt8> {
    nextNumber += 1
    let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
    var line = rest[..<end]
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    rest = end == rest.endIndex ? [] : rest[(end + 1)...]
    return line
  }
}
