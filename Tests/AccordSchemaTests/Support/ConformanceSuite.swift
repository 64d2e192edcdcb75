import AccordJSON
import AccordSchema
import Foundation

/// The cases of the JSON Schema test suite, run one by one.
struct ConformanceSuite {
  let folder: URL
  let dialect: Dialect
  /// The dialect whose keywords the cases are written in: it names the folders.
  let draft: String

  init?(draft: String, dialect: Dialect) {
    guard let folder = SharedData.folder("suites/json-schema-test-suite") else { return nil }
    self.folder = folder
    self.draft = draft
    self.dialect = dialect
  }

  struct Outcome {
    /// "file | case | test"
    let name: String
    let passed: Bool
  }

  /// The documents that cases refer to.
  func resources(assertsFormats: Bool?) throws -> SchemaResources {
    var resources = SchemaResources(dialect: dialect, assertsFormats: assertsFormats)
    let remotes = folder.appending(path: "remotes")
    for file in SharedData.files(in: remotes, recursively: true) {
      let path = file.path.dropFirst(remotes.path.count)
      let isOfThisDraft = path.hasPrefix("/\(draft)/")
      guard isOfThisDraft || !path.hasPrefix("/draft") && !path.hasPrefix("/v1") else { continue }
      resources.add(try SharedData.json(file), uri: "http://localhost:1234\(path)")
    }
    resources.add(
      dialect == .draft2020_12 ? Metaschemas.draft2020_12 : Metaschemas.draft4,
      uri: dialect == .draft2020_12
        ? "https://json-schema.org/draft/2020-12/schema" : "http://json-schema.org/draft-04/schema")
    return resources
  }

  /// - Parameter path: the folder below the draft's, empty for the required cases.
  func run(path: String, assertsFormats: Bool? = nil) throws -> [Outcome] {
    let resources = try resources(assertsFormats: assertsFormats)
    var outcomes: [Outcome] = []
    let tests = folder.appending(path: "tests/\(draft)/\(path)")
    for file in SharedData.files(in: tests) {
      let name = file.deletingPathExtension().lastPathComponent
      for group in try SharedData.json(file).array ?? [] {
        outcomes += try run(group, of: name, resources)
      }
    }
    return outcomes
  }

  private func run(
    _ group: JSONValue, of file: String, _ shared: SchemaResources
  ) throws -> [Outcome] {
    var resources = shared
    let uri = "test:case"
    resources.add(group["schema"] ?? true, uri: uri)
    let schema = try CompiledSchema(compiling: .root, in: uri, of: resources)
    return (group["tests"]?.array ?? []).map { test in
      let data = test["data"] ?? nil
      let result = schema.validate(data)
      let expected = test["valid"]?.bool
      // What is not checked to the end has not passed, whatever was found.
      let agrees =
        expected == result.violations.isEmpty && !result.isIncomplete
        && schema.isValid(data) == expected
      let name = [file, group["description"]?.string ?? "", test["description"]?.string ?? ""]
        .joined(separator: " | ")
      return Outcome(name: name, passed: agrees)
    }
  }
}

/// The cases that are known to fail. The list only shrinks: one that passes must be taken out.
struct Ledger {
  let names: Set<String>

  init(_ name: String) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Ledger/\(name).txt")
    let text = try String(contentsOf: url, encoding: .utf8)
    names = Set(
      text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") && !$0.isEmpty })
  }

  struct Difference {
    let newFailures: [String]
    let fixed: [String]
    /// Listed, but there is no such case.
    let unknown: [String]
  }

  func compare(_ outcomes: [ConformanceSuite.Outcome]) -> Difference {
    let failed = Set(outcomes.filter { !$0.passed }.map(\.name))
    let all = Set(outcomes.map(\.name))
    return Difference(
      newFailures: failed.subtracting(names).sorted(),
      fixed: names.intersection(all).subtracting(failed).sorted(),
      unknown: names.subtracting(all).sorted())
  }
}
