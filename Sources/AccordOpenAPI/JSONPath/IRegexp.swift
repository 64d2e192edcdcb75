/// A regular expression that means the same everywhere: RFC 9485. Matching takes time linear in the text,
/// whatever the pattern, because it follows all possibilities at once.
struct IRegexp {
  enum Instruction {
    case scalar(ScalarSet)
    case split(Int, Int)
    case jump(Int)
    case start
    case end
    case match
  }

  let program: [Instruction]

  /// `nil` if the text is no pattern of RFC 9485, or one that repeats so often that it grows too large.
  init?(_ pattern: String) {
    var compiler = IRegexpCompiler(pattern)
    guard let program = compiler.compile() else { return nil }
    self.program = program
  }

  func matchesWhole(_ text: String) -> Bool { run(text, whole: true) }

  func matchesPart(of text: String) -> Bool { run(text, whole: false) }

  private func run(_ text: String, whole: Bool) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var threads = ThreadList(capacity: program.count)
    var following = ThreadList(capacity: program.count)
    for position in 0...scalars.count {
      if position == 0 || !whole { add(0, to: &threads, position, scalars.count) }
      if threads.hasMatch, !whole || position == scalars.count { return true }
      guard position < scalars.count else { break }
      for thread in threads.positions {
        if case .scalar(let set) = program[thread], set.contains(scalars[position]) {
          add(thread + 1, to: &following, position + 1, scalars.count)
        }
      }
      swap(&threads, &following)
      following.clear()
      if whole, threads.positions.isEmpty, !threads.hasMatch { return false }
    }
    return false
  }

  private struct ThreadList {
    var positions: [Int] = []
    var hasMatch = false
    private var isThere: [Bool]
    private var visited: [Int] = []

    init(capacity: Int) {
      isThere = Array(repeating: false, count: capacity)
    }

    mutating func visit(_ position: Int) -> Bool {
      if isThere[position] { return false }
      isThere[position] = true
      visited.append(position)
      return true
    }

    mutating func clear() {
      for position in visited { isThere[position] = false }
      visited.removeAll(keepingCapacity: true)
      positions.removeAll(keepingCapacity: true)
      hasMatch = false
    }
  }

  /// Adds what can be reached from there without a character.
  private func add(_ first: Int, to list: inout ThreadList, _ position: Int, _ end: Int) {
    var open = [first]
    while let current = open.popLast() {
      guard list.visit(current) else { continue }
      switch program[current] {
      case .scalar: list.positions.append(current)
      case .match: list.hasMatch = true
      case .jump(let target): open.append(target)
      case .split(let left, let right): open += [right, left]
      case .start: if position == 0 { open.append(current + 1) }
      case .end: if position == end { open.append(current + 1) }
      }
    }
  }
}

/// Characters of a class, such as `[a-z\p{Lu}]`.
struct ScalarSet {
  enum Item {
    case range(ClosedRange<UInt32>)
    /// A general category, or its first letter for all of that group.
    case category(String, isNegated: Bool)
  }

  var items: [Item]
  var isNegated = false

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    items.contains { item in
      switch item {
      case .range(let range): range.contains(scalar.value)
      case .category(let name, let isNegated):
        scalar.properties.generalCategory.abbreviation.hasPrefix(name) != isNegated
      }
    } != isNegated
  }

  /// What `.` stands for: all but the line breaks.
  static let anyCharacter = ScalarSet(
    items: [.range(0x0A...0x0A), .range(0x0D...0x0D)], isNegated: true)
}

extension Unicode.GeneralCategory {
  /// The two letters of Unicode, such as `Lu`.
  var abbreviation: String {
    switch self {
    case .uppercaseLetter: "Lu"
    case .lowercaseLetter: "Ll"
    case .titlecaseLetter: "Lt"
    case .modifierLetter: "Lm"
    case .otherLetter: "Lo"
    case .nonspacingMark: "Mn"
    case .spacingMark: "Mc"
    case .enclosingMark: "Me"
    case .decimalNumber: "Nd"
    case .letterNumber: "Nl"
    case .otherNumber: "No"
    case .connectorPunctuation: "Pc"
    case .dashPunctuation: "Pd"
    case .openPunctuation: "Ps"
    case .closePunctuation: "Pe"
    case .initialPunctuation: "Pi"
    case .finalPunctuation: "Pf"
    case .otherPunctuation: "Po"
    case .mathSymbol: "Sm"
    case .currencySymbol: "Sc"
    case .modifierSymbol: "Sk"
    case .otherSymbol: "So"
    case .spaceSeparator: "Zs"
    case .lineSeparator: "Zl"
    case .paragraphSeparator: "Zp"
    case .control: "Cc"
    case .format: "Cf"
    case .surrogate: "Cs"
    case .privateUse: "Co"
    case .unassigned: "Cn"
    @unknown default: "Cn"
    }
  }

  static let abbreviations: Set<String> = [
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc",
    "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C",
    "Cc", "Cf", "Co", "Cn",
  ]
}
