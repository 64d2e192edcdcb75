extension SchemaResources {
  /// What to add a document by that was read from a file: an absolute URI, so that relative references between
  /// files find their way.
  public static func uri(ofFile path: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes = Array("file:///".utf8)
    for byte in path.utf8.drop(while: { $0 == UInt8(ascii: "/") }) {
      switch byte {
      // What is unreserved, and what parts a path (RFC 3986, sections 2.3 and 3.3).
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        bytes.append(byte)
      default:
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
