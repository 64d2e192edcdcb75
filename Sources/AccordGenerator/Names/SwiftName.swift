import AccordJSON
import Foundation

/// Spells names of a document the way Swift's API Design Guidelines have them.
struct SwiftNaming {
  /// Words that are written in one case throughout: `roomID`, `icsURL`.
  private var acronyms: Set<String>
  private let types = Spelled()
  private let members = Spelled()

  /// What was spelled before: a document says `id` and `name` a thousand times.
  private final class Spelled {
    private var known: [ExactString: String] = [:]
    /// Whoever writes names that are longer does not repeat them often.
    private static let longest = 64

    func name(for name: String, _ spell: (String) -> String) -> String {
      guard name.utf8.count <= Self.longest else { return spell(name) }
      let key = ExactString(name)
      if let known = known[key] { return known }
      let result = spell(name)
      known[key] = result
      return result
    }
  }

  /// - Parameter learningFrom: names whose all-capital words count as acronyms too: a document that
  ///   writes `ICSStatus` wants `icsURL`, and `syncICS`.
  init(learningFrom names: some Sequence<String> = []) {
    acronyms = [
      "acl", "api", "arn", "aws", "cdn", "cidr", "cpu", "css", "csv", "dns", "gpu", "grpc", "hmac",
      "html", "http", "https", "iam", "id", "ip", "json", "jwk", "jwt", "kms", "ldap", "mcp", "mfa",
      "oidc", "otp", "pdf", "rpc", "rsa", "saml", "scim", "sdk", "sku", "sms", "smtp", "sql", "ssh",
      "ssl", "sso", "svg", "tcp", "tls", "totp", "ttl", "udp", "ui", "uri", "url", "utc", "uuid",
      "vm", "vpc", "vpn", "xml", "yaml",
    ]
    for name in names where Self.hasLowercase(name) {
      for word in Self.words(of: name)
      where (2...5).contains(word.count) && word.allSatisfy({ $0.isUppercase }) {
        acronyms.insert(word.lowercased())
      }
    }
  }

  /// `UpperCamelCase`, for types.
  func typeName(_ name: String) -> String {
    types.name(for: name, spelledType)
  }

  private func spelledType(_ name: String) -> String {
    let keepsCapitals = Self.hasLowercase(name)
    let joined = Self.telling(name).map { capitalized($0, keepsCapitals) }.joined()
    guard let first = joined.unicodeScalars.first else { return "Value" }
    return Self.bounded(first.properties.isXIDStart ? joined : "_" + joined, Self.longestName)
  }

  /// `lowerCamelCase`, for properties, methods, parameters and cases. Not yet escaped.
  func memberName(_ name: String) -> String {
    members.name(for: name, spelledMember)
  }

  private func spelledMember(_ name: String) -> String {
    memberName(words: Self.telling(name), keepsCapitals: Self.hasLowercase(name))
  }

  /// Names for a member, the best first: those further on tell more of what sets the name apart from others.
  /// `created_at` and `-created_at` are `createdAt` and `minusCreatedAt`.
  func memberNames(_ name: String) -> [String] {
    let best = memberName(name)
    guard let symbols = SymbolNames.words(of: name) else { return [best] }
    let full = memberName(words: symbols, keepsCapitals: Self.hasLowercase(name))
    return full == best ? [best] : [best, full]
  }

  func memberName(words: [String], keepsCapitals: Bool) -> String {
    guard let first = words.first else { return "value" }
    let joined =
      first.lowercased() + words.dropFirst().map { capitalized($0, keepsCapitals) }.joined()
    guard let start = joined.unicodeScalars.first else { return "value" }
    return Self.bounded(
      start.properties.isXIDStart || start == "_" ? joined : "_" + joined, Self.longestName)
  }

  /// In Unicode scalars. A document may write a name of a megabyte, and nobody wants to read it in Swift.
  private static let longestName = 200
  /// How far into the text of a document words for a name are looked for.
  private static let longestText = 1000

