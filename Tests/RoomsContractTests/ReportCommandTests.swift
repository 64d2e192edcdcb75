import AccordTesting
import Foundation
import Testing

/// `accord merge`, `accord validate`, and the reports of `accord verify`, as scripts run them.
@Suite struct ReportCommandTests {
  private static func accord(
    _ arguments: [String], in folder: URL = PackageRoot.url, input: String = ""
  ) async throws -> ToolRun {
    try await ToolRun.product("accord", arguments, in: folder, input: input)
  }

  @Test("a report of a run without a server: 3; the same from merge, in every format")
  func nobody() async throws {
    let folder = try TemporaryFolder()
    let path = { (name: String) in folder.url.appendingPathComponent(name).path }
    for shard in 1...2 {
      let run = try await Self.accord([
        "verify", "openapi/rooms.yaml", "--server", "http://127.0.0.1:1", "--viewer", "anonymous",
        "--seed", "7", "--shard", "\(shard)/2", "--json", path("\(shard).json"),
        "--html", path("\(shard).html"), "--github",
      ])
      #expect(run.status == 3, "\(run.output)\(run.errors)")
      #expect(run.output.contains("::error title=accord verify::there is no server"))
      // Standard error is no terminal here: there is no line of progress.
      #expect(!run.errors.contains("\u{1B}") && !run.errors.contains("\r"), "\(run.errors)")
    }
    let merged = try await Self.accord(
      [
        "merge", path("2.json"), path("1.json"), "--sarif", path("m.sarif"), "--html",
        path("m.html"),
      ]
        + ["--junit", path("m.xml"), "--json", path("m.json")])
    #expect(merged.status == 3, "\(merged.output)\(merged.errors)")
    for name in ["m.sarif", "m.html", "m.xml", "m.json"] {
      #expect(try String(contentsOfFile: path(name), encoding: .utf8).contains("shard 1/2"))
    }
    let missing = try await Self.accord(["merge", path("2.json")])
    #expect(missing.status == 2)
    #expect(missing.errors.contains("2.json:1:1: error: shard 1/2 is missing"))
    let damaged = try folder.write("{\"event\":", to: "damaged.json").path
    let run = try await Self.accord(["merge", path("1.json"), damaged, path("nowhere.json")])
    #expect(run.status == 2)
    #expect(run.errors.contains("damaged.json:1:1: error: the line is no JSON"))
    #expect(run.errors.contains("nowhere.json:1:1: error: there is no such file"))
  }

  @Test(
    "wrong usage of reports: 2, before anything is sent",
    arguments: [
      ["--html", "/nonexistent/folder/a.html"], ["--sarif", "/"],
      ["--html", "same.out", "--junit", "same.out"], ["--shard", "3/2"], ["--shard", "1"],
    ])
  func wrongUsage(_ arguments: [String]) async throws {
    let run = try await Self.accord(
      ["verify", "openapi/rooms.yaml", "--server", "http://127.0.0.1:1"] + arguments)
    #expect(run.status == 2, "\(run.output)\(run.errors)")
    #expect(run.errors.lowercased().contains("error:"))
    #expect(run.output.isEmpty)
  }

  private static let document = """
    openapi: 3.1.0
    info: { title: Pets, version: "1" }
    paths: {}
    components:
      schemas:
        Pet:
          type: object
          required: [name]
          properties:
            name: { type: string, maxLength: 5 }
            tags: { type: array, items: { type: string } }
        Login:
          type: object
          required: [secret]
          properties: { secret: { type: string, writeOnly: true } }
    """

