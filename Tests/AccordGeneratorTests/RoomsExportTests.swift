import AccordJSON
import AccordOpenAPI
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

}
