/// What `\p{…}` can ask about: ECMA-262, table "Binary Unicode property aliases" and the general categories, by
/// what the standard library knows, and the scripts that patterns are really written for.
package enum UnicodeProperty: Sendable {
  case any
  case assigned
  case ascii
  case category(Set<Unicode.GeneralCategory>)
  case binary(@Sendable (Unicode.Scalar.Properties) -> Bool)
  case script([ClosedRange<UInt32>])

  package func contains(_ unit: UInt32) -> Bool {
    // A lone surrogate has no properties but its category.
    guard let scalar = Unicode.Scalar(unit) else {
      if case .category(let categories) = self { return categories.contains(.surrogate) }
      if case .any = self { return true }
      return false
    }
    return switch self {
    case .any: true
    case .assigned: scalar.properties.generalCategory != .unassigned
    case .ascii: unit < 128
    case .category(let categories): categories.contains(scalar.properties.generalCategory)
    case .binary(let property): property(scalar.properties)
    case .script(let ranges): ranges.contains { $0.contains(unit) }
    }
  }

  /// - Parameter expression: what stands between the braces, such as `Lu` or `Script=Greek`.
  init?(_ expression: String) {
    let parts = expression.split(separator: "=", omittingEmptySubsequences: false)
    switch parts.count {
    case 1:
      let name = String(parts[0])
      if let known = Self.named(name) {
        self = known
      } else if let categories = Self.categories[name] {
        self = .category(Set(categories))
      } else {
        return nil
      }
    case 2:
      switch parts[0] {
      case "General_Category", "gc":
        guard let categories = Self.categories[String(parts[1])] else { return nil }
        self = .category(Set(categories))
      case "Script", "sc", "Script_Extensions", "scx":
        guard let ranges = Self.scripts[String(parts[1])] else { return nil }
        self = .script(ranges)
      default: return nil
      }
    default: return nil
    }
  }

  private static func named(_ name: String) -> UnicodeProperty? {
    switch name {
    case "Any": .any
    case "Assigned": .assigned
    case "ASCII": .ascii
    case "Alphabetic", "Alpha": .binary { $0.isAlphabetic }
    case "Lowercase", "Lower": .binary { $0.isLowercase }
    case "Uppercase", "Upper": .binary { $0.isUppercase }
    case "White_Space", "space": .binary { $0.isWhitespace }
    case "ASCII_Hex_Digit", "AHex": .binary { $0.isASCIIHexDigit }
    case "Hex_Digit", "Hex": .binary { $0.isHexDigit }
    case "ID_Start", "IDS": .binary { $0.isIDStart }
    case "ID_Continue", "IDC": .binary { $0.isIDContinue }
    case "XID_Start", "XIDS": .binary { $0.isXIDStart }
    case "XID_Continue", "XIDC": .binary { $0.isXIDContinue }
    case "Emoji": .binary { $0.isEmoji }
    case "Emoji_Presentation", "EPres": .binary { $0.isEmojiPresentation }
    case "Emoji_Modifier", "EMod": .binary { $0.isEmojiModifier }
    case "Emoji_Modifier_Base", "EBase": .binary { $0.isEmojiModifierBase }
    case "Ideographic", "Ideo": .binary { $0.isIdeographic }
    case "Math": .binary { $0.isMath }
    case "Dash": .binary { $0.isDash }
    case "Diacritic", "Dia": .binary { $0.isDiacritic }
    case "Cased": .binary { $0.isCased }
    case "Case_Ignorable", "CI": .binary { $0.isCaseIgnorable }
    case "Quotation_Mark", "QMark": .binary { $0.isQuotationMark }
    case "Noncharacter_Code_Point", "NChar": .binary { $0.isNoncharacterCodePoint }
    case "Default_Ignorable_Code_Point", "DI": .binary { $0.isDefaultIgnorableCodePoint }
    default: nil
    }
  }

  private static let letters: [Unicode.GeneralCategory] = [
    .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
  ]
  private static let marks: [Unicode.GeneralCategory] = [
    .nonspacingMark, .spacingMark, .enclosingMark,
  ]
  private static let numbers: [Unicode.GeneralCategory] = [
    .decimalNumber, .letterNumber, .otherNumber,
  ]
  private static let punctuation: [Unicode.GeneralCategory] = [
    .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
    .initialPunctuation, .finalPunctuation, .otherPunctuation,
  ]
  private static let symbols: [Unicode.GeneralCategory] = [
    .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol,
  ]
  private static let separators: [Unicode.GeneralCategory] = [
    .spaceSeparator, .lineSeparator, .paragraphSeparator,
  ]
  private static let others: [Unicode.GeneralCategory] = [
    .control, .format, .surrogate, .privateUse, .unassigned,
  ]

  private static let categories: [String: [Unicode.GeneralCategory]] = [
    "L": letters, "Letter": letters,
    "LC": [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter],
    "Cased_Letter": [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter],
    "Lu": [.uppercaseLetter], "Uppercase_Letter": [.uppercaseLetter],
    "Ll": [.lowercaseLetter], "Lowercase_Letter": [.lowercaseLetter],
    "Lt": [.titlecaseLetter], "Titlecase_Letter": [.titlecaseLetter],
    "Lm": [.modifierLetter], "Modifier_Letter": [.modifierLetter],
    "Lo": [.otherLetter], "Other_Letter": [.otherLetter],
    "M": marks, "Mark": marks, "Combining_Mark": marks,
    "Mn": [.nonspacingMark], "Nonspacing_Mark": [.nonspacingMark],
    "Mc": [.spacingMark], "Spacing_Mark": [.spacingMark],
    "Me": [.enclosingMark], "Enclosing_Mark": [.enclosingMark],
    "N": numbers, "Number": numbers,
    "Nd": [.decimalNumber], "Decimal_Number": [.decimalNumber], "digit": [.decimalNumber],
    "Nl": [.letterNumber], "Letter_Number": [.letterNumber],
    "No": [.otherNumber], "Other_Number": [.otherNumber],
    "P": punctuation, "Punctuation": punctuation, "punct": punctuation,
    "Pc": [.connectorPunctuation], "Connector_Punctuation": [.connectorPunctuation],
    "Pd": [.dashPunctuation], "Dash_Punctuation": [.dashPunctuation],
    "Ps": [.openPunctuation], "Open_Punctuation": [.openPunctuation],
    "Pe": [.closePunctuation], "Close_Punctuation": [.closePunctuation],
    "Pi": [.initialPunctuation], "Initial_Punctuation": [.initialPunctuation],
    "Pf": [.finalPunctuation], "Final_Punctuation": [.finalPunctuation],
    "Po": [.otherPunctuation], "Other_Punctuation": [.otherPunctuation],
    "S": symbols, "Symbol": symbols,
    "Sm": [.mathSymbol], "Math_Symbol": [.mathSymbol],
    "Sc": [.currencySymbol], "Currency_Symbol": [.currencySymbol],
    "Sk": [.modifierSymbol], "Modifier_Symbol": [.modifierSymbol],
    "So": [.otherSymbol], "Other_Symbol": [.otherSymbol],
    "Z": separators, "Separator": separators,
    "Zs": [.spaceSeparator], "Space_Separator": [.spaceSeparator],
    "Zl": [.lineSeparator], "Line_Separator": [.lineSeparator],
    "Zp": [.paragraphSeparator], "Paragraph_Separator": [.paragraphSeparator],
    "C": others, "Other": others,
    "Cc": [.control], "Control": [.control], "cntrl": [.control],
    "Cf": [.format], "Format": [.format],
    "Cs": [.surrogate], "Surrogate": [.surrogate],
    "Co": [.privateUse], "Private_Use": [.privateUse],
    "Cn": [.unassigned], "Unassigned": [.unassigned],
  ]

  /// The main blocks of the scripts that patterns name. Scripts that are not here are not understood.
  package static let scripts: [String: [ClosedRange<UInt32>]] = {
    let scripts: [(names: [String], ranges: [ClosedRange<UInt32>])] = [
      (
        ["Latin", "Latn"],
        [
          0x41...0x5A, 0x61...0x7A, 0xAA...0xAA, 0xBA...0xBA, 0xC0...0xD6, 0xD8...0xF6,
          0xF8...0x2B8, 0x2E0...0x2E4, 0x1D00...0x1D25, 0x1E00...0x1EFF, 0x2C60...0x2C7F,
          0xA722...0xA787, 0xFB00...0xFB06, 0xFF21...0xFF3A, 0xFF41...0xFF5A,
        ]
      ),
      (
        ["Greek", "Grek"],
        [
          0x370...0x373, 0x375...0x377, 0x37A...0x37D, 0x37F...0x37F, 0x384...0x384,
          0x386...0x386, 0x388...0x3E1, 0x3F0...0x3FF, 0x1F00...0x1FFE,
        ]
      ),
      (
        ["Cyrillic", "Cyrl"],
        [0x400...0x484, 0x487...0x52F, 0x1C80...0x1C88, 0x2DE0...0x2DFF, 0xA640...0xA69F]
      ),
      (["Armenian", "Armn"], [0x531...0x556, 0x559...0x58A, 0x58D...0x58F]),
      (["Hebrew", "Hebr"], [0x591...0x5C7, 0x5D0...0x5EA, 0x5EF...0x5F4, 0xFB1D...0xFB4F]),
      (
        ["Arabic", "Arab"],
        [
          0x600...0x604, 0x606...0x60B, 0x60D...0x61A, 0x61C...0x61E, 0x620...0x63F,
          0x641...0x64A, 0x656...0x66F, 0x671...0x6DC, 0x6DE...0x6FF, 0x750...0x77F,
          0x8A0...0x8E1, 0xFB50...0xFDFF, 0xFE70...0xFEFC,
        ]
      ),
      (["Devanagari", "Deva"], [0x900...0x950, 0x955...0x963, 0x966...0x97F, 0xA8E0...0xA8FF]),
      (["Thai"], [0xE01...0xE3A, 0xE40...0xE5B]),
      (["Hiragana", "Hira"], [0x3041...0x3096, 0x309D...0x309F]),
      (
        ["Katakana", "Kana"],
        [0x30A1...0x30FA, 0x30FD...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF6F, 0xFF71...0xFF9D]
      ),
      (["Hangul", "Hang"], [0x1100...0x11FF, 0x3131...0x318E, 0xA960...0xA97C, 0xAC00...0xD7A3]),
      (
        ["Han", "Hani"],
        [
          0x2E80...0x2FD5, 0x3005...0x3005, 0x3007...0x3007, 0x3021...0x3029, 0x3038...0x303B,
          0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAD9, 0x20000...0x323AF,
        ]
      ),
    ]
    var table: [String: [ClosedRange<UInt32>]] = [:]
    for script in scripts {
      for name in script.names { table[name] = script.ranges }
    }
    return table
  }()
}
