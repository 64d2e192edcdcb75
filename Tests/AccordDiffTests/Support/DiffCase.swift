import AccordDiff
import AccordOpenAPI
import AccordTesting
import Foundation
import Testing

/// A folder with two versions of a document, which say only what matters to the case. What every document has is
/// added below: `openapi`, `info`, and where there are no operations one that asks for the schema `S`, or one that
/// answers it.
///
/// A version of several files is a folder, `old/` or `new/`, whose document is called `api.yaml` and stands alone.
///
/// Code written against the old version may stand beside them: `client.swift` calls the API, `server.swift` conforms to
/// its protocol. Where schemas are shown as request and as answer, each has its own: `answer.client.swift`.
struct DiffCase: Sendable, CustomTestStringConvertible {
  /// The way the values of the schema `S` travel, where the case is about a schema alone.
  enum Section: String, Sendable, CaseIterable {
    case whole, request, answer

    var prefix: String { self == .whole ? "" : "\(rawValue)." }
  }

  static let folder = PackageRoot.url.appending(path: "Tests/AccordDiffTests/Cases")

  /// `RULE/NAME`.
  let name: String

  static let all: [DiffCase] = children(of: folder).flatMap { rule in
    children(of: folder.appending(path: rule)).map { DiffCase(name: "\(rule)/\($0)") }
  }

  private static func children(of folder: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
      .filter { !$0.hasPrefix(".") }
  }

  var testDescription: String { name }
  var url: URL { Self.folder.appending(path: name) }
  var rule: String { String(name.prefix { $0 != "/" }) }
  /// Whether the rule must not be found although it nearly is.
  var isNearMiss: Bool { name.split(separator: "/").last?.hasPrefix("near") ?? false }

  func text(_ file: String) -> String? {
    try? String(contentsOf: url.appending(path: file), encoding: .utf8)
  }

  /// The file of a version that has several.
  private func file(_ version: String) -> URL? {
    let file = url.appending(path: version).appending(path: "api.yaml")
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }

  /// What the two versions are made of, file by file.
  func texts(_ version: String) throws -> [String] {
    guard file(version) != nil else { return [text("\(version).yaml")].compactMap { $0 } }
    let folder = url.appending(path: version)
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".yaml") }.map { "\($0)\n" + (text("\(version)/\($0)") ?? "") }
  }

  var sections: [Section] {
    if file("old") != nil { return [.whole] }
    let texts = ["old.yaml", "new.yaml"].compactMap(text)
    let isWhole = texts.contains { text in
      ["paths", "webhooks"].contains { Self.has($0, text) }
    }
    return isWhole ? [.whole] : [.request, .answer]
  }

  private static func has(_ key: String, _ text: String) -> Bool {
    text.hasPrefix("\(key):") || text.contains("\n\(key):")
  }

  func document(_ version: String, _ section: Section) throws -> OpenAPIDocument {
    if let file = file(version) { return try document(DocumentLoader().load(path: file.path)) }
    var text = try #require(self.text("\(version).yaml"))
    if !text.hasSuffix("\n") { text += "\n" }
    if !Self.has("openapi", text) { text += "openapi: 3.1.0\n" }
    if !Self.has("info", text) { text += "info: {title: Shop, version: '1'}\n" }
    switch section {
    case .whole: if !Self.has("paths", text) { text += "paths: {}\n" }
    case .request:
      text += """
        paths:
          /item:
            put:
              operationId: store
              requestBody:
                required: true
                content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}
              responses: {'204': {description: done}}

        """
    case .answer:
      text += """
        paths:
          /item:
            get:
              operationId: item
              responses:
                '200':
                  description: the item
                  content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}

        """
    }
    return try document(
      DocumentLoader().load(SourceFile(path: "\(version).yaml", bytes: Array(text.utf8))))
  }

  private func document(_ outcome: DocumentLoader.Outcome) throws -> OpenAPIDocument {
    let errors = outcome.diagnostics.filter { $0.severity == .error }
    #expect(errors.isEmpty, "\(name): \(errors)")
    return try #require(outcome.document)
  }

  /// What is said when one version follows the other.
  func changes(_ section: Section, isReversed: Bool) throws -> [Change] {
    let (old, new) = isReversed ? ("new", "old") : ("old", "new")
    return DocumentComparison(try document(old, section), try document(new, section)).changes()
  }

  /// Everything that is said, both ways.
  func report() throws -> (text: String, rules: Set<Rule>) {
    var text = ""
    var rules: Set<Rule> = []
    for section in sections {
      for isReversed in [false, true] {
        let changes = try changes(section, isReversed: isReversed)
        rules.formUnion(changes.map(\.rule))
        let title = [section == .whole ? nil : "as \(section)", isReversed ? "back" : nil]
          .compactMap { $0 }.joined(separator: ", ")
        text += "== \(title.isEmpty ? "forth" : title)\n\(TextReport(changes).text())"
      }
    }
    return (text.replacing(url.path + "/", with: ""), rules)
  }
}
