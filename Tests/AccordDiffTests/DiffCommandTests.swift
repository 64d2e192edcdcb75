import AccordJSON
import AccordTesting
import Foundation
import Testing

/// `accord diff` and `accord changelog` as scripts run them, in a git repository with one commit.
struct DiffCommandTests {
  static let document = """
    openapi: 3.1.0
    info: {title: Shop, version: '1'}
    paths:
      /items:
        get:
          operationId: items
          parameters: [{name: size, in: query, schema: {type: integer, maximum: 100}}]
          responses: {'200': {description: ok}}

    """

  let folder: TemporaryFolder

  init() async throws {
    folder = try TemporaryFolder()
    try folder.write(Self.document, to: "api/openapi.yaml")
    let steps = [
      ["init", "-q", "-b", "main"], ["add", "."],
      ["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "first"],
    ]
    for arguments in steps {
      let run = try await ToolRun.toolchain("git", arguments, in: folder.url)
      try #require(run.status == 0, "\(run.errors)")
    }
    let changed = Self.document.replacing("maximum: 100", with: "maximum: 50")
    try folder.write(changed, to: "api/openapi.yaml")
  }

  func diff(_ arguments: [String]) async throws -> ToolRun {
    try await ToolRun.product(
      "accord", ["diff", "main:api/openapi.yaml", "api/openapi.yaml"] + arguments,
      in: folder.url)
  }

  @Test func `a revision is compared with a file`() async throws {
    let run = try await diff([])
    #expect(run.status == 1)
    #expect(run.output.contains("breaking [range-changed] GET /items: query parameter size"))
    #expect(run.output.contains("was main:api/openapi.yaml:7:"))
    #expect(run.errors.isEmpty)
  }

  @Test(arguments: [("breaking", 1), ("risky", 1), ("any", 1), ("none", 0)])
  func `the threshold makes the exit code`(threshold: String, status: Int32) async throws {
    #expect(try await diff(["--fail-on", threshold]).status == status)
    let same = try await ToolRun.product(
      "accord", ["diff", "api/openapi.yaml", "api/openapi.yaml", "--fail-on", threshold],
      in: folder.url)
    #expect(same.status == 0)
    #expect(same.output == "No change.\n")
  }

  @Test(arguments: ["text", "json", "markdown", "github", "sarif"])
  func `every format is written`(format: String) async throws {
    let run = try await diff(["--format", format, "--fail-on", "none"])
    #expect(run.status == 0 && !run.output.isEmpty)
    if format == "json" || format == "sarif" { _ = try JSONValue(parsing: run.output) }
    if format == "github" { #expect(run.output.hasPrefix("::error file=api/")) }
  }

  @Test func `what is accepted is left out until its day`() async throws {
    func ignore(_ day: String) throws -> String {
      try folder.write(
        "ignore:\n  - {rule: range-changed, reason: nobody asks for more, until: \(day)}\n",
        to: "ignore.yaml"
      ).path
    }
    #expect(try await diff(["--ignore", ignore("2999-12-31")]).status == 0)
    let expired = try await diff(["--ignore", ignore("2001-01-01")])
    #expect(expired.status == 1)
    #expect(expired.errors.contains("expired"))
  }

  @Test func `overlays go on both or on one`() async throws {
    let overlay = try folder.write(
      """
      overlay: 1.0.0
      info: {title: t, version: '1'}
      actions:
        - {target: "$.paths['/items'].get.parameters[0].schema", update: {maximum: 7}}

      """, to: "seven.overlay.yaml"
    ).path
    #expect(try await diff(["--overlay", overlay]).output == "No change.\n")
    #expect(try await diff(["--new-overlay", overlay]).output.contains("was 100 and is 7"))
    #expect(try await diff(["--old-overlay", overlay]).output.contains("was 7 and is 50"))
  }

  @Test func `an overlay that does not do what it says is told, once`() async throws {
    let overlay = try folder.write(
      """
      overlay: 1.0.0
      info: {title: t, version: '1'}
      actions:
        - {target: "$.paths['/gone']", remove: true}

      """, to: "gone.overlay.yaml"
    ).path
    let run = try await diff(["--overlay", overlay, "--fail-on", "none"])
    #expect(run.status == 0)
    #expect(run.errors.split(separator: "gone.overlay.yaml:4:").count == 2, "\(run.errors)")
  }

  @Test func `sources that are touched are named`() async throws {
    try folder.write("let all = try await client.items()\n", to: "App/Sources/App.swift")
    let run = try await diff(["--uses", "App"])
    #expect(run.output.contains("named at Sources/App.swift:1 (items)"))
    #expect(try await diff(["--uses", "nowhere"]).status == 2)
  }

  @Test func `mistakes are told apart from changes`() async throws {
    let missing = try await ToolRun.product(
      "accord", ["diff", "none:api/openapi.yaml", "api/openapi.yaml"], in: folder.url)
    #expect(missing.status == 2 && missing.errors.contains("none"))
    try folder.write("openapi: [", to: "broken.yaml")
    let broken = try await ToolRun.product(
      "accord", ["diff", "broken.yaml", "api/openapi.yaml"], in: folder.url)
    #expect(broken.status == 2 && broken.errors.contains("broken.yaml:"))
  }

  @Test func `the change log is for those who call`() async throws {
    let run = try await ToolRun.product(
      "accord", ["changelog", "main:api/openapi.yaml", "api/openapi.yaml", "--title", "2"],
      in: folder.url)
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("## 2\n\n### Changed\n\n- **Breaking:** `GET /items"))
  }
}
