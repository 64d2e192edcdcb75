import AccordJSON
import AccordTesting
import Foundation
import Testing

@testable import AccordOpenAPI

/// Documents that were published are read without an error, whatever their habits.
struct PublishedDocumentTests {
  static let documents = TestData.names(in: PackageRoot.shared("specs")).filter {
    $0.hasSuffix(".json") || $0.hasSuffix(".yaml")
  }

  /// Documents with references that lead nowhere, and how many: errors to whoever judges the document, warnings
  /// to whoever generates code.
  static let knownErrors = ["square.json": 5]

  @Test(arguments: documents) func `a published document has no errors`(name: String) throws {
    let url = try #require(PackageRoot.shared("specs/\(name)"))
    let outcome = DocumentLoader().load(path: url.path)
    let errors = outcome.diagnostics.filter { $0.severity == .error }
    #expect(errors.count == Self.knownErrors[name] ?? 0, "\(errors.prefix(3))")
    let document = try #require(outcome.document)
    let lenient = DocumentLoader(brokenParts: .warning).load(path: url.path)
    #expect(lenient.document != nil && !lenient.hasErrors)
    #expect(lenient.diagnostics.map(\.message) == outcome.diagnostics.map(\.message))
    #expect(!document.operations.isEmpty)
    for operation in document.operations {
      #expect(document.root[operation.pointer] != nil)
    }
    for schema in document.components.schemas {
      #expect(document.schemas[schema.id] != nil)
      #expect(document.root[schema.id.pointer] != nil)
    }
  }

  /// The same document as YAML and as JSON.
  @Test(arguments: ["stripe", "datadog-v2"])
  func `YAML and JSON are read alike`(name: String) throws {
    guard let yaml = PackageRoot.shared("specs/\(name).yaml"),
      let json = PackageRoot.shared("specs/\(name)-as-json.json")
    else { return }
    let left = try #require(TestData.file(yaml).parsed().root).value
    let right = try #require(TestData.file(json).parsed().root).value
    #expect(Self.rounded(left) == Self.rounded(right))
  }

  /// With all numbers as the nearest double: whoever wrote the JSON file had no others.
  static func rounded(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null, .bool, .string: value
    case .number(let number): JSONNumber(number.double).map { .number($0) } ?? .null
    case .array(let items): .array(items.map(rounded))
    case .object(let members): .object(members.mapValues(rounded))
    }
  }

  static let specificationExamples =
    TestData.names(
      in: PackageRoot.shared("suites/oai-schema-3.1/pass"))

  @Test(arguments: specificationExamples)
  func `a valid example of the specification has no errors`(name: String) throws {
    let url = try #require(PackageRoot.shared("suites/oai-schema-3.1/pass/\(name)"))
    let outcome = DocumentLoader().load(path: url.path)
    #expect(outcome.document != nil)
    let errors = outcome.diagnostics.filter { $0.severity == .error }
    // One example refers to a file on the network, which is never read.
    let wanted = name == "security-scheme-object-examples.yaml" ? 1 : 0
    #expect(errors.count == wanted, "\(errors)")
  }

  /// Each faulty example of the specification, and the line that something has to be said about.
  static let faultyExamples: [(String, UInt32)] = [
    ("example-examples.yaml", 15), ("header-object-allowReserved.yaml", 12),
    ("invalid_schema_types.yaml", 10), ("link-object-no-body.yaml", 10), ("no_containers.yaml", 1),
    ("parameter-object-cookie-form-allowReserved.yaml", 16),
    ("parameter-object-header-allowReserved.yaml", 10),
    ("parameter-object-path-allowReserved.yaml", 10), ("server_enum_empty.yaml", 13),
    ("servers.yaml", 10), ("unknown_container.yaml", 8),
  ]

  @Test func `all faulty examples of the specification are listed`() {
    let names = TestData.names(in: PackageRoot.shared("suites/oai-schema-3.1/fail"))
    #expect(names.isEmpty || names == Self.faultyExamples.map(\.0))
  }

  @Test(arguments: faultyExamples)
  func `a faulty example is told at its line`(name: String, line: UInt32) throws {
    guard let url = PackageRoot.shared("suites/oai-schema-3.1/fail/\(name)") else { return }
    let outcome = DocumentLoader().load(path: url.path)
    let lines = outcome.diagnostics.filter { $0.severity != .note }.map(\.line)
    #expect(lines.contains(line), "\(outcome.diagnostics)")
  }

  @Test func `the rooms API is read without a word`() throws {
    let folder = PackageRoot.url.appending(path: "openapi")
    let outcome = DocumentLoader().load(
      path: folder.appending(path: "rooms.yaml").path,
      overlays: [folder.appending(path: "rooms.overlay.yaml").path])
    #expect(outcome.diagnostics.isEmpty, "\(outcome.diagnostics)")
    let accord = try #require(outcome.document).accord
    #expect(accord.viewers.map(\.name) == ["owner", "member", "anonymous"])
    let batch = try #require(accord.batches.first)
    #expect(batch.limit == 100)
    #expect(batch.keys.description == "/room_names")
    #expect(batch.serves.map(\.slice.description) == ["/active_meetings", "/upcoming_events"])
    #expect(batch.location.file.path.hasSuffix("rooms.overlay.yaml"))
    #expect(accord.invalidations.count == 6)
  }
}
