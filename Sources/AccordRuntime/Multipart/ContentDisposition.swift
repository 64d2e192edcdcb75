import HTTPTypes

/// `form-data; name="…"; filename="…"` (RFC 7578, section 4.2).
struct ContentDisposition: Equatable {
  var name: String?
  var filename: String?

  init(name: String?, filename: String?) {
    self.name = name
    self.filename = filename
  }

  // MARK: - Writing

  var text: String {
    var text = "form-data"
    if let name { text += "; name=\"\(Self.escaped(name))\"" }
    if let filename { text += "; filename=\"\(Self.escaped(filename))\"" }
    return text
  }

  /// The text of a quoted string. What would end it has a backslash before it (RFC 9110, section 5.6.4); line
  /// breaks, which no header can hold, are percent-encoded as in browsers (WHATWG HTML, "multipart form data").
  private static func escaped(_ text: String) -> String {
    var result: [UInt8] = []
    let bytes = Array(text.utf8)
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
      // What stands there already and would be read as an escape.
      case UInt8(ascii: "%") where unescaped(bytes[index...]) != nil:
        result += [UInt8(ascii: "\\"), byte]
      case 0..<0x20, 0x7F:
        result += "%\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))".utf8
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The character that the `%` in front encodes, if it is one that needs to be.
  private static func unescaped(_ bytes: ArraySlice<UInt8>) -> UInt8? {
    guard bytes.count >= 3, bytes.first == UInt8(ascii: "%"),
      let code = UInt8(String(decoding: bytes.dropFirst().prefix(2), as: UTF8.self), radix: 16),
      code < 0x20 || code == 0x22 || code == 0x7F
    else { return nil }
    return code
  }

  // MARK: - Reading

  /// `nil` for what is no such header, or no UTF-8.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    var index = bytes.firstIndex(of: UInt8(ascii: ";")) ?? bytes.endIndex
    while index < bytes.endIndex {
      guard let sign = bytes[index...].firstIndex(of: UInt8(ascii: "=")) else { break }
      let key = Self.trimmed(bytes[bytes.index(after: index)..<sign]).lowercased()
      index = bytes.index(after: sign)
      while index < bytes.endIndex, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
      guard let value = Self.value(bytes, &index) else { return nil }
      switch key {
      case "name": name = name ?? value
      case "filename": filename = filename ?? value
      // Not for forms (RFC 7578, section 4.2), and sent all the same.
      case "filename*": filename = filename ?? Self.extended(value)
      default: break
      }
    }
  }

  /// A token or a quoted string, and all up to the next semicolon.
  private static func value(_ bytes: [UInt8], _ index: inout Int) -> String? {
    var value: [UInt8] = []
    guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "\"") else {
      let end = bytes[index...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.endIndex
      defer { index = end }
      return trimmed(bytes[index..<end])
    }
    index += 1
    while index < bytes.endIndex, bytes[index] != UInt8(ascii: "\"") {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\"), index + 1 < bytes.endIndex,
        "\"\\%".utf8.contains(bytes[index + 1])
      {
        // Of other characters the backslash is their own: some send a Windows path.
        value.append(bytes[index + 1])
        index += 2
      } else if let code = unescaped(bytes[index...]) {
        value.append(code)
        index += 3
      } else {
        value.append(byte)
        index += 1
      }
    }
    guard index < bytes.endIndex else { return nil }
    index = bytes[index...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.endIndex
    return String(validating: value, as: UTF8.self)
  }

  /// `UTF-8''na%C3%AFve.txt` (RFC 8187).
  private static func extended(_ text: String) -> String? {
    let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
    return String(parts[2]).percentDecoded
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    HTTPFields.item(Substring(String(decoding: bytes, as: UTF8.self)))
  }
}
