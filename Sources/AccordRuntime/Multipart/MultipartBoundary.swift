/// What stands between the parts of a multipart body (RFC 2046, section 5.1.1).
enum MultipartBoundary {
  /// A boundary of 190 random bits: nobody who provides content for a part can know it beforehand, so nothing
  /// in a part can end it.
  static func random() -> String {
    let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in letters.randomElement(using: &generator) ?? letters[0] }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func isValid(_ boundary: String) -> Bool {
    (1...70).contains(boundary.utf8.count) && boundary.utf8.last != 0x20
      && boundary.utf8.allSatisfy { byte in
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: "'()+_,-./:=? ".utf8.contains(byte)
        }
      }
  }
}