  @Test("values against a schema: 0 valid, 1 invalid, at their lines")
  func validate() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.document, to: "pets.yaml")
    try folder.write(#"{"name": "Rex"}"#, to: "good.json")
    try folder.write("{\n  \"name\": \"Rexamillion\",\n  \"tags\": [\"a\", 7]\n}", to: "bad.json")
    try folder.write("{\n  \"name\": }", to: "broken.json")
    try folder.write("{}", to: "empty.json")
    let base = ["validate", "pets.yaml", "--schema", "/components/schemas/Pet"]
    let good = try await Self.accord(base + ["good.json"], in: folder.url)
    #expect(good.status == 0 && good.output == "1 value, 0 invalid\n", "\(good.errors)")
    let bad = try await Self.accord(base + ["good.json", "bad.json"], in: folder.url)
    #expect(bad.status == 1 && bad.output == "2 values, 1 invalid\n")
    #expect(bad.errors.contains("bad.json:2:11: error: /name: expected"), "\(bad.errors)")
    #expect(bad.errors.contains("bad.json:3:17: error: /tags/1: expected"), "\(bad.errors)")
    #expect(bad.errors.contains("(pets.yaml:10:"), "\(bad.errors)")
    let broken = try await Self.accord(base + ["broken.json"], in: folder.url)
    #expect(broken.status == 1)
    #expect(broken.errors.contains("broken.json:2:11: error: this is no JSON"), "\(broken.errors)")
    // What is written only need not be in an answer.
    let login = ["validate", "pets.yaml", "--schema", "/components/schemas/Login", "empty.json"]
    let answer = try await Self.accord(login + ["--in", "response"], in: folder.url)
    #expect(answer.status == 0, "\(answer.errors)")
    let request = try await Self.accord(login + ["--in", "request"], in: folder.url)
    #expect(request.status == 1, "\(request.errors)")
    // Standard input is what is read if nothing is named; a URI fragment is a pointer as well.
    let input = try await Self.accord(
      ["validate", "pets.yaml", "--schema", "#/components/schemas/Pet"], in: folder.url,
      input: "{}")
    #expect(input.status == 1)
    #expect(input.errors.contains("-:1:1: error: the value: expected"), "\(input.errors)")
  }

  @Test("what cannot be validated: 2 for a wrong pointer or file, 1 for a broken document")
  func validateWrongly() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.document, to: "pets.yaml")
    try folder.write("{}", to: "a.json")
    for (schema, message) in [
      ("/components/schemas/pet", "there is /components/schemas/Pet"),
      ("components", "wants a JSON pointer"), ("/info/title", "neither an object nor a boolean"),
    ] {
      let run = try await Self.accord(
        ["validate", "pets.yaml", "--schema", schema, "a.json"], in: folder.url)
      #expect(run.status == 2, "\(schema)")
      #expect(run.errors.contains(message), "\(run.errors)")
    }
    let pointer = ["--schema", "/components/schemas/Pet"]
    let absent = try await Self.accord(
      ["validate", "pets.yaml", "b.json"] + pointer, in: folder.url)
    #expect(absent.status == 2)
    #expect(absent.errors.contains("b.json:1:1: error: there is no such file"))
    let document = try await Self.accord(
      ["validate", "a.json", "a.json"] + pointer, in: folder.url)
    #expect(document.status == 1)
    #expect(document.errors.contains("a.json:1:1: error:"))
  }

  @Test("contract tests have one file, so that shards are refused")
  func contractShards() async throws {
    let folder = try TemporaryFolder()
    let run = try await Self.accord([
      "generate", "openapi/rooms.yaml", "--output", folder.url.path, "--emit", "contract",
      "--layout", "shards",
    ])
    #expect(run.status == 2)
    #expect(run.errors.contains("--layout files"))
  }

  @Test(
    "help names what there is",
    arguments: [
      ("verify", ["--shard", "--html", "--sarif", "--github", "--junit", "--json", "Exit codes"]),
      ("merge", ["--html", "--shard I/N", "Exit codes"]), ("validate", ["--schema", "Exit codes"]),
      ("generate", ["contract", "Exit codes"]), ("lint", ["Exit codes"]), ("diff", ["Exit codes"]),
    ])
  func help(_ command: String, _ words: [String]) async throws {
    let run = try await Self.accord([command, "--help"])
    #expect(run.status == 0)
    for word in words { #expect(run.output.contains(word), "\(word) in \(run.output)") }
  }
}
