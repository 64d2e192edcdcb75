/// What is left as it is when text is percent-encoded (RFC 3986).
enum UnencodedCharacters {
  /// Letters, digits and `-._~` (section 2.3): right for every part of a URI.
  case unreserved
  /// As HTML forms have it: a space is written as `+`.
  case form
}

extension String {
  func percentEncoded(keeping kept: UnencodedCharacters = .unreserved) -> String {
    let hexadecimal = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    result.reserveCapacity(utf8.count)
    for byte in utf8 {
      switch (byte, kept) {
      case (UInt8(ascii: "a")...UInt8(ascii: "z"), _), (UInt8(ascii: "A")...UInt8(ascii: "Z"), _),
        (UInt8(ascii: "0")...UInt8(ascii: "9"), _), (UInt8(ascii: "-"), _),
        (UInt8(ascii: "."), _), (UInt8(ascii: "_"), _), (UInt8(ascii: "~"), _):
        result.append(byte)
      case (UInt8(ascii: " "), .form):
        result.append(UInt8(ascii: "+"))
      default:
        result.append(UInt8(ascii: "%"))
        result.append(hexadecimal[Int(byte >> 4)])
        result.append(hexadecimal[Int(byte & 15)])
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
