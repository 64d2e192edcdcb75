import AccordJSON
import Testing

@testable import AccordOpenAPI

/// Input that is built to exhaust the memory, the stack or the patience of its reader.
struct BoundsTests {
  static let head = #""openapi": "3.1.0", "info": {"title": "T", "version": "1"}"#

  static func load(_ text: String, _ path: String = "openapi.yaml") -> [String] {
    DocumentLoader().load(text.file(path)).diagnostics.map(\.description)
  }

  static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  static let deep: [(path: String, text: String)] = [
    ("a.json", repeated("[", 100_000)),
    ("a.json", repeated("[", 100_000) + repeated("]", 100_000)),
    ("a.json", repeated(#"{"a":"#, 100_000) + "1" + repeated("}", 100_000)),
    ("a.yaml", repeated("[", 100_000) + repeated("]", 100_000)),
    ("a.yaml", repeated("{a: ", 100_000) + repeated("}", 100_000)),
    ("a.yaml", repeated("- ", 100_000) + "a"),
    ("a.yaml", repeated("? ", 100_000) + "a"),
    ("a.yaml", (0..<2_000).map { repeated(" ", $0) + "a:\n" }.joined()),
  ]

  @Test(arguments: deep.indices) func `deep nesting is refused once`(index: Int) {
    let (path, text) = Self.deep[index]
    let diagnostics = Self.load(text, path)
    #expect(diagnostics.count == 1)
    #expect(diagnostics.first?.contains("inside one another") == true)
  }

  /// Schemas as deep as files may nest are read on the stack of a thread that is not the main one.
  @Test(arguments: ["not", "items", "anyOf", "properties"])
  func `schemas nest as deep as text may`(keyword: String) throws {
    let (open, close) =
      switch keyword {
      case "anyOf": (#"{"anyOf": ["#, "]}")
      case "properties": (#"{"properties": {"a": "#, "}}")
      default: (#"{"\#(keyword)": "#, "}")
      }
    let depth = (ReadingLimits().depth - 4) / (open.filter { "[{".contains($0) }.count)
    let text = """
      {\(Self.head), "components": {"schemas": {"A": \(Self.repeated(open, depth))true\
      \(Self.repeated(close, depth))}}}
      """
    let outcome = DocumentLoader().load(text.file())
    #expect(outcome.diagnostics.isEmpty)
    #expect(try #require(outcome.document).schemas.count == depth + 1)
  }

  @Test func `chains of aliases nest no deeper than text may`() {
    let chain = (1..<1_000).map { "x-\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
    let diagnostics = Self.load("x-0: &a0 []\n" + chain)
    #expect(diagnostics.count == 1)
    #expect(diagnostics.first?.contains("inside one another") == true)
  }

  @Test func `long chains of references are followed`() throws {
    let count = 20_000
    let schemas = (0..<count).map {
      ##""S\##($0)": {"$ref": "#/components/schemas/S\##($0 + 1)"}"##
    }
    let text = """
      {\(Self.head), "components": {"schemas": {\(schemas.joined(separator: ",")),
      "S\(count)": {"type": "string"}}}}
      """
    let document = try #require(DocumentLoader().load(text.file()).document)
    let first = try #require(document.schemas[document.components.schemas[0].id])
    #expect(document.schemas.resolve(first)?.types == .string)
  }

  @Test func `many references that lead nowhere take no time to speak of`() {
    let schemas = (0..<3_000).map {
      ##""Schema\##($0)": {"$ref": "#/components/schemas/Shcema\##($0)"}"##
    }
    let text = "{\(Self.head), \"components\": {\"schemas\": {\(schemas.joined(separator: ","))}}}"
    #expect(Self.load(text).count == 3_000)
  }

  @Test func `a mask's check of circular compositions ends`() {
    let diagnostics = Self.load(
      """
      openapi: 3.1.0
      info: { title: T, version: "1" }
      x-accord-viewers: { owner: { authenticated: true } }
      components:
        schemas:
          A:
            anyOf:
              - { $ref: "#/components/schemas/A" }
              - { $ref: "#/components/schemas/A" }
              - { type: integer }
          B:
            properties:
              a:
                $ref: "#/components/schemas/A"
                x-accord-mask: { visibleTo: [owner], as: "" }
      """)
    #expect(diagnostics.count <= 1)
  }

  @Test func `overlays cannot double a document without end`() {
    let actions = (0..<40).map { _ in "  - { target: '$.x', update: {} }\n" }.joined()
      .replacing("update: {}", with: "copy: '$.x'")
    let overlay = "overlay: 1.1.0\ninfo: { title: O, version: \"1\" }\nactions:\n\(actions)"
    let document = "openapi: 3.1.0\ninfo: { title: T, version: \"1\" }\nx: [1, 2, 3, 4, 5, 6, 7]\n"
    let outcome = DocumentLoader(limits: ReadingLimits(overlaidNodes: 10_000)).load(
      document.file(), overlays: [overlay.file("o.yaml")])
    #expect(outcome.diagnostics.contains { $0.message.contains("more than 10000 values") })
  }

  @Test func `a query that selects ever more is given up`() throws {
    let wide = Self.repeated("[1,", 100) + "1" + Self.repeated("]", 100)
    let root = try #require(wide.file("a.json").parsed().root)
    #expect(try JSONPath("$..*..*..*..*..*").matches(in: root, budget: 100_000) == nil)
  }

  @Test func `a pattern that others take for ever for is matched at once`() throws {
    let root = try #require("[\"\(Self.repeated("a", 5_000))\"]".file("a.json").parsed().root)
    #expect(try JSONPath("$[?match(@, '(a*)*b')]").matches(in: root)?.isEmpty == true)
    #expect(try JSONPath("$[?match(@, '(a|a)*')]").matches(in: root)?.count == 1)
    #expect(try JSONPath("$[?match(@, '((a{100}){100}){100}')]").matches(in: root)?.isEmpty == true)
  }

  @Test func `a file beyond the limit is refused`() {
    let outcome = DocumentLoader().load(path: "/dev/zero")
    #expect(outcome.diagnostics.count == 1)
    #expect(outcome.diagnostics.first?.message.contains("MiB") == true)
  }
}
