import AccordJSON
import AccordTesting
import Foundation
import Testing

@testable import AccordGenerator
@testable import AccordOpenAPI

/// A document is untrusted. Text is planted at every string of one, and the code that comes out is taken apart:
/// it must be the code that comes out with harmless words in the same places, but for names and literals.
@Suite struct HostileTextTests {
  /// Each is an attempt to get out of a literal, a comment or a name.
  private static let payloads: [String] = [
    "x\nimport Foundation\r\npublic struct Planted {}\rlet a = 1\u{B}let b = 1\u{C}let c\u{85}let d\u{2028}let e\u{2029}let f = planted()",
    "a\" + planted() + \"b */ /* \"\"\" #\" \\(planted()) \\#(planted()) \"# `planted` // #if true",
    "planted\u{202E}\u{2066}a\u{200B}b\u{FEFF}c\u{0}d\u{7F}e\u{1B}f\u{E0001}g\u{200D}h\u{FFFE}",
    "}\n}\n@available(*, deprecated) public func planted() {}\nextension String {",
    "\\", "`self`", "\"", "*/", "/*", "\"\"\"", "#\"", "", "class", "init",
    "e\u{301}\u{E9}\u{212A}",
    "../../../../etc/planted", "CON", "{planted}", "1planted", "$0", "\u{1F468}\u{200D}\u{1F469}",
  ]

  /// All of that at once, to stand inside of what is there already, everywhere.
  private static let everything =
    payloads[0] + payloads[1] + payloads[2] + payloads[3]
    + "\\ \\u{22} \u{0}\u{1}\u{8}\u{1C}\u{9F}\u{61C}\u{200E}\u{202A}\u{202D}\u{2067}\u{2069} \r"

  /// What the same places may as well say. Some are no regular expressions, field names, or URIs either, because
  /// what is none of these is treated differently, however harmless it is.
  ///
  /// The one that was right last is tried first: what is next to a place is mostly treated like it.
  private var harmless = [
    "harmless", "harm(less", "harm less", "harm\u{E9}less", "harm/less", "{harmless}", "harm{less}",
    "", "text/harmless", "class", "1", "(", "harm*less", "*/harmless", "/*",
  ]

  private struct Outcome {
    /// The code of all files without names and literals, in an order that names have no part in.
    var skeletons: [String]
    var problems: [String]
    var files: [GeneratedFile]
  }

  /// What the lexer made of texts: most files are the same in all outcomes.
  private var lexed: [String: (skeleton: String, problems: [String])] = [:]

  private mutating func generate(_ root: JSONValue) -> Outcome {
    var writer = JSONWriter()
    writer.write(root)
    let file = SourceFile(path: "hostile.json", bytes: writer.bytes)
    let outcome = DocumentLoader().load(file)
    var result = Outcome(skeletons: [], problems: [], files: [])
    guard let document = outcome.document else { return result }
    let (files, diagnostics) = Generator().generate(document)
    for diagnostic in outcome.diagnostics + diagnostics {
      if "\(diagnostic)".unicodeScalars.contains(where: { $0 == "\n" || $0 == "\u{202E}" }) {
        result.problems.append("a diagnostic of more than one line: \(diagnostic)")
      }
    }
    for file in files {
      let (skeleton, problems) = lexed(file.text)
      result.skeletons.append(skeleton)
      result.problems += problems.map { "\(file.path): \($0)" }
      result.problems += Self.problems(ofPath: file.path)
    }
    let folded = files.map { $0.path.precomposedStringWithCanonicalMapping.lowercased() }
    if Set(folded).count != files.count { result.problems.append("two files of one name") }
    result.skeletons.sort()
    result.files = files
    return result
  }

  private mutating func lexed(_ text: String) -> (skeleton: String, problems: [String]) {
    if let known = lexed[text] { return known }
    let lexer = SwiftLexer(text)
    lexed[text] = (lexer.skeleton, lexer.problems)
    return (lexer.skeleton, lexer.problems)
  }

  private static func problems(ofPath path: String) -> [String] {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let isSafe = parts.allSatisfy { part in
      !part.isEmpty && !part.hasPrefix(".") && part.utf8.count <= 200
        && part.unicodeScalars.allSatisfy {
          $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
            || $0 == "_" || $0 == "+" || $0 == "." || $0 == "-"
        }
    }
    return isSafe && parts.count <= 2 ? [] : ["the path \(path)"]
  }

  private static func value(of yaml: String, _ name: String) throws -> JSONValue {
    let parsed = SourceFile(path: name, bytes: Array(yaml.utf8)).parsed()
    return try #require(parsed.root, "\(parsed.diagnostics)").value
  }

  /// Expects the code of the hostile document to be that of one of the harmless ones.
  private mutating func expectSame(
    _ hostile: JSONValue, as harmless: (String) -> JSONValue, at place: String
  ) {
    let outcome = generate(hostile)
    #expect(outcome.problems.isEmpty, "\(place): \(outcome.problems.prefix(3))")
    var extra: (code: [String], instead: [String])?
    for (index, word) in self.harmless.enumerated() {
      let expected = generate(harmless(word)).skeletons
      if expected == outcome.skeletons {
        self.harmless.remove(at: index)
        self.harmless.insert(word, at: 0)
        return
      }
      extra =
        extra
        ?? (
          outcome.skeletons.filter { !expected.contains($0) },
          expected.filter { !outcome.skeletons.contains($0) }
        )
    }
    let samples = (extra?.code ?? []).prefix(2).map { code in
      let near = (extra?.instead ?? []).map { $0.commonPrefix(with: code).count }.max() ?? 0
      return "…\(code.dropFirst(Swift.max(near - 120, 0)).prefix(300))"
    }
    Issue.record("\(place): the code is another: \(samples)")
  }

