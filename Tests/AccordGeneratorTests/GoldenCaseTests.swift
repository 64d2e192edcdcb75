import AccordOpenAPI
import AccordTesting
import Foundation
import Testing

@testable import AccordGenerator

/// Folders of documents with the code that is made of them. The code is type-checked as well: a golden file that
/// does not compile is a bug that somebody accepted.
@Suite struct GoldenCaseTests {
  static let folder = PackageRoot.url.appendingPathComponent("Tests/AccordGeneratorTests/Cases")
  static let cases = [
    "answers", "batch-without-absent", "bodies", "compositions", "conditions", "contents",
    "credentials", "credentials-unsaid", "headers", "multipart", "names", "parameters", "relations",
    "servers", "shapes", "tricky", "tricky-3.0", "tricky-3.2", "values", "webhooks",
  ]

  static func generate(
    _ name: String, layout: Layout = .files
  ) throws -> (files: [GeneratedFile], diagnostics: [Diagnostic]) {
    let folder = Self.folder.appendingPathComponent(name)
    let overlay = folder.appendingPathComponent("openapi.overlay.yaml").path
    let outcome = DocumentLoader(brokenParts: .warning).load(
      path: folder.appendingPathComponent("openapi.yaml").path,
      overlays: FileManager.default.fileExists(atPath: overlay) ? [overlay] : [])
    let document = try #require(outcome.document, "\(outcome.diagnostics)")
    #expect(outcome.diagnostics.filter { $0.severity == .error }.isEmpty)
    let (files, diagnostics) = Generator(.init(layout: layout)).generate(document)
    return (files, outcome.diagnostics + diagnostics)
  }

  @Test("every folder is a case") func everyFolder() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(folders.filter { !$0.hasPrefix(".") }.sorted() == Self.cases)
  }

  @Test("the code is the golden code", arguments: cases) func golden(_ name: String) throws {
    let (files, diagnostics) = try Self.generate(name)
    let text = files.map { "// ==== \($0.path)\n\($0.text)" }.joined(separator: "\n")
    try GoldenFile(Self.folder.appendingPathComponent("\(name)/expected.swift.txt")).expect(text)
    let notes = diagnostics.map { diagnostic in
      "\(diagnostic)".replacingOccurrences(of: Self.folder.path + "/", with: "")
    }
    try GoldenFile(Self.folder.appendingPathComponent("\(name)/expected.diagnostics.txt"))
      .expect(notes.map { $0 + "\n" }.joined())
  }

  @Test("the code compiles", arguments: cases, Layout.allCases)
  func compiles(_ name: String, _ layout: Layout) async throws {
    let (files, _) = try Self.generate(name, layout: layout)
    let compilation = try GeneratedProgram(files)
    let result = try await compilation.typeCheck()
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(!(result.output + result.errors).contains("warning:"), "\(result.errors)")
  }

  @Test("the same document gives the same bytes, and the shards are those that the plugin declares")
  func deterministic() throws {
    let first = try Self.generate("shapes", layout: .shards).files
    let second = try Self.generate("shapes", layout: .shards).files
    #expect(first == second)
    #expect(first.map(\.path) == Layout.shardPaths.sorted())
    let plugin = PackageRoot.url.appendingPathComponent("Plugins/AccordGenerate/AccordInput.swift")
    let text = try String(contentsOf: plugin, encoding: .utf8)
    for group in Layout.Group.allCases where group != .contract {
      #expect(text.contains("\"\(group.rawValue)\""))
    }
    // Contract tests belong into another target.
    #expect(!text.contains("\"\(Layout.Group.contract.rawValue)\""))
  }

  @Test("a suite of contract tests, alone") func contract() throws {
    let folder = Self.folder.appendingPathComponent("relations")
    let outcome = DocumentLoader().load(
      path: folder.appendingPathComponent("openapi.yaml").path,
      overlays: [folder.appendingPathComponent("openapi.overlay.yaml").path])
    let (files, _) = Generator(.init(parts: [.contract])).generate(try #require(outcome.document))
    #expect(files.count == 1)
    #expect(files[0].text.contains("import AccordContract\nimport Testing\n"))
    #expect(!files[0].text.contains("import AccordRuntime"))
    try GoldenFile(folder.appendingPathComponent("expected.contract.swift.txt"))
      .expect("// ==== \(files[0].path)\n\(files[0].text)")
    // Nothing of it is made unless somebody asks.
    let usual = Generator(.init()).generate(try #require(outcome.document)).files
    #expect(!usual.contains { $0.text.contains("AccordContract") })
  }
}
