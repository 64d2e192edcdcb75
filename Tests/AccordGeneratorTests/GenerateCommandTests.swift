import AccordTesting
import Foundation
import Testing

@testable import AccordGenerator

/// The tool as scripts call it: exit codes, streams, and what is left on the disk.
@Suite struct GenerateCommandTests {
  private static let head = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\n"

  /// What a document holds, and a part of the one diagnostic that it gets.
  private static let badDocuments: [(name: String, text: String, expected: String)] = [
    ("empty.yaml", "", "empty.yaml:1:1: error:"),
    ("broken.yaml", head + "paths: {a: [}\n", "broken.yaml:3:"),
    ("broken.json", "{\"openapi\": \"3.1.0\",\n \"info\": }", "broken.json:2:10: error:"),
    ("other.yaml", "name: something\n", "other.yaml:1:1: error:"),
    ("version.yaml", "openapi: 9.9.9\ninfo: {}\npaths: {}\n", "version.yaml:1:10: error:"),
    ("swagger.yaml", "swagger: '2.0'\ninfo: {}\npaths: {}\n", "swagger.yaml:1:"),
    (
      "bomb.yaml",
      (1...12).reduce("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n") { text, level in
        text + "a\(level): &a\(level) ["
          + Array(repeating: "*a\(level - 1)", count: 10)
          .joined(separator: ", ") + "]\n"
      }, "bomb.yaml:"
    ),
    ("deep.yaml", String(repeating: "[", count: 100_000), "deep.yaml:"),
    ("deep.json", "{\"a\":" + String(repeating: "[", count: 100_000), "deep.json:"),
    (
      "extension.yaml",
      head
        + "x-accord-viewers: { owner: { authenticated: true } }\npaths: {}\ncomponents:\n  schemas:\n    A:\n      type: object\n      properties:\n        b: { type: string, x-accord-mask: { visibleTo: [boss], as: '' } }\n",
      "extension.yaml:10:57: error:"
    ),
  ]

  @Test(
    "a bad document: one error with its place, exit 1, nothing written",
    arguments: 0..<badDocuments.count)
  func badDocument(_ index: Int) async throws {
    let (name, text, expected) = Self.badDocuments[index]
    let folder = try TemporaryFolder()
    try folder.write(text, to: name)
    let run = try await ToolRun.product(
      "accord-generate", [name, "--output", "out"], in: folder.url)
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    let errors = run.errors.split(separator: "\n").filter { $0.contains(": error: ") }
    #expect(errors.count == 1, "\(run.errors)")
    #expect(run.errors.contains(expected), "\(run.errors)")
    #expect(
      errors.allSatisfy {
        $0.wholeMatch(of: /[^:]+:\d+:\d+: error: .+/.dotMatchesNewlines()) != nil
      }, "\(run.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [name])
  }

  /// Components of which one part means nothing, and a part of what is said of it.
  private static let brokenParts: [(name: String, schema: String, expected: String)] = [
    ("dangling", "{ $ref: '#/components/schemas/C' }", "openapi.yaml:6:16: warning: the reference"),
    ("cycle", "{ $ref: '#/components/schemas/A' }", "openapi.yaml:6:16: warning: the reference"),
    ("number", "{ $ref: 7 }", "openapi.yaml:6:16: warning: `$ref` must be a string"),
    ("tag", "{ type: string, minLength: !!int x }", "openapi.yaml:6:"),
    (
      "network", "{ $ref: 'https://example.com/a.json' }",
      "openapi.yaml:6:16: warning: the reference"
    ),
    ("outside", "{ $ref: '../secret.yaml' }", "openapi.yaml:6:16: warning:"),
  ]

