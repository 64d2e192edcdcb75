import AccordJSON
import AccordOpenAPI
import AccordTesting
import Foundation
import Testing

/// The workflows of this repository: what they run is run here, in a clone of what they need.
struct WorkflowTests {
  struct Step {
    var job: String
    var name: String
    var script: String
    var environment: [String: String]
    /// The values of the job's matrix that it is run with.
    var matrix: [String: String]
  }

  static let folder = PackageRoot.url.appending(path: ".github/workflows")

  static func workflow(_ name: String) throws -> JSONValue {
    let parsed = try SourceFile(reading: folder.appending(path: name).path).parsed()
    #expect(parsed.diagnostics.isEmpty, "\(parsed.diagnostics)")
    return try #require(parsed.root).value
  }

  static func steps(of workflow: JSONValue) throws -> [Step] {
    var steps: [Step] = []
    for (name, job) in workflow["jobs"]?.object?.map({ ($0.key, $0.value) }) ?? [] {
      let rows = try rows(of: job["strategy"]?["matrix"])
      for row in rows {
        for step in job["steps"]?.array ?? [] {
          #expect((step["run"] != nil) != (step["uses"] != nil), "\(name)")
          guard let script = step["run"]?.string else { continue }
          let environment = job["env"]?.object?.map { ($0.key, $0.value.string ?? "") } ?? []
          steps.append(
            Step(
              job: name, name: step["name"]?.string ?? script, script: script,
              environment: Dictionary(uniqueKeysWithValues: environment), matrix: row))
        }
      }
    }
    return steps
  }

  private static func rows(of matrix: JSONValue?) throws -> [[String: String]] {
    guard let member = matrix?.object?.map({ ($0.key, $0.value) }).first else { return [[:]] }
    let values = try #require(member.1.array)
    return values.map { [member.0: $0.string ?? $0.serialized()] }
  }

  /// The expressions that the workflows use, and nothing else.
  private static func expanded(_ text: String, _ matrix: [String: String]) throws -> String {
    var result = text
    var values = [
      "github.base_ref": "main", "github.ref": "refs/heads/main", "github.run_number": "7",
    ]
    for (key, value) in matrix { values["matrix.\(key)"] = value }
    while let start = result.firstRange(of: "${{"), let end = result.firstRange(of: "}}") {
      let expression = result[start.upperBound..<end.lowerBound].filter { $0 != " " }
      let value = try #require(values[expression], "no value for \(expression)")
      result.replaceSubrange(start.lowerBound..<end.upperBound, with: value)
    }
    return result
  }

  @Test func `every job runs on something, may no more than it needs, and has steps`() throws {
    let workflow = try Self.workflow("ci.yml")
    #expect(workflow["permissions"]?["contents"] == "read")
    let jobs = try #require(workflow["jobs"]?.object)
    #expect(Set(jobs.map(\.key)) == ["test", "drift", "api-diff", "verify", "report"])
    for job in jobs {
      #expect(job.value["runs-on"] != nil && job.value["steps"]?.array?.isEmpty == false)
      for needed in [job.value["needs"]?.string].compactMap({ $0 }) { #expect(jobs[needed] != nil) }
    }
    for step in try Self.steps(of: workflow) {
      for word in ["make ", "swift build"] where step.script.hasPrefix(word) {
        #expect(!step.script.contains("accord "))
      }
    }
  }

  @Test func `what the workflow runs does what it should`() async throws {
    let work = try await clone()
    let tools = PackageRoot.products.path
    let path = "\(tools):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
    var ran: [String] = []
    for step in try Self.steps(of: Self.workflow("ci.yml")) where step.name != "Build" {
      // The suite that this is part of.
      guard !step.script.hasPrefix("make ") else { continue }
      var environment = try step.environment.mapValues { try Self.expanded($0, step.matrix) }
      environment["PATH"] = path
      environment["GITHUB_STEP_SUMMARY"] = work.url.appending(path: "summary.md").path
      let script = try Self.expanded(step.script, step.matrix)
      let run = try await ToolRun(
        URL(fileURLWithPath: "/bin/bash"), ["-e", "-o", "pipefail", "-c", script], in: work.url,
        environment: environment)
      #expect(
        run.status == 0,
        "\(step.job), \(step.name): \(run.errors.suffix(2000)) \(run.output.suffix(2000))")
      ran.append("\(step.job): \(step.name)")
    }
    #expect(ran.filter { $0.hasPrefix("verify: ") }.count == 3)
    #expect(ran.filter { $0.hasPrefix("api-diff: ") }.count == 3)
    for file in ["diff.md", "diff.sarif", "junit.xml", "report.html", "verify.sarif"] {
      let text = try String(contentsOf: work.url.appending(path: file), encoding: .utf8)
      #expect(!text.isEmpty, "\(file)")
    }
  }

  /// What is committed of the API, with one change that breaks nothing on top, and where it came from.
  private func clone() async throws -> TemporaryFolder {
    let work = try TemporaryFolder()
    for name in ["openapi", "Generated"] {
      try FileManager.default.copyItem(
        at: PackageRoot.url.appending(path: name), to: work.url.appending(path: name))
    }
    let steps = [
      ["init", "-q", "-b", "main"], ["add", "."],
      ["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "base"],
      ["update-ref", "refs/remotes/origin/main", "HEAD"],
    ]
    for arguments in steps {
      let run = try await ToolRun.toolchain("git", arguments, in: work.url)
      try #require(run.status == 0, "\(run.errors)")
    }
    return work
  }
}
