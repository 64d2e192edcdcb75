enum PercentEncoding {
  static func query(_ text: String) -> String { encode(text) }

  /// What `allowReserved` leaves as it is: not what ends a value, in a query or in a form.
  static let reserved: [UInt8] = Array(":/?@!$'()*,;=".utf8)

  /// All but the unreserved characters of RFC 3986 are encoded: a slash or a `?` in a value must not change
  /// which resource is asked for.
  ///
  /// - Parameters:
  ///   - kept: characters that stay beside the unreserved ones.
  ///   - encoded: unreserved characters that are encoded all the same.
  static func encode(_ text: String, keeping kept: [UInt8] = [], but encoded: UInt8? = nil)
    -> String
  {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      if byte != encoded, isUnreserved(byte) || kept.contains(byte) {
        bytes.append(byte)
      } else {
        bytes.append(UInt8(ascii: "%"))
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// One byte as `%` and two digits.
  static func escape(_ byte: UInt8) -> String {
    String(
      decoding: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]], as: UTF8.self)
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
