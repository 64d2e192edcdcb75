import AccordJSON
import AccordOpenAPI
import Testing

@testable import AccordGenerator

/// Documents that are deep or wide beyond all that people write. Each takes time and code in proportion to its size:
/// were anything quadratic, the test would not end for hours.
@Suite struct LargeDocumentTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let count: Int
    /// The schema of that index.
    var schema: @Sendable (Int, Int) -> JSONValue
  }

  static func reference(_ index: Int) -> JSONValue {
    ["$ref": .string("#/components/schemas/A\(index)")]
  }

  static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    ["type": "object", "properties": .object(JSONDictionary(members))]
  }

  static let chains: [Case] = [
    Case(testDescription: "allOf", count: 4_000) { index, count in
      let own = object([("p\(index)", ["type": "string"])])
      return ["allOf": index + 1 < count ? [reference(index + 1), own] : [own]]
    },
    Case(testDescription: "arrays of arrays", count: 10_000) { index, count in
      let last: JSONValue = ["type": "string", "maxLength": 3]
      return ["type": "array", "items": index + 1 < count ? reference(index + 1) : last]
    },
    Case(testDescription: "maps of maps", count: 10_000) { index, count in
      let last: JSONValue = ["type": "string", "maxLength": 3]
      return [
        "type": "object", "additionalProperties": index + 1 < count ? reference(index + 1) : last,
      ]
    },
    Case(testDescription: "oneOf", count: 5_000) { index, count in
      let own = object([("p\(index)", ["type": "string"])])
      return ["oneOf": [index + 1 < count ? reference(index + 1) : ["type": "string"], own]]
    },
    Case(testDescription: "references", count: 10_000) { index, count in
      index + 1 < count ? reference(index + 1) : ["type": "string", "maxLength": 3]
    },
    Case(testDescription: "a circle of objects", count: 5_000) { index, count in
      object([("next", reference((index + 1) % count)), ("v", ["type": "string", "maxLength": 3])])
    },
    Case(testDescription: "properties", count: 1) { _, _ in
      object((0..<50_000).map { ("p\($0)", ["type": "string"]) })
    },
    Case(testDescription: "values of an enum", count: 1) { _, _ in
      ["type": "string", "enum": .array((0..<100_000).map { .string("v\($0)") })]
    },
    Case(testDescription: "alternatives", count: 1) { _, _ in
      ["oneOf": .array((0..<5_000).map { object([("kind", ["const": .string("k\($0)")])]) })]
    },
    Case(testDescription: "names that are the same in Swift", count: 5_000) { index, _ in
      object([(String(repeating: "_", count: index % 50) + "a", ["type": "string"])])
    },
  ]

  @Test("chains and crowds", .timeLimit(.minutes(20)), arguments: chains)
  func schemas(_ large: Case) throws {
    let schemas = JSONDictionary(
      (0..<large.count).map { ("A\($0)", large.schema($0, large.count)) })
    let (files, diagnostics) = try Self.generate(schemas: schemas, paths: [:])
    // Types that are but other names stand together in one file.
    let aliases = files.first { $0.path == "TAliases.swift" }?.text.split(separator: "\n")
    let names = aliases?.count { $0.hasPrefix("public typealias ") } ?? 0
    #expect(files.count + names >= large.count)
    #expect(diagnostics.count < 200)
    let bytes = files.reduce(0) { $0 + $1.text.utf8.count }
    #expect(bytes < 60_000_000, "\(bytes)")
  }

  @Test("an allOf that is too deep is reported, and everything else generated") func depth() throws
  {
    let allOf = try #require(Self.chains.first)
    let schemas = JSONDictionary((0..<200).map { ("A\($0)", allOf.schema($0, 200)) })
    let (files, diagnostics) = try Self.generate(schemas: schemas, paths: [:])
    #expect(diagnostics.contains { $0.message.contains("nested deeper than") })
    let aliases = try #require(files.first { $0.path == "TAliases.swift" })
    #expect(aliases.text.contains("typealias A0 = JSONValue"))
    let whole = try #require(files.first { $0.path.hasSuffix("/A160.swift") })
    #expect(whole.text.contains("var p199: String?"))
  }

  @Test("operations", .timeLimit(.minutes(20))) func operations() throws {
    let operation: JSONValue = [
      "parameters": [["name": "q", "in": "query", "schema": ["type": "string"]]],
      "responses": ["200": ["description": "Done."]],
    ]
    let paths = JSONDictionary(
      (0..<10_000).map { ("/a/\($0)", JSONValue.object(["get": operation])) })
    let (files, _) = try Self.generate(schemas: [:], paths: paths)
    #expect(files.count > 10_000)
  }

  static func generate(
    schemas: JSONDictionary<JSONValue>, paths: JSONDictionary<JSONValue>
  ) throws -> (files: [GeneratedFile], diagnostics: [Diagnostic]) {
    let root: JSONValue = [
      "openapi": "3.1.0", "info": ["title": "T", "version": "1"], "paths": .object(paths),
      "components": ["schemas": .object(schemas)],
    ]
    let outcome = DocumentLoader().load(
      SourceFile(path: "large.json", bytes: Array(root.serialized().utf8)))
    return Generator().generate(try #require(outcome.document, "\(outcome.diagnostics)"))
  }
}
