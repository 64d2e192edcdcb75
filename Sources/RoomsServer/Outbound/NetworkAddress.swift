#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An address of the Internet Protocol, of either version.
struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
  /// 4 bytes or 16, in the order of the network.
  let bytes: [UInt8]

  /// An address as it is written: four decimal numbers, or the text of RFC 4291, section 2.2. Other ways to write
  /// one, such as `127.1` or `0x7f000001`, are names here and have to be resolved.
  init?(_ text: String) {
    var (version4, version6) = (in_addr(), in6_addr())
    if inet_pton(AF_INET, text, &version4) == 1 {
      bytes = withUnsafeBytes(of: &version4) { Array($0) }
    } else if inet_pton(AF_INET6, text, &version6) == 1 {
      bytes = withUnsafeBytes(of: &version6) { Array($0) }
    } else {
      return nil
    }
  }

  /// `nil` for another number of bytes than 4 and 16.
  init?(bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  var isVersion4: Bool { bytes.count == 4 }

  /// As it is written in a URL, without brackets.
  var description: String {
    if isVersion4 { return bytes.map(String.init).joined(separator: ".") }
    return stride(from: 0, to: 16, by: 2)
      .map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }.joined(separator: ":")
  }

  /// Whether the address may belong to anybody on the Internet: not to this host, its network, or any other
  /// special purpose (the registries of RFC 6890).
  var isPublic: Bool {
    if isVersion4 { return Self.isPublicVersion4(bytes[...]) }
    // Addresses of version 4 in the clothes of version 6 lead where the former do: mapped ones, and those
    // that translators (RFC 6052) and 6to4 (RFC 3056) take apart.
    if Self.has(bytes, prefix: "::ffff:0:0", 96) || Self.has(bytes, prefix: "64:ff9b::", 96) {
      return Self.isPublicVersion4(bytes[12...])
    }
    if Self.has(bytes, prefix: "2002::", 16) { return Self.isPublicVersion4(bytes[2..<6]) }
    // Global unicast is one eighth of all; the rest is local, reserved or for groups.
    guard Self.has(bytes, prefix: "2000::", 3) else { return false }
    return !Self.specialVersion6.contains { Self.has(bytes, prefix: $0.0, $0.1) }
  }

  /// Special purposes within global unicast: protocols (Teredo among them), documentation, segment routing.
  private static let specialVersion6: [(String, Int)] = [
    ("2001::", 23), ("2001:db8::", 32), ("3fff::", 20),
  ]

  private static let specialVersion4: [(String, Int)] = [
    ("0.0.0.0", 8), ("10.0.0.0", 8), ("100.64.0.0", 10), ("127.0.0.0", 8), ("169.254.0.0", 16),
    ("172.16.0.0", 12), ("192.0.0.0", 24), ("192.0.2.0", 24), ("192.88.99.0", 24),
    ("192.168.0.0", 16), ("198.18.0.0", 15), ("198.51.100.0", 24), ("203.0.113.0", 24),
    ("224.0.0.0", 4), ("240.0.0.0", 4),
  ]

  private static func isPublicVersion4(_ bytes: ArraySlice<UInt8>) -> Bool {
    !specialVersion4.contains { has(Array(bytes), prefix: $0.0, $0.1) }
  }

  private static func has(_ bytes: [UInt8], prefix: String, _ length: Int) -> Bool {
    guard let prefix = NetworkAddress(prefix)?.bytes, prefix.count == bytes.count else {
      return false
    }
    return (0..<length).allSatisfy { bit in
      (bytes[bit / 8] ^ prefix[bit / 8]) & (0x80 >> (bit % 8)) == 0
    }
  }
}