  @Test(
    "what is broken in a part is said with its line, and everything else is generated",
    arguments: 0..<brokenParts.count)
  func brokenPart(_ index: Int) async throws {
    let (_, schema, expected) = Self.brokenParts[index]
    let folder = try TemporaryFolder()
    try folder.write(
      Self.head + """
        paths: {}
        components:
          schemas:
            A: \(schema)
            B: { type: object, properties: { a: { $ref: '#/components/schemas/A' }, n: { type: integer } } }

        """, to: "openapi.yaml")
    func run(_ arguments: [String]) async throws -> ToolRun {
      try await ToolRun.product(
        "accord-generate", ["openapi.yaml", "--output", "out"] + arguments, in: folder.url)
    }
    #expect(try await run(["--strict"]).status == 1)
    let run = try await run([])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains(expected), "\(run.errors)")
    #expect(!run.errors.contains(": error: "), "\(run.errors)")
    let model = try String(
      contentsOf: folder.url.appendingPathComponent("out/Models/B.swift"), encoding: .utf8)
    #expect(model.contains("public var n: Int?"))
    #expect(model.contains("public var a: "))
  }

  @Test("a missing file and a folder in its place")
  func noFile() async throws {
    let folder = try TemporaryFolder()
    for spec in ["missing.yaml", "."] {
      let run = try await ToolRun.product(
        "accord-generate", [spec, "--output", "out"], in: folder.url)
      #expect(run.status == 1)
      #expect(run.errors.contains(": error: "), "\(run.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }
  }

  @Test(
    "wrong usage is exit 2",
    arguments: [
      ["spec.yaml"], ["--output", "x"], ["spec.yaml", "--output", "x", "--layout", "none"],
      ["spec.yaml", "--output", "x", "--emit", "models,toys"], ["--nonsense"],
    ])
  func wrongUsage(_ arguments: [String]) async throws {
    let folder = try TemporaryFolder()
    let run = try await ToolRun.product("accord-generate", arguments, in: folder.url)
    #expect(run.status == 2, "\(run.errors)")
    #expect(run.errors.contains("Usage:"), "\(run.errors)")
  }

  @Test("--check passes on fresh code, and shows what is stale as a diff")
  func check() async throws {
    let folder = try TemporaryFolder()
    let document = GoldenCaseTests.folder.appendingPathComponent("answers/openapi.yaml")
    let text = try String(contentsOf: document, encoding: .utf8)
    try folder.write(text, to: "a.yaml")
    func run(_ arguments: String...) async throws -> ToolRun {
      try await ToolRun.product(
        "accord-generate", ["a.yaml", "--output", "out"] + arguments, in: folder.url)
    }
    #expect(try await run("--check").status == 1)
    #expect(try await run().status == 0)
    #expect(try await run("--check").status == 0)
    // Nothing changed, nothing written.
    #expect(try await run().output.contains("0 files written"))

    try folder.write(text.replacingOccurrences(of: "retries", with: "attempts"), to: "a.yaml")
    let stale = try await run("--check")
    #expect(stale.status == 1)
    #expect(stale.output.contains("--- out/Models/Job.swift\n+++ out/Models/Job.swift\n@@ "))
    #expect(stale.output.contains("\n-  public var retries: Int\n+  public var attempts: Int\n"))

    // Somebody edited a generated file, deleted one and left one over.
    #expect(try await run().status == 0)
    try FileManager.default.removeItem(
      at: folder.url.appendingPathComponent("out/Models/Problem.swift"))
    try folder.write(Generator.header + "\n", to: "out/Models/Old.swift")
    let mixed = try await run("--check")
    #expect(mixed.output.contains("--- /dev/null\n+++ out/Models/Problem.swift"))
    #expect(mixed.output.contains("--- out/Models/Old.swift\n+++ /dev/null"))
    #expect(try await run().output.contains("1 files written"))
    #expect(
      !FileManager.default.fileExists(
        atPath: folder.url.appendingPathComponent("out/Models/Old.swift").path))
  }

  @Test("files that were not generated are neither replaced nor removed")
  func othersFiles() async throws {
    let folder = try TemporaryFolder()
    let document = GoldenCaseTests.folder.appendingPathComponent("answers/openapi.yaml").path
    try folder.write("// mine\n", to: "out/Mine.swift")
    let run = {
      try await ToolRun.product("accord-generate", [document, "--output", "out"], in: folder.url)
    }
    #expect(try await run().status == 0)
    let mine = folder.url.appendingPathComponent("out/Mine.swift")
    #expect(try String(contentsOf: mine, encoding: .utf8) == "// mine\n")

    let job = try folder.write("// mine too\n", to: "out/Models/Job.swift")
    let refusal = try await run()
    #expect(refusal.status == 1)
    #expect(refusal.errors.contains("out/Models/Job.swift:1:1: error:"))
    #expect(try String(contentsOf: job, encoding: .utf8) == "// mine too\n")
  }
}
