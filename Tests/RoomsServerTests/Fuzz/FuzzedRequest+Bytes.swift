import AccordTesting

extension FuzzedRequest {
  private static let words: [[UInt8]] =
    [
      "%00", "%2F", "%", "%zz", "%C3%28", "%F4%90%80%80", "..", "//", "?", "#", "&size=", "null",
      "true", "1e999", "-9223372036854775809", "18446744073709551616", "0.1", "\u{0}", "\u{301}",
      "\u{FEFF}", "\"", "\\u0000", "\\ud800", "[[[[", "{\"a\":", "]", "}", ",", ":", "'", ";--",
      "\u{10FFFF}", "\r", "\n", "\r\n", "\r\n\r\n", "HTTP/1.0", "HTTP/2.0", "chunked", "0x7fffffff",
    ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80]]

  /// One change of bytes: another byte, another bit, something inserted, left out, repeated, or the end cut off.
  static func mutate(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let index = Int.random(in: bytes.indices, using: &generator)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
    case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 2: bytes.insert(contentsOf: words.randomElement(using: &generator) ?? [], at: index)
    case 3:
      let end = min(bytes.count, index + Int.random(in: 1...12, using: &generator))
      bytes.removeSubrange(index..<end)
    case 4:
      let end = min(bytes.count, index + Int.random(in: 1...24, using: &generator))
      bytes.insert(contentsOf: Array(bytes[index..<end]), at: index)
    default: bytes.removeLast(bytes.count - index)
    }
  }

  /// Changes of the bytes of one part.
  mutating func mutateBytes(using generator: inout SeededGenerator) {
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: Self.mutate(&target, using: &generator)
    case 1...3 where !body.isEmpty: Self.mutate(&body, using: &generator)
    default:
      guard let index = fields.indices.randomElement(using: &generator) else {
        return Self.mutate(&target, using: &generator)
      }
      Self.mutate(&fields[index].value, using: &generator)
    }
  }
}
