/// Bytes that JSON holds as text: `format: byte`, RFC 4648, section 4.
///
/// Only the one text that stands for given bytes is accepted: with padding, without white space, and with
/// zeros in the bits that are left over (section 3.5).
public struct Base64Data: FormattedString {
  public var bytes: [UInt8]

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  public static var format: String { "byte" }

  public init?(utf8 text: UnsafeBufferPointer<UInt8>) {
    guard text.count.isMultiple(of: 4) else { return nil }
    var padding = 0
    while padding < 2, padding < text.count, text[text.count - 1 - padding] == Self.pad {
      padding += 1
    }
    bytes = []
    bytes.reserveCapacity(text.count / 4 * 3)
    let digits = text.count - padding
    var start = 0
    while start < digits {
      var group: UInt32 = 0
      for index in start..<(start + 4) {
        guard let value = index < digits ? Self.value(of: text[index]) : 0 else { return nil }
        group = group << 6 | UInt32(value)
      }
      start += 4
      let unused = start > digits ? start - digits : 0
      guard group & ((1 << (8 * UInt32(unused))) - 1) == 0 else { return nil }
      for byte in 0..<(3 - unused) {
        bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(16 - 8 * byte)))
      }
    }
  }

  public var text: String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var start = 0
    while start < bytes.count {
      let present = min(3, bytes.count - start)
      var group: UInt32 = 0
      for index in start..<(start + 3) {
        group = group << 8 | (index < bytes.count ? UInt32(bytes[index]) : 0)
      }
      for digit in 0..<4 {
        text.append(
          digit <= present
            ? Self.alphabet[Int(group >> UInt32(18 - 6 * digit)) & 63] : Self.pad)
      }
      start += 3
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static var pad: UInt8 { UInt8(ascii: "=") }
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
