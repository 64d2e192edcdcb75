/// A regular expression by ECMA-262, as JSON Schema's `pattern` has it: it matches if it matches anywhere.
///
/// It is read with the `u` flag, and without if it is malformed so (JSON Schema 2020-12 core, section 6.4, asks
/// for the flag; many published patterns escape what needs no escape, which the flag forbids). Matching
/// is linear where the expression is regular in the mathematical sense; look-around and back-references need
/// backtracking, which is bounded.
package struct RegularExpression: Sendable {
  package let pattern: String
  package let syntax: PatternSyntax
  /// Whether a character is a Unicode scalar, and not a UTF-16 code unit.
  package let isUnicode: Bool
  private let engine: Engine

  private enum Engine: Sendable {
    case automaton(PatternAutomaton)
    case backtracking(PatternProgram)
  }

  /// `nil` if this is no regular expression, or one that asks for more than is offered here.
  package init?(_ pattern: String) {
    if let syntax = PatternParser.parse(pattern, isUnicode: true) {
      self.init(pattern, syntax, isUnicode: true)
    } else if let syntax = PatternParser.parse(pattern, isUnicode: false) {
      self.init(pattern, syntax, isUnicode: false)
    } else {
      return nil
    }
  }

  private init?(_ pattern: String, _ syntax: PatternSyntax, isUnicode: Bool) {
    self.pattern = pattern
    self.syntax = syntax
    self.isUnicode = isUnicode
    if let automaton = PatternAutomaton(syntax) {
      engine = .automaton(automaton)
    } else if let program = PatternProgram(syntax) {
      engine = .backtracking(program)
    } else {
      return nil
    }
  }

  /// Whether the expression is one with the `u` flag.
  package static func isValid(_ pattern: String) -> Bool {
    PatternParser.parse(pattern, isUnicode: true) != nil
  }

  package struct Match {
    /// `nil` if the steps did not suffice to find out.
    package let isMatch: Bool?
    package let steps: Int
  }

  package func matches(_ string: String, maximumSteps: Int = 1_000_000) -> Match {
    let units =
      isUnicode ? string.unicodeScalars.map(\.value) : string.utf16.map { UInt32($0) }
    switch engine {
    case .automaton(let automaton):
      return automaton.matches(units, maximumSteps: maximumSteps)
    case .backtracking(let program):
      var matcher = BacktrackingMatcher(program: program, units: units, maximumSteps: maximumSteps)
      return matcher.matchesAnywhere()
    }
  }
}
