import AccordJSON
import AccordTesting
import Foundation
import Testing

@testable import AccordOpenAPI

/// What documents are read into.
struct DocumentReaderTests {
  static func document(
    _ text: String, version: String = "3.1.0", otherFiles: [SourceFile] = []
  ) throws -> OpenAPIDocument {
    let head = "openapi: \(version)\ninfo: { title: T, version: \"1\" }\n"
    let outcome = DocumentLoader().load((head + text).file("openapi.yaml"), otherFiles: otherFiles)
    let errors = outcome.diagnostics.filter { $0.severity == .error }
    #expect(errors.isEmpty, "\(errors)")
    return try #require(outcome.document)
  }

  static func schemas(_ text: String, version: String = "3.1.0") throws -> [String: Schema] {
    let document = try document(
      "components:\n  schemas:\n" + text.split(separator: "\n").map { "    \($0)\n" }.joined(),
      version: version)
    return Dictionary(
      uniqueKeysWithValues: try document.components.schemas.map {
        ($0.name, try #require(document.schemas[$0.id]))
      })
  }

  static let operationText = """
    security: [{ token: [read] }]
    servers: [{ url: "https://{host}/v1", variables: { host: { default: a.example, enum: [a.example] } } }]
    paths:
      /rooms/{id}.json:
        summary: Rooms
        parameters:
          - { name: id, in: path, required: true, schema: { type: string } }
          - { name: page, in: query, schema: { type: integer } }
        get:
          operationId: getRoom
          tags: [rooms]
          parameters:
            - { name: page, in: query, required: true, style: pipeDelimited, schema: { type: array } }
            - { name: filter, in: query, content: { application/json: { schema: { type: object } } } }
          responses:
            "404": { $ref: "#/components/responses/Missing" }
            2XX:
              description: fine
              headers: { X-Count: { required: true, schema: { type: integer } }, content-type: {} }
              content: { "application/json; charset=utf-8": { schema: true, example: { a: 1 } } }
            default: { description: else }
        delete: { security: [], responses: {} }
      /uses:
        $ref: "#/components/pathItems/Shared"
        post:
          requestBody: { $ref: "#/components/requestBodies/Body" }
          responses: { 200: { $ref: "#/components/responses/Missing" } }
    webhooks:
      changed: { post: { responses: { default: { description: d } } } }
    components:
      securitySchemes: { token: { type: http, scheme: Bearer } }
      pathItems: { Shared: { get: { responses: { default: { description: d } } } } }
      requestBodies: { Body: { required: true, content: { text/plain: {} } } }
      responses: { Missing: { description: no such room } }
    """

  @Test func `operations are read with what they inherit`() throws {
    let document = try Self.document(Self.operationText)
    #expect(
      document.operations.map(\.name) == [
        "GET /rooms/{id}.json", "DELETE /rooms/{id}.json", "GET /uses", "POST /uses",
      ])
    let get = document.operations[0]
    #expect(get.pointer.description == "/paths/~1rooms~1{id}.json/get")
    #expect(get.path.parts == [.literal("/rooms/"), .parameter("id"), .literal(".json")])
    #expect(get.parameters.map(\.name) == ["id", "page", "filter"])
    guard
      case .style(.pipeDelimited, explode: false, allowReserved: false, let schema) =
        get.parameters[1].serialization
    else {
      Issue.record("\(get.parameters[1].serialization)")
      return
    }
    #expect(schema.types == .array)
    #expect(get.parameters[2].schema?.types == .object)
    #expect(get.responses.map(\.status) == [.code(404), .range(2), .default])
    #expect(get.responses.map(\.componentName) == ["Missing", nil, nil])
    #expect(get.responses[1].headers.map(\.name) == ["X-Count"])
    #expect(get.responses[1].content[0].essence == "application/json")
    #expect(get.responses[1].content[0].schema?.boolean == true)
    #expect(get.responses.describing(204)?.description == "fine")
    #expect(get.security.map(\.items) == [[.init(scheme: "token", scopes: ["read"])]])
    #expect(document.operations[1].security.isEmpty)
    #expect(document.operations[3].requestBody?.isRequired == true)
    #expect(document.operations[3].responses[0].status == .code(200))
    #expect(document.operations[3].responses[0].description == "no such room")
    #expect(document.webhooks.map(\.name) == ["POST changed"])
    #expect(document.servers[0].variables[0].defaultValue == "a.example")
  }

  /// A requirement that cannot be understood must not open an operation to all.
  @Test func `broken security stays closed`() throws {
    let document = try Self.document(
      """
      security: [{ token: [] }]
      paths:
        /a: { get: { security: [token], responses: {} }, put: { security: [{}], responses: {} } }
      components: { securitySchemes: { token: { type: http, scheme: bearer } } }
      """)
    #expect(document.operations[0].security.flatMap(\.items).map(\.scheme) == ["token"])
    #expect(document.operations[1].security.map(\.items.count) == [0])
  }

