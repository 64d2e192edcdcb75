/// Base 64 by RFC 4648: the standard alphabet (section 4), and the one for URLs without padding (section 5).
enum Base64 {
  private static let standard = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let url = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func encode(standard bytes: [UInt8]) -> String { encode(bytes, standard, pads: true) }
  static func encode(url bytes: [UInt8]) -> String { encode(bytes, url, pads: false) }

  /// `nil` for text that has other characters, or bits left over that are not zero.
  static func decode(standard text: String) -> [UInt8]? { decode(text, standard) }
  static func decode(url text: String) -> [UInt8]? { decode(text, url) }

  private static func encode(_ bytes: [UInt8], _ alphabet: [UInt8], pads: Bool) -> String {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let count = min(3, bytes.count - index)
      var bits = 0
      for offset in 0..<3 { bits = bits << 8 | (offset < count ? Int(bytes[index + offset]) : 0) }
      for position in 0..<4 {
        if position <= count {
          result.append(alphabet[bits >> (18 - 6 * position) & 63])
        } else if pads {
          result.append(UInt8(ascii: "="))
        }
      }
      index += 3
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func decode(_ text: String, _ alphabet: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var bits = 0
    var count = 0
    var digits = Array(text.utf8)
    while digits.last == UInt8(ascii: "=") { digits.removeLast() }
    for byte in digits {
      guard let digit = alphabet.firstIndex(of: byte) else { return nil }
      bits = (bits << 6 | digit) & 0xFFFFFF
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    guard count < 6, bits & ((1 << count) - 1) == 0 else { return nil }
    return result
  }
}

extension [UInt8] {
  /// Two capital digits for each byte.
  var hexadecimal: String {
    let digits = Array<UInt8>("0123456789ABCDEF".utf8)
    return String(
      decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
