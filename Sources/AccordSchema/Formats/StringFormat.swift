import AccordPatterns

/// The values of `format` that limit strings: JSON Schema 2020-12 validation, section 7.3, and OpenAPI's own.
enum StringFormat: String, Sendable, CaseIterable {
  case dateTime = "date-time"
  case date
  case time
  case duration
  case email
  case idnEmail = "idn-email"
  case hostname
  case idnHostname = "idn-hostname"
  case ipv4
  case ipv6
  case uri
  case uriReference = "uri-reference"
  case iri
  case iriReference = "iri-reference"
  case uriTemplate = "uri-template"
  case uuid
  case jsonPointer = "json-pointer"
  case relativeJSONPointer = "relative-json-pointer"
  case regex
  /// Base64 (OpenAPI).
  case byte
  /// Any string, but not one to be shown (OpenAPI).
  case password

  func matches(_ string: String) -> Bool {
    let bytes = Array(string.utf8)
    return switch self {
    case .dateTime: DateTimeFormat.isDateTime(bytes)
    case .date: DateTimeFormat.isDate(bytes)
    case .time: DateTimeFormat.isTime(bytes)
    case .duration: DateTimeFormat.isDuration(bytes)
    case .email: MailboxFormat.isMailbox(string, allowsUnicode: false)
    case .idnEmail: MailboxFormat.isMailbox(string, allowsUnicode: true)
    case .hostname: HostnameFormat.isHostname(string)
    case .idnHostname: HostnameFormat.isInternationalizedHostname(string)
    case .ipv4: AddressFormat.isIPv4(bytes[...])
    case .ipv6: AddressFormat.isIPv6(bytes[...])
    case .uri: URIFormat(allowsUnicode: false).isURI(string)
    case .uriReference: URIFormat(allowsUnicode: false).isReference(string)
    case .iri: URIFormat(allowsUnicode: true).isURI(string)
    case .iriReference: URIFormat(allowsUnicode: true).isReference(string)
    case .uriTemplate: URITemplateFormat.isTemplate(string)
    case .uuid: IdentifierFormat.isUUID(bytes)
    case .jsonPointer: IdentifierFormat.isJSONPointer(bytes[...])
    case .relativeJSONPointer: IdentifierFormat.isRelativeJSONPointer(bytes)
    case .regex: RegularExpression.isValid(string)
    case .byte: IdentifierFormat.isBase64(bytes)
    case .password: true
    }
  }

  var expectation: String {
    switch self {
    case .dateTime: "a date and time by RFC 3339, such as 2024-05-17T09:30:00Z"
    case .date: "a date by RFC 3339, such as 2024-05-17"
    case .time: "a time by RFC 3339, such as 09:30:00Z"
    case .duration: "a duration by ISO 8601, such as PT1H30M"
    case .email, .idnEmail: "an e-mail address"
    case .hostname, .idnHostname: "a host name"
    case .ipv4: "an IPv4 address"
    case .ipv6: "an IPv6 address"
    case .uri: "a URI with a scheme"
    case .uriReference: "a URI reference"
    case .iri: "an IRI with a scheme"
    case .iriReference: "an IRI reference"
    case .uriTemplate: "a URI template"
    case .uuid: "a UUID"
    case .jsonPointer: "a JSON Pointer"
    case .relativeJSONPointer: "a relative JSON Pointer"
    case .regex: "a regular expression"
    case .byte: "text in base64"
    case .password: "a string"
    }
  }
}

/// Forms of identifiers.
enum IdentifierFormat {
  /// RFC 9562, section 4.
  static func isUUID(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 36 else { return false }
    return bytes.indices.allSatisfy { index in
      switch index {
      case 8, 13, 18, 23: bytes[index] == UInt8(ascii: "-")
      default: bytes[index].isHexadecimalDigit
      }
    }
  }

  /// RFC 6901, section 3.
  static func isJSONPointer(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first else { return true }
    guard first == UInt8(ascii: "/") else { return false }
    for (index, byte) in zip(bytes.indices, bytes) where byte == UInt8(ascii: "~") {
      guard index + 1 < bytes.endIndex, bytes[index + 1] == 48 || bytes[index + 1] == 49 else {
        return false
      }
    }
    return true
  }

  static func isRelativeJSONPointer(_ bytes: [UInt8]) -> Bool {
    let digits = bytes.prefix { $0.isDigit }
    guard let first = digits.first, first != 48 || digits.count == 1 else { return false }
    let rest = bytes[digits.count...]
    return rest.elementsEqual("#".utf8) || isJSONPointer(rest)
  }

  /// RFC 4648, section 4, and section 5, which real documents mean by it as well; padding may be absent.
  static func isBase64(_ bytes: [UInt8]) -> Bool {
    let padding = bytes.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    let digits = bytes.count - padding
    guard padding <= 2, padding == 0 || bytes.count % 4 == 0, digits % 4 != 1 else { return false }
    return bytes[..<digits].allSatisfy {
      $0.isASCIILetter || $0.isDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
  }
}

extension UInt8 {
  var isDigit: Bool { self &- 48 < 10 }
  var isASCIILetter: Bool { (self | 0x20) &- 97 < 26 }
  var isHexadecimalDigit: Bool { isDigit || (self | 0x20) &- 97 < 6 }
}