  @Test func `keywords of OpenAPI 3_0 are translated`() throws {
    let schemas = try Self.schemas(
      """
      A: { type: string, nullable: true, enum: [a, null], example: a }
      B: { type: integer, minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false }
      C: { $ref: "#/components/schemas/A", description: kept, maxLength: 3, nullable: true }
      D: { nullable: true, allOf: [{ $ref: "#/components/schemas/A" }] }
      """, version: "3.0.3")
    let a = try #require(schemas["A"])
    #expect(a.types == [.string, .null])
    #expect(a.isNullable)
    #expect(a.enumeration?.map(\.value) == ["a", nil])
    #expect(a.examples.map(\.value) == ["a"])
    let b = try #require(schemas["B"])
    #expect(b.minimum == nil)
    #expect(b.exclusiveMinimum == 0)
    #expect(b.maximum == 9)
    #expect(b.exclusiveMaximum == nil)
    let c = try #require(schemas["C"])
    #expect(c.reference?.target == a.id)
    #expect(c.description == "kept")
    #expect(c.maxLength == nil)
    #expect(c.isNullable)
    #expect(try #require(schemas["D"]).types == nil)
    #expect(try #require(schemas["D"]).isNullable)
  }

  @Test func `all keywords are read`() throws {
    let schema = try #require(
      Self.schemas(
        """
        A:
          title: t
          description: d
          deprecated: true
          readOnly: true
          writeOnly: true
          default: { a: 1 }
          examples: [1, 2]
          type: [object, array, "null"]
          const: 1
          format: f
          multipleOf: 0.1
          minimum: -1e400
          maximum: 18446744073709551615
          exclusiveMinimum: 1
          exclusiveMaximum: 2
          minLength: 1
          maxLength: 99999999999999999999
          pattern: p
          contentEncoding: base64
          contentMediaType: application/json
          contentSchema: {}
          items: {}
          prefixItems: [{}, {}]
          contains: {}
          minContains: 1
          maxContains: 2
          minItems: 3
          maxItems: 4
          uniqueItems: true
          unevaluatedItems: false
          properties: { b: {}, a: { x-accord-other: 1 } }
          patternProperties: { p: {} }
          additionalProperties: false
          unevaluatedProperties: false
          propertyNames: {}
          required: [b, a, b]
          minProperties: 5
          maxProperties: 6
          dependentRequired: { a: [b] }
          dependentSchemas: { a: {} }
          allOf: [{}]
          anyOf: [{}]
          oneOf: [{}, {}]
          not: {}
          if: {}
          then: {}
          else: {}
        """.replacing(", a: { x-accord-other: 1 }", with: ", a: {}"))["A"])
    #expect(schema.title == "t" && schema.description == "d" && schema.format == "f")
    #expect(schema.isDeprecated && schema.isReadOnly && schema.isWriteOnly && schema.uniqueItems)
    #expect(schema.types == [.object, .array, .null])
    #expect(schema.defaultValue?.value == ["a": 1] && schema.constant?.value == 1)
    #expect(schema.examples.count == 2 && schema.pattern == "p")
    #expect(schema.multipleOf == JSONNumber(literal: "0.1"))
    #expect(schema.maximum?.literal == "18446744073709551615")
    #expect(schema.exclusiveMinimum == 1 && schema.exclusiveMaximum == 2)
    #expect(schema.minLength == 1 && schema.maxLength == .max)
    #expect(schema.contentEncoding == "base64" && schema.contentSchema != nil)
    #expect(schema.items != nil && schema.prefixItems.count == 2 && schema.contains != nil)
    #expect(schema.minContains == 1 && schema.maxContains == 2)
    #expect(schema.minItems == 3 && schema.maxItems == 4)
    #expect(schema.unevaluatedItems?.boolean == false)
    #expect(schema.properties.map(\.name) == ["b", "a"] && schema.required == ["b", "a"])
    #expect(schema.patternProperties.count == 1 && schema.additionalProperties?.boolean == false)
    #expect(schema.unevaluatedProperties?.boolean == false && schema.propertyNames != nil)
    #expect(schema.minProperties == 5 && schema.maxProperties == 6)
    #expect(schema.dependentRequired.map(\.required) == [["b"]])
    #expect(schema.dependentSchemas.count == 1)
    #expect(schema.allOf.count == 1 && schema.anyOf.count == 1 && schema.oneOf.count == 2)
    #expect(schema.not != nil && schema.ifSchema != nil)
    #expect(schema.thenSchema != nil && schema.elseSchema != nil)
    #expect(
      schema.properties[0].schema.id.pointer.description == "/components/schemas/A/properties/b")
  }

  @Test func `references lead into other files and back`() throws {
    let other = """
      Room: { type: object, properties: { owner: { $ref: "#/Owner" }, list: { $ref: "../openapi.yaml#/components/schemas/List" } } }
      Owner: { type: string }
      """.file("shared/room.yaml")
    let document = try Self.document(
      """
      components:
        schemas:
          List: { type: array, items: { $ref: "./shared/../shared/room.yaml#/Room" } }
      """, otherFiles: [other])
    let list = try #require(document.schemas[document.components.schemas[0].id])
    let items = try #require(list.items)
    let room = try #require(document.schemas.resolve(items))
    #expect(room.id == SchemaID(file: "shared/room.yaml", pointer: .init(tokens: ["Room"])))
    #expect(room.location.description == "shared/room.yaml:1:7")
    #expect(document.schemas.resolve(room.properties[0].schema)?.types == .string)
    #expect(document.schemas.resolve(room.properties[1].schema)?.id == list.id)
    #expect(document.otherFiles.map(\.path) == ["shared/room.yaml"])
  }

  @Test func `no file outside the folder is read, and no pipe`() throws {
    let folder = try TemporaryFolder()
    let schemas = ["link", "pipe", "../secret", "up/secret", "fine"]
    let text =
      #"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "components": {"schemas": {"#
      + schemas.enumerated().map { ##""S\##($0)": {"$ref": "\##($1).yaml#/A"}"## }
      .joined(separator: ",") + "}}}"
    let document = try folder.write(text, to: "api/openapi.json")
    let inner = document.deletingLastPathComponent()
    let secret = try folder.write("A: { type: string }", to: "secret.yaml")
    try folder.write("A: { type: string }", to: "api/fine.yaml")
    try FileManager.default.createSymbolicLink(
      at: inner.appending(path: "link.yaml"),
      withDestinationURL: secret)
    try FileManager.default.createSymbolicLink(
      at: inner.appending(path: "up"), withDestinationURL: folder.url)
    #expect(mkfifo(inner.appending(path: "pipe.yaml").path, 0o600) == 0)
    let outcome = DocumentLoader().load(path: document.path)
    let messages = outcome.diagnostics.map(\.message)
    #expect(messages.count == 4)
    #expect(messages.filter { $0.contains("outside the folder") }.count == 3)
    #expect(messages.filter { $0.contains("no regular file") }.count == 1)
    #expect(outcome.document?.otherFiles.count == 1)
  }

  /// A header's content may have parts with headers, and those may refer back.
  @Test func `circles of parts that are no schemas end`() throws {
    _ = try Self.document(
      """
      paths:
        /a:
          get: &get
            responses: { default: { $ref: "#/components/responses/R" } }
            callbacks: { one: { $ref: "#/components/callbacks/C" }, two: { $ref: "#/components/callbacks/C" } }
      components:
        responses: { R: { description: d, headers: { A: { $ref: "#/components/headers/A" } } } }
        headers:
          A: { content: { a/b: { encoding: { x: { headers: { A: { $ref: "#/components/headers/A" } } } } } } }
        callbacks: { C: { "{$url}": { $ref: "#/paths/~1a" } } }
      """)
  }

  @Test func `what an overlay adds knows where it was written`() throws {
    let overlay = """
      overlay: 1.1.0
      info: { title: O, version: "1" }
      actions:
        - target: $
          update: { components: { schemas: { A: { type: string } } } }
      """.file("o.yaml")
    let outcome = DocumentLoader().load(
      "openapi: 3.1.0\ninfo: { title: T, version: \"1\" }\n".file("openapi.yaml"),
      overlays: [overlay])
    let document = try #require(outcome.document)
    let schema = try #require(document.schemas[document.components.schemas[0].id])
    #expect(schema.location.description == "o.yaml:5:43")
    #expect(schema.id.file == "openapi.yaml")
    #expect(document.root[schema.id.pointer]?.location == schema.location)
  }

  @Test func `masks are read as they stand`() throws {
    let document = try Self.document(
      """
      x-accord-viewers: { owner: { authenticated: true }, other: { authenticated: false } }
      components:
        schemas:
          A:
            properties:
              platform: { enum: [x, y] }
              url: { type: string, x-accord-mask: { visibleTo: [owner], when: { platform: x }, as: "" } }
      """)
    let schema = try #require(document.schemas[document.components.schemas[0].id])
    let mask = try #require(schema.properties[1].schema.mask)
    #expect(mask.visibleTo == ["owner"])
    #expect(mask.conditions.map(\.property) == ["platform"])
    #expect(mask.conditions.map(\.value.value) == ["x"])
    #expect(mask.replacement.value == "")
    #expect(document.accord.viewers.map(\.isAuthenticated) == [true, false])
  }
}
