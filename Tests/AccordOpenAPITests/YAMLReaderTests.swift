import AccordJSON
import Testing

@testable import AccordOpenAPI

struct YAMLReaderTests {
  static let biggest = "123456789012345678901234567890"

  /// YAML text and the JSON that it stands for; `nil` where it is refused.
  static let scalars: [(yaml: String, json: String?)] = [
    // Null.
    ("", "null"), ("~", "null"), ("null", "null"), ("Null", "null"), ("NULL", "null"),
    ("nULL", #""nULL""#), ("'null'", #""null""#), (#""~""#, #""~""#),
    // Booleans are two words, each in three spellings. All else was YAML 1.1.
    ("true", "true"), ("True", "true"), ("TRUE", "true"), ("false", "false"), ("False", "false"),
    ("FALSE", "false"), ("tRUE", #""tRUE""#), ("on", #""on""#), ("off", #""off""#),
    ("yes", #""yes""#), ("no", #""no""#), ("NO", #""NO""#), ("y", #""y""#), ("n", #""n""#),
    ("'true'", #""true""#),
    // Integers.
    ("0", "0"), ("12", "12"), ("-12", "-12"), ("+12", "12"), ("012", "12"), ("-0", "-0"),
    ("00", "0"), ("0o14", "12"), ("0o8", #""0o8""#), ("0x1F", "31"), ("0xfg", #""0xfg""#),
    ("0x", #""0x""#), ("-0x1F", #""-0x1F""#), ("0b1", #""0b1""#), ("1_000", #""1_000""#),
    (biggest, biggest), ("18446744073709551616", "18446744073709551616"),
    ("0xFFFFFFFFFFFFFFFFFFFF", "1208925819614629174706175"), ("'12'", #""12""#), ("-", "[null]"),
    ("12:30", #""12:30""#), ("190:20:30", #""190:20:30""#),
    // Floats.
    ("1.5", "1.5"), ("-1.50", "-1.50"), (".5", "0.5"), ("5.", "5"), ("-.5", "-0.5"), (".", #"".""#),
    ("1e3", "1e3"), ("1E+3", "1E+3"), ("1.e3", "1e3"), (".5e-1", "0.5e-1"), ("1e", #""1e""#),
    ("1.2.3", #""1.2.3""#), ("007.5", "7.5"), ("+.e1", #""+.e1""#), ("1e400", "1e400"),
    (".inf", #"".inf""#), ("-.Inf", #""-.Inf""#), (".NaN", #"".NaN""#), ("'.nan'", #"".nan""#),
    ("inf", #""inf""#), ("nan", #""nan""#),
    // Dates are strings.
    ("2024-02-29", #""2024-02-29""#), ("2024-02-29T12:00:00Z", #""2024-02-29T12:00:00Z""#),
    // Tags of the core schema.
    ("!!str 12", #""12""#), ("!!str", #""""#), ("!!int '12'", "12"), ("!!float 1", "1"),
    ("!!bool 'true'", "true"), ("!!null ''", "null"), ("! 12", #""12""#), ("!!int x", nil),
    ("!!int 1.5", nil), ("!!bool yes", nil), ("!!binary aGk=", #""aGk=""#), ("!own x", #""x""#),
    ("!!seq [a]", #"["a"]"#), ("!!map {a: b}", #"{"a":"b"}"#), ("!!set {a}", #"{"a":null}"#),
    // Quotes and blocks.
    (#""a\tb\u00e9\U0001F600\x41\e""#, #""a\tbé😀A\u001b""#), ("'it''s'", #""it's""#),
    ("|\n  a\n  b\n", #""a\nb\n""#), ("|-\n  a\n", #""a""#), ("|+\n  a\n\n", #""a\n\n""#),
    (">\n  a\n  b\n\n  c\n", #""a b\nc\n""#), ("|\n  12\n", #""12\n""#),
    (#""\ud83d\ude00""#, nil), ("'open", nil), ("@a", nil), ("a: b: c", nil), ("[a", nil),
    // Containers.
    ("[]", "[]"), ("{}", "{}"), ("- a\n- - b\n", #"["a",["b"]]"#),
    ("{a, b: }", #"{"a":null,"b":null}"#),
    // Keys are strings by their text.
    ("200: a\nno: b\n~: c\n1.0: d\n'x': e\n", #"{"200":"a","no":"b","~":"c","1.0":"d","x":"e"}"#),
    ("? \n: a\n", #"{"":"a"}"#),
    ("? a\n: b\n? c\n", #"{"a":"b","c":null}"#), ("{[a]: b}", nil), ("? {a: b}\n: c\n", nil),
    ("a: 1\n'a': 2\n", nil), ("1: a\n'1': b\n", nil),
    // Keys that differ in their normal form are two keys.
    ("\u{E9}: 1\ne\u{301}: 2\n", "{\"\u{E9}\":1,\"e\u{301}\":2}"),
    // Aliases.
    ("- &x a\n- *x\n", #"["a","a"]"#), ("a: &x {b: 1}\nc: *x\n", #"{"a":{"b":1},"c":{"b":1}}"#),
    ("- &x 1\n- &x 2\n- *x\n", "[1,2,2]"), ("- &k 200\n- *k : a\n", #"[200,{"200":"a"}]"#),
    ("&x [*x]", nil), ("*x", nil), ("- &k [1]\n- *k : a\n", nil),
    ("- &k k\n- {? &v a : *k}\n- *v\n", #"["k",{"a":"k"},"a"]"#),
    // Merge keys.
    ("- &x {a: 1, b: 2}\n- {<<: *x, b: 3}\n", #"[{"a":1,"b":2},{"a":1,"b":3}]"#),
    (
      "- &x {a: 1}\n- &y {a: 2, b: 2}\n- {<<: [*x, *y], c: 3}\n",
      #"[{"a":1},{"a":2,"b":2},{"a":1,"b":2,"c":3}]"#
    ),
    ("- &x {a: 1}\n- {b: {<<: *x}, <<: {c: 2}}\n", #"[{"a":1},{"b":{"a":1},"c":2}]"#),
    (#"{"<<": {a: 1}}"#, #"{"<<":{"a":1}}"#), ("<<: 1", #"{"<<":1}"#),
    // Documents.
    ("---\na: 1\n...\n", #"{"a":1}"#), ("%YAML 1.2\n---\na\n", #""a""#), ("---\n", "null"),
    ("a\n---\nb\n", nil), ("# nothing\n", nil), ("\u{FEFF}a: 1\n", #"{"a":1}"#),
  ]

  @Test(arguments: scalars.indices) func `a text stands for its value`(index: Int) throws {
    let (yaml, json) = Self.scalars[index]
    let parsed = YAMLReader.read((yaml.isEmpty ? "---" : yaml).file())
    let errors = parsed.diagnostics.filter { $0.severity == .error }
    guard let json else {
      #expect(!errors.isEmpty, "\(yaml.debugDescription)")
      return
    }
    #expect(errors.isEmpty, "\(yaml.debugDescription)")
    let value = try #require(parsed.root).value
    #expect(value == (try JSONValue(parsing: json)), "\(yaml.debugDescription)")
    #expect(value.serialized() == (try JSONValue(parsing: json)).serialized())
  }

  @Test func `values know their places`() throws {
    let text = "é: [a, {b: ü}]\nc: |\n  text\nd:\n  - *x\n".replacing("*x", with: "&x 1")
    let root = try #require(text.file("p.yaml").parsed().root)
    func place(_ pointer: String) throws -> String {
      let pointer = try #require(JSONPointer(pointer))
      return try #require(root[pointer]).location.description
    }
    #expect(root.location.description == "p.yaml:1:1")
    #expect(try place("/é/0") == "p.yaml:1:5")
    #expect(try place("/é/1/b") == "p.yaml:1:12")
    #expect(try place("/c") == "p.yaml:2:4")
    #expect(try place("/d/0") == "p.yaml:5:5")
    #expect(root.object?.member("d")?.keyLocation.description == "p.yaml:4:1")
  }

  /// libyaml ends lines at these as YAML 1.1 did; editors and YAML 1.2 do not.
  @Test(arguments: ["\u{85}", "\u{2028}", "\u{2029}"])
  func `characters that YAML 1.1 took for line breaks do not count as lines`(
    character: String
  ) throws {
    let text = "a: \"x\(character)y\"\nb: [\"\(character)\(character)\", c]\nd: e\n"
    let root = try #require(text.file("p.yaml").parsed().root)
    #expect(root["b"]?.array?.last?.location.description == "p.yaml:2:11")
    #expect(root["d"]?.location.description == "p.yaml:3:4")
  }

  @Test(arguments: ["\r\n", "\r", "\n"])
  func `lines end as they do anywhere`(end: String) throws {
    let text = ["a: b", "c: [d,", "  é, f]", "g: 'h"].joined(separator: end)
    let parsed = text.file("p.yaml").parsed()
    #expect(parsed.diagnostics.first?.description.hasPrefix("p.yaml:4:") == true)
    let closed = try #require((text + "'").file("p.yaml").parsed().root)
    #expect(closed["c"]?.array?.last?.location.description == "p.yaml:3:6")
  }
}
