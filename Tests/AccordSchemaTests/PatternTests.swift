import AccordJSON
import AccordSchema
import Testing

/// The regular expressions of `pattern`, by ECMA-262.
@Suite struct PatternTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let pattern: String
    let matching: [String]
    let others: [String]
    var testDescription: String { pattern }
  }

  @Test(arguments: [
    Case(pattern: "", matching: ["", "a"], others: []),
    Case(pattern: "a", matching: ["a", "bab"], others: ["", "b"]),
    Case(pattern: "^a|b$", matching: ["ax", "xb"], others: ["xa", "bx"]),
    Case(pattern: "^(?:a|b)$", matching: ["a", "b"], others: ["ab", ""]),
    Case(pattern: "^a{2,3}$", matching: ["aa", "aaa"], others: ["a", "aaaa"]),
    Case(pattern: "^a{2,}$", matching: ["aa", "aaaaa"], others: ["a"]),
    Case(pattern: "^a{0}$", matching: [""], others: ["a"]),
    Case(pattern: "^a*?b+?$", matching: ["b", "aab"], others: ["a"]),
    Case(pattern: "^[^a-c]$", matching: ["d", "é", "🎈"], others: ["a", "b", ""]),
    Case(pattern: "^[]$", matching: [], others: ["", "a"]),
    Case(pattern: "^[^]$", matching: ["a", "\n"], others: [""]),
    Case(pattern: "^.$", matching: ["a", "🎈", "\u{85}"], others: ["\n", "\r", "\u{2028}", ""]),
    Case(pattern: "^\\d+$", matching: ["09"], others: ["٣", "a"]),
    Case(pattern: "^\\w$", matching: ["_", "Z"], others: ["é", "-"]),
    Case(
      pattern: "^\\s$", matching: [" ", "\u{A0}", "\u{FEFF}", "\u{2029}"], others: ["\u{85}", "a"]),
    Case(pattern: "\\bfoo\\b", matching: ["a foo b", "foo"], others: ["food", "afoo"]),
    Case(pattern: "a\\Bb", matching: ["ab"], others: ["a b"]),
    Case(pattern: "^\\x41\\u0042\\u{1F388}\\cJ$", matching: ["AB🎈\n"], others: ["AB"]),
    Case(pattern: "^\\ud83c\\udf88$", matching: ["🎈"], others: ["x"]),
    Case(pattern: "^(a)(b)\\2\\1$", matching: ["abba"], others: ["abab"]),
    Case(pattern: "^(?<x>a|b)\\k<x>$", matching: ["aa", "bb"], others: ["ab"]),
    Case(
      pattern: "^(?=.*\\d)(?=.*[a-z]).{4}$", matching: ["ab1c"], others: ["abcd", "1234", "a1"]),
    Case(pattern: "^(?!foo).+$", matching: ["bar", "fo"], others: ["foo", "food"]),
    Case(pattern: "(?<=\\$)\\d+", matching: ["cost $42"], others: ["cost 42"]),
    Case(pattern: "(?<!\\$)\\b\\d+", matching: ["cost 42"], others: ["cost $42"]),
    // Looking back goes from right to left, so the group is there before what refers to it.
    Case(pattern: "(?<=\\1(\\d))x", matching: ["a11x"], others: ["a12x"]),
    Case(pattern: "^(?:(a)|b)*\\1$", matching: ["ab", "aa"], others: []),
    Case(pattern: "^(?:a?)*$", matching: ["", "aaa"], others: ["b"]),
    Case(pattern: "^(?:a?(?=b))*b$", matching: ["b", "ab"], others: ["aab"]),
    Case(pattern: "^\\p{Lu}\\P{Lu}$", matching: ["Éa"], others: ["éa", "AA"]),
    Case(pattern: "^[\\p{L}\\d]+$", matching: ["é1漢"], others: ["-"]),
    Case(pattern: "^\\p{Script=Cyrillic}+$", matching: ["Привет"], others: ["Hello"]),
    // Without the flag: escapes that need none, braces that stand for themselves.
    Case(pattern: "^[\\w\\-\\.]+\\@[a-z]+$", matching: ["a-b.c@d"], others: ["a b@c"]),
    Case(pattern: "^{a}$", matching: ["{a}"], others: ["a"]),
    Case(pattern: "^\\-\\_\\:\\'$", matching: ["-_:'"], others: [""]),
    Case(pattern: "^a{,2}$", matching: ["a{,2}"], others: ["aa"]),
    Case(pattern: "^[\\w-.]$", matching: ["-", ".", "a"], others: ["/"]),
    Case(pattern: "^]$", matching: ["]"], others: []),
    // Large counts need not be written out.
    Case(pattern: "^[\\s\\S]{1,500000}$", matching: ["a", "a\nb"], others: [""]),
  ])
  func matching(_ test: Case) throws {
    let schema = try CompiledSchema(
      JSONValue.object(["pattern": .string(test.pattern)]).description)
    #expect(schema.problems.isEmpty)
    for text in test.matching { #expect(schema.isValid(.string(text)), "\(text.debugDescription)") }
    for text in test.others { #expect(!schema.isValid(.string(text)), "\(text.debugDescription)") }
  }

  @Test(arguments: [
    "(", ")", "[", "a**", "*", "+a", "a{2,1}", "[b-a]", "(?<a", "(?<1>x)", "\\", "(?i)a",
    "(?P<a>x)",
    "\\u{110000}x(", "(?<n>a)\\k<m>", "\\p{NoSuchProperty}", "^\\Aa\\z$", "a++",
  ])
  func whatIsNoExpressionIsReported(_ pattern: String) throws {
    let schema = try CompiledSchema(JSONValue.object(["pattern": .string(pattern)]).description)
    #expect(schema.problems.count == 1)
  }
}
