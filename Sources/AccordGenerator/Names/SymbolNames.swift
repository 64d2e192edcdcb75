/// Words for what names hold besides words: `+1` is `plus1`, `>=` is `greaterThanOrEqual`, an emoji is called
/// what Unicode calls it.
enum SymbolNames {
  /// The words of a name with its symbols spelled out; `nil` if that says nothing new.
  static func words(of name: String) -> [String]? {
    if name.isEmpty { return ["empty"] }
    if let known = whole[name] { return known }
    var words: [String] = []
    var run = ""
    var hasSymbols = false
    func finish() {
      words += SwiftNaming.words(of: run)
      run = ""
    }
    // What joins words says nothing where it stands between two of them.
    let characters = Array(name.prefix(longest))
    for (index, character) in characters.enumerated() {
      let joins =
        joiners.contains(character) && index > 0 && index + 1 < characters.count
        && SwiftNaming.isWord(characters[index - 1]) && SwiftNaming.isWord(characters[index + 1])
      if joins || SwiftNaming.isWord(character) {
        run.append(character)
      } else {
        finish()
        let symbol = spelled(character)
        hasSymbols = hasSymbols || !symbol.isEmpty
        words += symbol
      }
    }
    run += name.dropFirst(longest)
    finish()
    return hasSymbols ? words : nil
  }

  /// How far into a name symbols are looked for.
  private static let longest = 80
  private static let joiners: Set<Character> = [" ", "_", "-", ".", "/", ":"]

  private static let whole: [String: [String]] = [
    "<=": ["less", "Than", "Or", "Equal"], ">=": ["greater", "Than", "Or", "Equal"],
    "==": ["equal"], "!=": ["not", "Equal"], "<>": ["not", "Equal"], "<": ["less", "Than"],
    ">": ["greater", "Than"], "=": ["equal"], "&&": ["and"], "||": ["or"], "!": ["not"],
    "=~": ["matches"], "!~": ["does", "Not", "Match"], "...": ["ellipsis"], "->": ["arrow"],
    "=>": ["arrow"], "**": ["double", "Asterisk"], "++": ["plus", "Plus"],
  ]

  private static let ascii: [Character: String] = [
    " ": "space", "!": "exclamation Mark", "\"": "quote", "#": "hash", "$": "dollar",
    "%": "percent", "&": "and", "'": "apostrophe", "(": "left Parenthesis",
    ")": "right Parenthesis", "*": "asterisk", "+": "plus", ",": "comma", "-": "minus",
    ".": "dot", "/": "slash", ":": "colon", ";": "semicolon", "<": "less Than", "=": "equal",
    ">": "greater Than", "?": "question Mark", "@": "at", "[": "left Bracket",
    "\\": "backslash", "]": "right Bracket", "^": "caret", "_": "underscore", "`": "backtick",
    "{": "left Brace", "|": "pipe", "}": "right Brace", "~": "tilde",
  ]

  private static func spelled(_ character: Character) -> [String] {
    if let name = ascii[character] { return SwiftNaming.words(of: name) }
    if character.isNewline { return ["newline"] }
    guard let scalar = character.unicodeScalars.first else { return [] }
    guard let name = scalar.properties.name else {
      return scalar == "\t" ? ["tab"] : ["u" + String(scalar.value, radix: 16)]
    }
    return SwiftNaming.words(of: name.lowercased())
  }
}
