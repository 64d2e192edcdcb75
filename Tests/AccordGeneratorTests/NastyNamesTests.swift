import AccordJSON
import AccordOpenAPI
import AccordTesting
import Foundation
import Testing

@testable import AccordGenerator

/// Names that no Swift programmer would choose: as properties, enum values, parameters, schemas and operations at once.
@Suite struct NastyNamesTests {
  private static let names = [
    "self", "Self", "Type", "Protocol", "init", "deinit", "class", "Any", "nil", "true", "default",
    "await", "async", "throws", "in", "_", "__", "", " ", "+1", "-1", ">=", "<", "*", "$", "%", "🎉",
    "👩‍👩‍👧", "状态", "الحالة", "é", "e\u{301}", "É", "400", "4xx", "4_xx", "a", "A", "a-b", "a_b", "aB",
    "created_at",
    "-created_at", "validate", "write", "json", "marks", "keys", "hashValue", "hash", "description",
    "debugDescription", "rawValue", "known", "unknown", "isKnown", "allCases",
    "additionalProperties",
    "reader", "writer", "validator", "field", "p0", "p1", "b", "body", "request", "api", "reading",
    "target",
    "headerFields", "answer", "success", "status", "value", "values", "core", "base", "url",
    "server", "transport",
    "credentials", "batching", "all", "item", "key", "index", "error", "Error", "String", "Int",
    "Optional",
    "JSONValue", "Call", "Router", "Swift", "AccordRuntime", "Foundation", "HTTPFields", "encode",
    "decode",
    "ROOM_ID", "roomIDs", "HTTPStatus", "iOSVersion", "\u{202E}abc", "a\u{0}b", "a\nb", "`a`",
    "\\(x)", "x.y.z",
    "\u{3164}", "0", "1e9", "null", String(repeating: "long", count: 125),
    String(repeating: "long", count: 125) + "er",
  ]

  private static func document() -> JSONValue {
    func object(_ members: [(String, JSONValue)]) -> JSONValue { .object(JSONDictionary(members)) }
    let text: JSONValue = ["type": "string"]
    let properties = object(names.map { ($0, text) })
    let enumeration: JSONValue = ["type": "string", "enum": .array(names.map { .string($0) })]
    let schemas = object(
      names.map { name in
        (
          name,
          [
            "type": "object",
            "properties": object([
              (name, text), ("Type", ["type": "object", "properties": object([(name, text)])]),
            ]),
          ]
        )
      } + [
        ("AllProperties", ["type": "object", "properties": properties]),
        (
          "AllRequired",
          [
            "type": "object", "properties": properties,
            "required": .array(names.map { .string($0) }),
          ]
        ),
        ("AllValues", enumeration),
        (
          "Nested",
          [
            "type": "object",
            "properties": object(
              names.map { ($0, ["type": "object", "properties": ["a": text]]) }),
          ]
        ),
        (
          "Choice",
          [
            "oneOf": .array(
              names.prefix(40).map {
                [
                  "title": .string($0), "type": "object", "required": .array([.string($0)]),
                  "properties": object([($0, text)]),
                ]
              })
          ]
        ),
      ])
    let answers: JSONValue = [
      "200": [
        "description": "x",
        "content": ["application/json": ["schema": ["$ref": "#/components/schemas/AllProperties"]]],
      ]
    ]
    func parameters(_ place: String) -> [JSONValue] {
      names.filter { !$0.isEmpty }.map {
        ["name": .string($0), "in": .string(place), "schema": ["type": "string", "minLength": 1]]
      }
    }
    let paths = object(
      [
        (
          "/all",
          [
            "get": [
              "operationId": "everything",
              "parameters": .array(parameters("query") + parameters("header")),
              "responses": answers,
            ]
          ] as JSONValue
        )
      ]
        + names.enumerated().map { index, name in
          (
            "/p\(index)",
            [
              "post": [
                "operationId": .string(name), "tags": [.string(name)],
                "requestBody": [
                  "content": [
                    "application/json": ["schema": ["$ref": "#/components/schemas/AllValues"]]
                  ]
                ],
                "responses": answers,
              ]
            ]
          )
        })
    let webhooks = object(names.map { ($0, ["post": ["responses": answers]]) })
    return object([
      ("openapi", "3.1.0"), ("info", ["title": "Nasty", "version": "1"]), ("paths", paths),
      ("webhooks", webhooks), ("components", ["schemas": schemas]),
    ])
  }

