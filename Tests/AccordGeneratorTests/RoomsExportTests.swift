import AccordJSON
import AccordOpenAPI
import AccordSchema
import AccordTesting
import Foundation
import Testing

@testable import AccordGenerator

/// The whole export of a real server, in which nearly every optional member is written as `anyOf: [T, null]`.
@Suite struct RoomsExportTests {
  private static let url = PackageRoot.shared("specs/rooms-fastapi.json")

  private struct Export {
    var text: JSONValue
    var document: OpenAPIDocument
    var plan: APIPlan
    var files: [GeneratedFile]

    init(_ url: URL) throws {
      text = try JSONValue(parsing: try Data(contentsOf: url))
      let outcome = DocumentLoader().load(path: url.path)
      document = try #require(outcome.document, "\(outcome.diagnostics)")
      plan = Planner(document, module: "ExportAPI").plan().plan
      files = Generator(.init(module: "ExportAPI")).generate(document).files
    }

    /// The component schemas as the file has them, read without any of the code under test but the JSON reader.
    var components: [(name: String, schema: JSONValue)] {
      (text["components"]?["schemas"]?.object ?? [:]).map { ($0.key, $0.value) }
    }

    func type(for component: String) -> TypePlan? {
      plan.types.first { $0.source.pointer.tokens == ["components", "schemas", component] }
    }
  }

  @Test("every property of every component is there, with a type, optional where null is a value")
  func nothingIsLost() throws {
    guard let url = Self.url else { return }
    let export = try Export(url)
    var count = 0
    for (name, schema) in export.components {
      let type = try #require(export.type(for: name), "\(name) has no type")
      guard let properties = schema["properties"]?.object else { continue }
      guard case .structure(let structure) = type.shape else {
        Issue.record("\(name) is not a struct")
        continue
      }
      for (key, property) in properties {
        count += 1
        let plan = try #require(
          structure.properties.first { $0.jsonName.isExactly(key) }, "\(name).\(key) is lost")
        let alternatives = property["anyOf"]?.array ?? []
        if alternatives.contains(where: { $0["type"] == "null" }) {
          let isOptional =
            plan.declaredType.hasSuffix("?") || plan.declaredType.hasPrefix("Presence<")
          #expect(isOptional, "\(name).\(key) is \(plan.declaredType)")
        }
        let saysNothing =
          property["type"] == nil && property["$ref"] == nil
          && alternatives.isEmpty && property["allOf"] == nil && property["oneOf"] == nil
          && property["const"] == nil && property["enum"] == nil
        if !saysNothing { #expect(plan.type.unwrapped != .value, "\(name).\(key) is untyped") }
      }
    }
    // So that the loops above cannot have looked at nothing.
    #expect(count == 386, "the export has 386 component properties")
  }

  @Test("every operation is there")
  func everyOperation() throws {
    guard let url = Self.url else { return }
    let export = try Export(url)
    let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
    let expected = (export.text["paths"]?.object ?? [:]).reduce(0) { sum, path in
      sum + (path.value.object ?? [:]).keys.filter(methods.contains).count
    }
    #expect(expected > 40)
    #expect(export.plan.operations.count == expected)
  }

  @Test("samples of every component decode, and encode to the same value")
  func roundTrip() async throws {
    guard let url = Self.url else { return }
    let export = try Export(url)
    var resources = SchemaResources(dialect: .openAPI31)
    resources.add(export.text, uri: "file:///export.json")
    var input = ""
    var samples: [(type: String, value: JSONValue)] = []
    for (name, _) in export.components {
      let type = try #require(export.type(for: name))
      let schema = try CompiledSchema(
        compiling: JSONPointer(tokens: ["components", "schemas", name]), in: "file:///export.json",
        of: resources)
      let sampler = Sampler(schema, direction: .response, seed: 7)
      let values = sampler.boundaries().map(\.value)
      #expect(!values.isEmpty, "no samples for \(name)")
      for value in values {
        samples.append((type.qualifiedName, value))
        input += JSONValue.array([.string(type.qualifiedName), value]).serialized() + "\n"
      }
    }
    let program = try GeneratedProgram(export.files, main: Self.main(export.plan))
    let run = try await program.run(input: input)
    try #require(run.status == 0, "\(run.output)\(run.errors)")
    let results = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    try #require(results.count == samples.count)
    for ((type, value), result) in zip(samples, results) {
      #expect(
        try JSONValue(parsing: String(result)) == value,
        "\(type): \(value) came back as \(result)")
    }
    print("\(samples.count) samples of \(export.components.count) components round-tripped")
  }

  /// Reads lines of `[type, value]`, and writes what each value is after decoding and encoding.
  private static func main(_ plan: APIPlan) -> String {
    let cases = plan.types.map { type in
      "case \"\(type.qualifiedName)\": return try \(type.qualifiedName)(json: bytes).json()"
    }
    return """
      import AccordRuntime

      func roundTrip(_ type: String, _ bytes: [UInt8]) throws(JSONError) -> [UInt8] {
        switch type {
        \(cases.joined(separator: "\n  "))
        default: throw JSONError(.invalid("no such type"), at: 0)
        }
      }

      while let line = readLine() {
        do throws(JSONError) {
          let pair = try JSONValue(parsing: line).array ?? []
          let bytes = try pair[1].json()
          print(String(decoding: try roundTrip(pair[0].string ?? "", bytes), as: UTF8.self))
        } catch {
          print(JSONValue.string("error: \\(error)"))
        }
      }
      """
  }
}
