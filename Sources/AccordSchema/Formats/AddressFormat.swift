/// Network addresses.
enum AddressFormat {
  /// Four decimal numbers without leading zeros: RFC 3986, section 3.2.2.
  static func isIPv4(_ bytes: ArraySlice<UInt8>) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return false }
    return parts.allSatisfy { part in
      guard (1...3).contains(part.count), part.allSatisfy(\.isDigit),
        part.count == 1 || part.first != 48
      else { return false }
      return part.reduce(0) { $0 * 10 + Int($1 - 48) } < 256
    }
  }

  /// RFC 4291, section 2.2, without a zone.
  static func isIPv6(_ bytes: ArraySlice<UInt8>) -> Bool {
    let colon = UInt8(ascii: ":")
    var parts = bytes.split(separator: colon, omittingEmptySubsequences: false)
    guard parts.count >= 3, parts.count <= 9 else { return false }
    // "::" leaves an empty part in the middle, and two of them at an end.
    var hasGap = false
    if parts[0].isEmpty {
      guard parts[1].isEmpty else { return false }
      parts.removeFirst()
    }
    if parts[parts.count - 1].isEmpty {
      guard parts[parts.count - 2].isEmpty else { return false }
      parts.removeLast()
    }
    var groups = 0
    for (index, part) in parts.enumerated() {
      if part.isEmpty {
        if hasGap { return false }
        hasGap = true
      } else if part.contains(UInt8(ascii: ".")) {
        guard index == parts.count - 1, isIPv4(part) else { return false }
        groups += 2
      } else {
        guard part.count <= 4, part.allSatisfy(\.isHexadecimalDigit) else { return false }
        groups += 1
      }
    }
    return hasGap ? groups <= 7 : groups == 8
  }
}

/// E-mail addresses: RFC 5321, section 4.1.2, and RFC 6531 with Unicode.
enum MailboxFormat {
  static func isMailbox(_ string: String, allowsUnicode: Bool) -> Bool {
    let bytes = Array(string.utf8)
    if !allowsUnicode && bytes.contains(where: { $0 >= 0x80 }) { return false }
    guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
    let local = bytes[..<at]
    let domain = bytes[(at + 1)...]
    return isLocalPart(local) && isDomain(domain, allowsUnicode: allowsUnicode)
  }

  private static func isLocalPart(_ bytes: ArraySlice<UInt8>) -> Bool {
    if bytes.first == UInt8(ascii: "\"") { return isQuotedString(bytes) }
    let special = Array("!#$%&'*+-/=?^_`{|}~".utf8)
    return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty
        && $0.allSatisfy { $0.isASCIILetter || $0.isDigit || $0 >= 0x80 || special.contains($0) }
    }
  }

  private static func isQuotedString(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count >= 2, bytes.last == UInt8(ascii: "\"") else { return false }
    var isEscaped = false
    for byte in bytes.dropFirst().dropLast() {
      guard byte >= 0x20, byte != 0x7F else { return false }
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        return false
      }
    }
    return !isEscaped
  }

  private static func isDomain(_ bytes: ArraySlice<UInt8>, allowsUnicode: Bool) -> Bool {
    if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") {
      let address = bytes.dropFirst().dropLast()
      let tag = Array("IPv6:".utf8)
      if address.starts(with: tag) { return AddressFormat.isIPv6(address.dropFirst(tag.count)) }
      return AddressFormat.isIPv4(address)
    }
    let domain = String(decoding: bytes, as: UTF8.self)
    return allowsUnicode
      ? HostnameFormat.isInternationalizedHostname(domain) : HostnameFormat.isHostname(domain)
  }
}
