/// Characters that libyaml takes for line breaks, as YAML 1.1 did, and nobody else: U+0085, U+2028 and
/// U+2029. Lines and columns behind them have to be corrected.
struct YAMLLineBreaks {
  /// A line of libyaml's that is none.
  private struct FalseLine {
    /// As libyaml counts, from 0.
    var number: Int
    /// How many characters of the real line stand before it.
    var column: Int
  }

  /// In their order.
  private let falseLines: [FalseLine]

  /// `nil` if the text holds none of these characters, as nearly all texts do.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard Self.isSuspicious(bytes) else { return nil }
    var falseLines: [FalseLine] = []
    var number = 0
    var column = 0
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var previous: Unicode.Scalar?
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      column += 1
      switch scalar {
      case "\n" where previous == "\r": column = 0
      case "\n", "\r":
        number += 1
        column = 0
      case "\u{85}", "\u{2028}", "\u{2029}":
        number += 1
        falseLines.append(FalseLine(number: number, column: column))
      default: break
      }
      previous = scalar
    }
    guard !falseLines.isEmpty else { return nil }
    self.falseLines = falseLines
  }

  /// Whether the text holds the first byte of one of these characters.
  private static func isSuspicious(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    var index = 0
    while index < raw.count {
      // Eight bytes of ASCII at a time.
      if index + 8 <= raw.count,
        raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        index += 8
        continue
      }
      if raw[index] == 0xC2 || raw[index] == 0xE2 { return true }
      index += 1
    }
    return false
  }

  /// The place that libyaml counts, both from 0, as everybody else counts it.
  func corrected(line: Int, column: Int) -> (line: Int, column: Int) {
    var low = 0
    var high = falseLines.count
    while low < high {
      let middle = (low + high) / 2
      if falseLines[middle].number <= line { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return (line, column) }
    let last = falseLines[low - 1]
    return (line - low, last.number == line ? column + last.column : column)
  }
}
