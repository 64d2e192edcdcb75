/// Spells names of a document the way Swift's API Design Guidelines have them.
struct SwiftNaming: Sendable {
  /// Words that are written in one case throughout: `roomID`, `icsURL`.
  private var acronyms: Set<String>

  /// - Parameter learningFrom: names whose all-capital words count as acronyms too: a document that
  ///   writes `ICSStatus` wants `icsURL`, and `syncICS`.
  init(learningFrom names: some Sequence<String> = []) {
    acronyms = [
      "api", "css", "csv", "dns", "html", "http", "https", "id", "ip", "json", "jwt", "pdf", "sql",
      "ssh", "ssl", "tls", "ttl", "ui", "uri", "url", "utc", "uuid", "vpc", "xml",
    ]
    for name in names where name.contains(where: \.isLowercase) {
      for word in Self.words(of: name)
      where (2...5).contains(word.count) && word.allSatisfy({ $0.isUppercase }) {
        acronyms.insert(word.lowercased())
      }
    }
  }

  /// `UpperCamelCase`, for types.
  func typeName(_ name: String) -> String {
    let keepsCapitals = name.contains(where: \.isLowercase)
    let joined = Self.words(of: name).map { capitalized($0, keepsCapitals) }.joined()
    guard let first = joined.unicodeScalars.first else { return "Value" }
    return first.properties.isXIDStart ? joined : "_" + joined
  }

  /// `lowerCamelCase`, for properties, methods, parameters and cases. Not yet escaped.
  func memberName(_ name: String) -> String {
    let words = Self.words(of: name)
    guard let first = words.first else { return "value" }
    let keepsCapitals = name.contains(where: \.isLowercase)
    let joined =
      first.lowercased() + words.dropFirst().map { capitalized($0, keepsCapitals) }.joined()
    guard let start = joined.unicodeScalars.first else { return "value" }
    return start.properties.isXIDStart || start == "_" ? joined : "_" + joined
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

  /// The words of a name: `HTTPValidationError`, `room_name` and `room-name` are three, two and two.
  static func words(of name: String) -> [String] {
    asciiWords(of: name) ?? unicodeWords(of: name)
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
    func isWord(_ character: Character) -> Bool {
      character.unicodeScalars.allSatisfy { $0.properties.isXIDContinue && $0 != "_" }
    }
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
}

/// Names of Swift's own that generated code cannot use as they are.
enum ReservedNames {
  /// A member name as it has to be written.
  static func escaped(_ name: String) -> String {
    unusable.contains(name) ? name + "_" : keywords.contains(name) ? "`\(name)`" : name
  }

  /// Not even backticks help.
  private static let unusable: Set<String> = ["self", "Self", "init", "Type", "Protocol", "_"]

  private static let keywords: Set<String> = [
    "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import",
    "inout", "internal", "let", "open", "operator", "precedencegroup", "private", "protocol",
    "public", "rethrows", "static", "struct", "subscript", "typealias", "var", "break", "case",
    "catch", "continue", "default", "defer", "do", "else", "fallthrough", "for", "guard", "if",
    "in", "repeat", "return", "throw", "switch", "where", "while", "Any", "as", "await", "false",
    "is", "nil", "super", "throws", "true", "try",
  ]

  /// Types that generated code or the code around it names: a schema of that name gets another.
  static let types: Set<String> = [
    "Any", "AnyObject", "Array", "Bool", "CaseIterable", "Character", "Codable", "Comparable",
    "Data", "Date", "Decodable", "Decoder", "Dictionary", "Double", "Duration", "Encodable",
    "Encoder", "Equatable", "Error", "Float", "Hashable", "Int", "Int32", "Int64", "Never",
    "Optional", "Protocol",
    "Result", "Self", "Sendable", "Set", "String", "Task", "Type", "UInt", "UInt32", "UInt64",
    "URL", "UUID", "Void",
    "APIClient", "Answer", "AnswerHead", "Base64Data", "Batcher", "Boxed", "CalendarDate", "Call",
    "CallError", "ClientTransport", "ConstraintViolation", "Credentials", "DocumentedRefusal",
    "EncodedBody", "ErrorRendering", "ExactString", "FieldMarks", "JSONDictionary", "JSONError",
    "JSONKeys", "JSONModel", "JSONNumber", "JSONReader", "JSONValue", "JSONWriter", "NoRefusal",
    "OpenEnum", "OperationDescription", "Presence", "QueryFilter", "QueryKey", "RawAnswer",
    "RequestReading", "RequestTarget", "Route", "Router", "ServerRequest", "ServerResponse",
    "ServerURL", "Timestamp", "Validatable", "Validator",
  ]
}

/// Gives out names that are not taken yet, in the order of asking, so that the same document gives the same
/// names on every run.
struct NameScope {
  private var taken: Set<String>

  init(reserving names: Set<String> = []) {
    taken = Set(names.map { $0.lowercased() })
  }

  /// The name itself, or with the smallest number behind it that makes it unique. Names that differ in case
  /// only count as the same: files are named after types, on file systems that fold case.
  mutating func claim(_ name: String) -> String {
    if taken.insert(name.lowercased()).inserted { return name }
    var number = 2
    while !taken.insert("\(name)\(number)".lowercased()).inserted { number += 1 }
    return "\(name)\(number)"
  }

  func isTaken(_ name: String) -> Bool { taken.contains(name.lowercased()) }
}
