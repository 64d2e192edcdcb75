/// URIs by RFC 3986, and with Unicode IRIs by RFC 3987.
struct URIFormat {
  let allowsUnicode: Bool

  func isURI(_ text: String) -> Bool {
    let reference = URIReference(text)
    return reference.scheme != nil && isValid(reference)
  }

  func isReference(_ text: String) -> Bool { isValid(URIReference(text)) }

  private func isValid(_ reference: URIReference) -> Bool {
    if let authority = reference.authority, !isAuthority(authority) { return false }
    guard isMadeOf(reference.path, "/:@"), isPath(reference),
      reference.query.map({ isMadeOf($0, "/?:@", allowsPrivate: true) }) ?? true,
      reference.fragment.map({ isMadeOf($0, "/?:@") }) ?? true
    else { return false }
    return true
  }

  /// What stands before and after it limits what a path may begin with: RFC 3986, section 3.3.
  private func isPath(_ reference: URIReference) -> Bool {
    let path = reference.path.utf8
    if reference.authority != nil {
      return path.isEmpty || path.first == UInt8(ascii: "/")
    }
    if reference.scheme == nil {
      // A colon in the first segment would make it a scheme.
      let segment = path.prefix { $0 != UInt8(ascii: "/") }
      return !segment.contains(UInt8(ascii: ":"))
    }
    return true
  }

  private func isAuthority(_ authority: String) -> Bool {
    var host = Substring(authority)
    if let at = host.utf8.firstIndex(of: UInt8(ascii: "@")) {
      guard isMadeOf(String(host[..<at]), ":") else { return false }
      host = host[host.utf8.index(after: at)...]
    }
    if host.utf8.first == UInt8(ascii: "[") {
      guard let end = host.utf8.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let literal = Array(host[..<end].utf8.dropFirst())
      let port = host[host.utf8.index(after: end)...]
      return (AddressFormat.isIPv6(literal[...]) || isFutureAddress(literal))
        && (port.isEmpty || (port.utf8.first == UInt8(ascii: ":") && isPort(port.dropFirst())))
    }
    if let colon = host.utf8.firstIndex(of: UInt8(ascii: ":")) {
      guard isPort(host[host.utf8.index(after: colon)...]) else { return false }
      host = host[..<colon]
    }
    return isMadeOf(String(host), "")
  }

  private func isPort(_ text: Substring) -> Bool { text.utf8.allSatisfy(\.isDigit) }

  /// `"v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )`
  private func isFutureAddress(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, first | 0x20 == UInt8(ascii: "v") else { return false }
    let version = bytes.dropFirst().prefix(while: \.isHexadecimalDigit)
    let rest = bytes.dropFirst(1 + version.count)
    guard !version.isEmpty, rest.first == UInt8(ascii: "."), rest.count > 1 else { return false }
    return isMadeOf(String(decoding: rest.dropFirst(), as: UTF8.self), ":")
  }

  /// Unreserved characters, sub-delimiters, percent-encoded bytes, and the `others`.
  private func isMadeOf(_ text: String, _ others: String, allowsPrivate: Bool = false) -> Bool {
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": break
      case "!", "$", "&", "'", "(", ")", "*", "+", ",", ";", "=": break
      case "%":
        guard let high = rest.popFirst(), let low = rest.popFirst(), high.isASCII, low.isASCII,
          UInt8(high.value).isHexadecimalDigit, UInt8(low.value).isHexadecimalDigit
        else { return false }
      default:
        let isOther = others.unicodeScalars.contains(scalar)
        guard isOther || (allowsUnicode && Self.isUniversal(scalar, allowsPrivate)) else {
          return false
        }
      }
    }
    return true
  }

  /// `ucschar` and, in a query, `iprivate`: RFC 3987, section 2.2.
  private static func isUniversal(_ scalar: Unicode.Scalar, _ allowsPrivate: Bool) -> Bool {
    switch scalar.value {
    case 0xA0...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFEF: true
    case 0xE000...0xF8FF, 0xF0000...0x10FFFD: allowsPrivate
    case 0x10000...0xEFFFF: scalar.value & 0xFFFF < 0xFFFE
    default: false
    }
  }
}

/// URI templates: RFC 6570, section 2.
enum URITemplateFormat {
  static func isTemplate(_ text: String) -> Bool {
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "{":
        guard let end = rest.firstIndex(of: "}"),
          isExpression(String(rest[..<end]))
        else { return false }
        rest = rest[rest.index(after: end)...]
      case "}", "\"", "<", ">", "\\", "^", "`", "|", " ": return false
      case "%":
        guard rest.prefix(2).count == 2,
          rest.prefix(2).allSatisfy({ $0.isASCII && UInt8($0.value).isHexadecimalDigit })
        else { return false }
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F { return false }
      }
    }
    return true
  }

  private static func isExpression(_ text: String) -> Bool {
    var text = text.utf8[...]
    if let first = text.first, "+#./;?&=,!@|".utf8.contains(first) { text = text.dropFirst() }
    return text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      .allSatisfy { isVariable($0) }
  }

  private static func isVariable(_ text: Substring.UTF8View) -> Bool {
    var name = text[...]
    if name.last == UInt8(ascii: "*") {
      name = name.dropLast()
    } else if let colon = name.firstIndex(of: UInt8(ascii: ":")) {
      // A prefix of 1 to 9999 characters.
      let length = name[name.index(after: colon)...]
      guard (1...4).contains(length.count), length.first != 48, length.allSatisfy(\.isDigit) else {
        return false
      }
      name = name[..<colon]
    }
    return name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty && isNamePart(Array($0))
    }
  }

  private static func isNamePart(_ bytes: [UInt8]) -> Bool {
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%") {
        guard index + 2 < bytes.count, bytes[index + 1].isHexadecimalDigit,
          bytes[index + 2].isHexadecimalDigit
        else { return false }
        index += 3
        continue
      }
      guard bytes[index].isASCIILetter || bytes[index].isDigit || bytes[index] == UInt8(ascii: "_")
      else { return false }
      index += 1
    }
    return true
  }
}