  private static func bounded(_ text: String, _ limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit)))
  }

  static func hasLowercase(_ name: String) -> Bool {
    name.utf8.contains { $0 &- 97 < 26 }
      || !name.utf8.allSatisfy { $0 < 0x80 } && name.contains(where: \.isLowercase)
  }

  /// - Parameter keepsCapitals: whether capitals inside a word are somebody's spelling, as in `iOSVersion`; in
  ///   `MAX_VALUE` they are not.
  private func capitalized(_ word: String, _ keepsCapitals: Bool) -> String {
    let lower = word.lowercased()
    if acronyms.contains(lower) { return lower.uppercased() }
    if lower.last == "s", acronyms.contains(String(lower.dropLast())) {
      return lower.dropLast().uppercased() + "s"
    }
    let rest = word.dropFirst()
    return word.prefix(1).uppercased() + (keepsCapitals ? String(rest) : rest.lowercased())
  }

  // MARK: - Words

  /// The words of a name, or of its symbols if it has no others, or none that tells a number's sign.
  private static func telling(_ name: String) -> [String] {
    let words = words(of: name)
    let isSigned =
      (name.utf8.first == 0x2B || name.utf8.first == 0x2D)
      && words.first?.first?.isNumber ?? false
    return words.isEmpty || isSigned ? SymbolNames.words(of: name) ?? words : words
  }

  /// The words of a name: `HTTPValidationError`, `room_name` and `room-name` are three, two and two.
  static func words(of name: String) -> [String] {
    let name = bounded(name, longestText)
    // In one normal form: the source must mean the same after a tool has normalised it.
    return asciiWords(of: name) ?? unicodeWords(of: name.precomposedStringWithCanonicalMapping)
  }

  /// The same for names of plain ASCII, which nearly all are, by bytes; `nil` for others.
  private static func asciiWords(of name: String) -> [String]? {
    let words = name.utf8.withContiguousStorageIfAvailable { bytes -> [String]? in
      guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
      func isLower(_ index: Int) -> Bool { index < bytes.count && bytes[index] &- 97 < 26 }
      func isUpper(_ index: Int) -> Bool { index < bytes.count && bytes[index] &- 65 < 26 }
      var words: [String] = []
      var start = 0
      func finish(_ end: Int) {
        if start < end {
          words.append(
            String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self))
        }
        start = end
      }
      for index in bytes.indices {
        let isDigit = bytes[index] &- 48 < 10
        guard isLower(index) || isUpper(index) || isDigit else {
          finish(index)
          start = index + 1
          continue
        }
        guard isUpper(index), index > start else { continue }
        // `roomName`, and the V of `HTTPValidation`, but not the s of `URLs`.
        let isPlural =
          index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "s") && !isLower(index + 2)
        if !isUpper(index - 1) || (isLower(index + 1) && !isPlural) { finish(index) }
      }
      finish(bytes.count)
      return words
    }
    return words ?? nil
  }

  private static func unicodeWords(of name: String) -> [String] {
    var words: [String] = []
    var word: [Character] = []
    let characters = Array(name)
    func finish() {
      if !word.isEmpty { words.append(String(word)) }
      word = []
    }
    for (index, character) in characters.enumerated() {
      guard isWord(character) else {
        finish()
        continue
      }
      if let last = word.last, character.isUppercase {
        let nextIsLower = index + 1 < characters.count && characters[index + 1].isLowercase
        // `roomName`, and the V of `HTTPValidation`.
        let isPlural =
          index + 1 < characters.count && characters[index + 1] == "s"
          && (index + 2 == characters.count || !characters[index + 2].isLowercase)
        if last.isLowercase || last.isNumber || (last.isUppercase && nextIsLower && !isPlural) {
          finish()
        }
      }
      word.append(character)
    }
    finish()
    return words
  }

  /// Whether Swift has the character in identifiers, and people can see it there.
  static func isWord(_ character: Character) -> Bool {
    if let ascii = character.asciiValue {
      return switch ascii {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: false
      }
    }
    return character.unicodeScalars.allSatisfy { scalar in
      let properties = scalar.properties
      return properties.isXIDContinue && scalar != "_"
        && !properties.isDefaultIgnorableCodePoint
    }
  }

  /// Whether Swift has such an identifier, in backticks if need be.
  static func isIdentifier(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first == "_" || first.properties.isXIDStart,
      !ReservedNames.isUnusable(name)
    else { return false }
    return name.unicodeScalars.allSatisfy {
      $0.properties.isXIDContinue && !$0.properties.isDefaultIgnorableCodePoint
    }
  }

  /// Whether a module, or a module inside another, can be called so: `Foundation`, `CryptoExtras.Keys`.
  static func isModuleName(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      let text = String(part)
      return isIdentifier(text) && ReservedNames.escaped(text) == text
    }
  }
}