  private static func lastWords(_ position: TextPosition) -> String {
    "#\(position.pointer)\(position.isKey ? " (key)" : "")"
  }

  /// Spreads the work over the processor, in parts that lie together, each with a tester of its own.
  private static func each<Item: Sendable>(
    _ items: [Item], _ body: @escaping @Sendable (inout Self, Int, Item) -> Void
  ) async {
    let parts = ProcessInfo.processInfo.activeProcessorCount
    await withTaskGroup(of: Void.self) { group in
      for part in 0..<parts {
        let range = (items.count * part / parts)..<(items.count * (part + 1) / parts)
        group.addTask {
          var tester = Self()
          for index in range { body(&tester, index, items[index]) }
        }
      }
    }
  }

  // MARK: - The tests

  @Test("text at every place, alone and inside of what stands there")
  func everyPlace() async throws {
    var tester = Self()
    let root = try Self.value(of: RichDocument.text, "rich.yaml")
    let plain = tester.generate(root)
    #expect(plain.problems.isEmpty, "\(plain.problems)")
    #expect(plain.skeletons.count > 20)
    let positions = TextPosition.all(in: root)
    #expect(positions.count > 700, "\(positions.count)")
    await Self.each(positions) { tester, index, position in
      let payload = Self.payloads[index % Self.payloads.count]
      tester.expectSame(
        position.replaced(by: payload, in: root), as: { position.replaced(by: $0, in: root) },
        at: Self.lastWords(position))
      let middle = position.text.index(position.text.startIndex, offsetBy: position.text.count / 2)
      func inserted(_ text: String) -> JSONValue {
        position.replaced(
          by: position.text[..<middle] + text + position.text[middle...], in: root)
      }
      // The braces and slashes of all of it at once make other parameters of a path, and so other code.
      let isPath = position.isKey && position.pointer.tokens.first == "paths"
      let text = isPath ? Self.payloads[(index / 7) % Self.payloads.count] : Self.everything
      tester.expectSame(inserted(text), as: inserted, at: Self.lastWords(position))
    }
  }

  @Test("names that stay what they name, wherever they are referred to") func everyName()
    async throws
  {
    let root = try Self.value(of: RichDocument.text, "rich.yaml")
    let names = Set(TextPosition.all(in: root).map(\.text)).sorted()
    #expect(names.count > 250, "\(names.count)")
    await Self.each(names) { tester, index, name in
      let payload = Self.payloads[index % Self.payloads.count] + "planted"
      tester.expectSame(
        TextPosition.renaming(name, to: payload, in: root),
        as: { TextPosition.renaming(name, to: $0, in: root) }, at: name)
    }
  }

  @Test("a megabyte at every place") func longText() async throws {
    let root = try Self.value(of: RichDocument.text, "rich.yaml")
    let long = String(repeating: "planted\"\n", count: 111_111)
    await Self.each(TextPosition.all(in: root)) { tester, _, position in
      let outcome = tester.generate(position.replaced(by: long, in: root))
      #expect(outcome.problems.isEmpty, "\(position.pointer): \(outcome.problems.prefix(3))")
    }
  }

  @Test("half a surrogate pair is refused where it stands") func surrogates() throws {
    let root = try Self.value(of: RichDocument.text, "rich.yaml")
    for position in TextPosition.all(in: root) {
      var writer = JSONWriter()
      writer.write(position.replaced(by: "PLANTED", in: root))
      let text = String(decoding: writer.bytes, as: UTF8.self)
        .replacingOccurrences(of: "PLANTED", with: #"a\ud800b"#)
      let outcome = DocumentLoader().load(SourceFile(path: "half.json", bytes: Array(text.utf8)))
      #expect(outcome.document == nil)
      let diagnostic = try #require(outcome.diagnostics.first)
      #expect(diagnostic.message.contains("surrogate"))
      guard case .location(let location) = diagnostic.place else {
        Issue.record("no place: \(diagnostic)")
        return
      }
      #expect(location.line == 1 && location.column > 1 && location.column < text.utf8.count)
    }
  }

  @Test("what is made of hostile documents compiles") func compiles() async throws {
    var tester = Self()
    let root = try Self.value(of: RichDocument.text, "rich.yaml")
    // All descriptions and all names that are nobody's keyword at once.
    let names = [
      "Book", "Shape", "Circle", "Square", "Base", "Either", "Level", "Numbered", "Alias",
      "Problem",
      "title", "owner", "kind", "novel", "poems", "state", "pages", "mood", "class", "calm",
      "shape",
      "form", "circle", "base_id", "get_book", "list_books", "add_book", "upload", "bulk_states",
      "sort_by", "year", "X-Trace", "session", "X-Rate", "shelf_ids", "books", "Missing", "bearer",
      "On the cover.", "A thing with pages.", "A book.", "One book of a shelf.", "Shelf API",
    ]
    for shift in [0, 7] {
      var hostile = root
      for (index, name) in names.enumerated() {
        let payload = Self.payloads[(index + shift) % Self.payloads.count]
        hostile = TextPosition.renaming(name, to: "\(payload)\(index)", in: hostile)
      }
      let outcome = tester.generate(hostile)
      #expect(outcome.problems.isEmpty, "\(outcome.problems.prefix(3))")
      #expect(outcome.files.count > 20)
      let result = try await GeneratedProgram(outcome.files).typeCheck()
      #expect(result.status == 0, "\(result.errors.prefix(3000))")
      #expect(!result.errors.contains("warning:"), "\(result.errors.prefix(3000))")
    }
  }
}