  @Test("everything compiles, and reads and writes what the document calls it")
  func compilesAndRuns() async throws {
    let bytes = try Self.document().json()
    let outcome = DocumentLoader().load(SourceFile(path: "nasty.json", bytes: bytes))
    let document = try #require(outcome.document)
    let (files, diagnostics) = Generator(.init(layout: .shards)).generate(document)
    #expect(diagnostics.filter { $0.severity == .error }.isEmpty)
    let object = JSONValue.object(JSONDictionary(Self.names.map { ($0, .string("is " + $0)) }))
    let main = """
      import AccordRuntime

      let bytes = Array(readLine()!.utf8)
      print(String(decoding: try AllProperties(json: bytes).json(), as: UTF8.self))
      print(String(decoding: try AllRequired(json: bytes).json(), as: UTF8.self))
      var known = 0
      for value in AllValues.known where AllValues(rawValue: value.rawValue) == value { known += 1 }
      print(known)
      """
    let run = try await GeneratedProgram(files, main: main).run(input: object.serialized() + "\n")
    try #require(run.status == 0, "\(run.output.prefix(2000))\(run.errors.prefix(6000))")
    #expect(!run.errors.contains("warning:"), "\(run.errors.prefix(2000))")
    let lines = run.output.split(separator: "\n").map(String.init)
    try #require(lines.count == 3)
    #expect(try JSONValue(parsing: lines[0]) == object)
    #expect(try JSONValue(parsing: lines[1]) == object)
    #expect(lines[2] == "\(Self.names.count)")
  }

  @Test(
    "every access level compiles in every layout", arguments: ["relations", "webhooks", "answers"],
    [AccessLevel.package, .internal])
  func access(_ name: String, _ access: AccessLevel) async throws {
    let folder = GoldenCaseTests.folder.appendingPathComponent(name)
    let overlay = folder.appendingPathComponent("openapi.overlay.yaml").path
    let document = try #require(
      DocumentLoader().load(
        path: folder.appendingPathComponent("openapi.yaml").path,
        overlays: FileManager.default.fileExists(atPath: overlay) ? [overlay] : []
      ).document)
    for layout in Layout.allCases {
      let options = Generator.Options(layout: layout, access: access, imports: ["Foundation"])
      let files = Generator(options).generate(document).files
      #expect(!files.contains { $0.text.contains("public ") })
      let result = try await GeneratedProgram(files).typeCheck(["-package-name", "p"])
      #expect(result.status == 0, "\(result.output)\(result.errors)")
      #expect(!(result.output + result.errors).contains("warning:"), "\(result.errors)")
    }
  }

  @Test("the same bytes in every process, whatever its seed for hashing")
  func hashing() async throws {
    let folder = try TemporaryFolder()
    try folder.write(String(decoding: Self.document().json(), as: UTF8.self), to: "nasty.json")
    let relations = GoldenCaseTests.folder.appendingPathComponent("relations")
    let inputs = [
      ["nasty.json", "--module", "Nasty"],
      [
        "nasty.json", "--module", "Nasty", "--layout", "shards", "--only-tag", "a", "--only-path",
        "/p*",
      ],
      [
        relations.appendingPathComponent("openapi.yaml").path, "--overlay",
        relations.appendingPathComponent("openapi.overlay.yaml").path,
      ],
    ]
    for (index, input) in inputs.enumerated() {
      var first: ToolRun?
      // Every process has a random seed of its own, and the fixed one differs from all of them.
      for seed in 0..<4 {
        let run = try await ToolRun.product(
          "accord-generate",
          input + ["--output", "out\(index)"] + (first == nil ? [] : ["--check"]),
          in: folder.url, environment: seed == 3 ? ["SWIFT_DETERMINISTIC_HASHING": "1"] : [:])
        #expect(run.status == 0, "\(run.output.prefix(2000))\(run.errors.suffix(2000))")
        if let first { #expect(run.errors == first.errors) }
        first = first ?? run
      }
    }
  }
}
