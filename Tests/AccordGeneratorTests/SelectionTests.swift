import AccordOpenAPI
import AccordTesting
import Foundation
import Testing

@testable import AccordGenerator

/// What is generated of a document, and what it is called, if its user has a say in it.
@Suite struct SelectionTests {
  static let text = """
    openapi: 3.1.0
    info: { title: Shelf, version: '1' }
    paths:
      /books/{id}:
        get:
          operationId: getBook
          tags: [books]
          parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
          responses:
            '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } }
            '404': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } } }
      /books:
        get: { operationId: getAllBooks, tags: [books, lists], responses: { '200': { description: x } } }
      /loans:
        post:
          tags: [loans]
          requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Loan' } } } }
          responses: { '204': { description: x } }
    components:
      schemas:
        problem: { type: object, properties: { code: { type: integer } } }
        Problem: { type: object, properties: { title: { type: string } } }
        Book:
          type: object
          properties:
            title: { type: string }
            author: { $ref: '#/components/schemas/Author' }
            kind: { type: string, enum: ['+1', '-1', novel] }
        Author: { type: object, properties: { books: { type: array, items: { $ref: '#/components/schemas/Book' } } } }
        Loan: { type: object, properties: { days: { type: integer } } }

    """

  private static func load(_ overlay: String = "") throws -> OpenAPIDocument {
    let outcome = try outcome(overlay)
    #expect(!outcome.hasErrors, "\(outcome.diagnostics)")
    return try #require(outcome.document)
  }

  private static func outcome(_ overlay: String) throws -> DocumentLoader.Outcome {
    let head = "overlay: 1.1.0\ninfo: { title: o, version: '1' }\nactions:\n"
    return DocumentLoader().load(
      SourceFile(path: "a.yaml", bytes: Array(text.utf8)),
      overlays: overlay.isEmpty
        ? [] : [SourceFile(path: "o.yaml", bytes: Array((head + overlay).utf8))])
  }

  @Test(
    "only what is selected, and what it needs, called as it always is",
    arguments: [
      (Selection(tags: ["loans"]), ["postLoans"], ["Loan"]),
      (Selection(tags: ["lists"]), ["allBooks"], []),
      (Selection(operations: ["getBook"]), ["book"], ["ProblemModel", "Book", "Author"]),
      (
        Selection(operations: ["POST /loans"], paths: ["/books"]), ["allBooks", "postLoans"],
        ["Loan"]
      ),
      (Selection(paths: ["/books*"]), ["book", "allBooks"], ["ProblemModel", "Book", "Author"]),
      (
        Selection(), ["book", "allBooks", "postLoans"],
        ["Problem", "ProblemModel", "Book", "Author", "Loan"]
      ),
    ])
  func selected(_ selection: Selection, _ operations: [String], _ types: [String]) throws {
    let (plan, diagnostics) = Planner(try Self.load(), .init(selection: selection)).plan()
    #expect(plan.operations.map(\.name) == operations)
    #expect(plan.types.map(\.name) == types)
    #expect(diagnostics.filter { $0.severity != .note }.isEmpty, "\(diagnostics)")
  }

  @Test(
    "what nothing matches is an error that says what may have been meant",
    arguments: [
      (Selection(tags: ["book"]), "no operation has the tag 'book'; did you mean 'books'?"),
      (
        Selection(operations: ["getbok"]),
        "no operation is called 'getbok'; did you mean 'getBook'?"
      ),
      (Selection(paths: ["/lons"]), "no operation has the path '/lons'; did you mean '/loans'?"),
    ])
  func mistakes(_ selection: Selection, _ expected: String) throws {
    let (_, diagnostics) = Generator(.init(selection: selection)).generate(try Self.load())
    #expect(diagnostics.map { "\($0)" }.contains("a.yaml:1:1: error: " + expected))
  }

  @Test("what names operations that are not selected is left out, and said")
  func relations() throws {
    let folder = GoldenCaseTests.folder.appendingPathComponent("relations")
    let document = try #require(
      DocumentLoader().load(
        path: folder.appendingPathComponent("openapi.yaml").path,
        overlays: [folder.appendingPathComponent("openapi.overlay.yaml").path]
      ).document)
    let batch = try #require(document.accord.batches.first)
    let options = Generator.Options(selection: Selection(operations: [batch.operationID]))
    let (plan, diagnostics) = Planner(document, options).plan()
    #expect(plan.operations.count == 1)
    #expect(plan.batches.isEmpty && plan.invalidations.isEmpty)
    let notes = diagnostics.filter { $0.message.contains("not selected") }
    #expect(!notes.isEmpty)
    #expect(diagnostics.allSatisfy { $0.severity == .note }, "\(diagnostics)")
  }

  @Test("names by extension and by the user, who wins")
  func overrides() throws {
    let document = try Self.load(
      """
      - { target: "$.paths['/books'].get", update: { x-accord-name: everyBook } }
      - { target: $.components.schemas.Book, update: { x-accord-name: Volume } }
      - { target: $.components.schemas.Book.properties.title, update: { x-accord-name: class } }
      - { target: "$.paths['/books/{id}'].get.parameters[0]", update: { x-accord-name: isbn } }
      - target: $.components.schemas.Book.properties.kind
        update: { x-accord-case-names: { '+1': thumbsUp, novel: Self_ } }

      """)
    let renames = [
      Rename("Book", to: "Tome"), Rename("POST /loans", to: "lend"),
      Rename("#/components/schemas/Loan/properties/days", to: "nights"),
      Rename("#/components/schemas/Book/properties/kind/enum/1", to: "thumbsDown"),
    ]
    let (plan, diagnostics) = Planner(document, .init(renames: renames)).plan()
    #expect(diagnostics.filter { $0.severity == .error }.isEmpty, "\(diagnostics)")
    #expect(plan.operations.map(\.name) == ["book", "everyBook", "lend"])
    #expect(plan.operations.first?.parameters.map(\.name) == ["isbn"])
    func properties(_ name: String) -> [String] {
      guard case .structure(let structure)? = plan.types.first(where: { $0.name == name })?.shape
      else { return [] }
      return structure.properties.map(\.name)
    }
    #expect(properties("Tome") == ["`class`", "author", "kind"])
    #expect(properties("Loan") == ["nights"])
    let kind = plan.types.first { $0.name == "Tome" }?.nested.first
    guard case .enumeration(let enumeration)? = kind?.shape else {
      Issue.record("no enum")
      return
    }
    #expect(enumeration.cases.map(\.name) == ["thumbsUp", "thumbsDown", "Self_"])
  }

  @Test(
    "names that cannot be given",
    arguments: [
      (
        "- { target: \"$.paths['/loans'].post\", update: { x-accord-name: a-b } }",
        "o.yaml:4:64: error: 'a-b' is no name"
      ),
      (
        "- { target: $.components.schemas.Loan, update: { x-accord-name: Self } }",
        "o.yaml:4:65: error: 'Self' is no name"
      ),
      ("- { target: $.components.schemas.Loan, update: { x-accord-name: Book } }", nil),
      (
        "- { target: $.components.schemas.Loan, update: { x-accord-name: String } }",
        "a.yaml:30:5: error: the name 'String' is taken"
      ),
      (
        "- { target: $.components.schemas.Loan, update: { x-accord-name: 1 } }",
        "o.yaml:4:65: error: a Swift name must be a string"
      ),
      (
        "- { target: $.info, update: { x-accord-name: b } }",
        "o.yaml:4:31: error: `x-accord-name` has no effect here"
      ),
      (
        "- { target: $.components.schemas.Book.properties.kind, update: { x-accord-case-names: { nvel: a } } }",
        "o.yaml:4:89: error: the enum has no value 'nvel'; did you mean 'novel'?"
      ),
      (
        "- { target: '$.paths[*][?@.operationId]', update: { x-accord-name: all } }",
        "error: the name 'all' is taken"
      ),
    ] as [(String, String?)])
  func badOverrides(_ overlay: String, _ expected: String?) throws {
    let outcome = try Self.outcome(overlay + "\n")
    let (_, diagnostics) = Generator().generate(try #require(outcome.document))
    let errors = (outcome.diagnostics + diagnostics).filter { $0.severity == .error }.map {
      "\($0)"
    }
    guard let expected else {
      #expect(errors.isEmpty, "\(errors)")
      return
    }
    #expect(errors.contains { $0.contains(expected) }, "\(errors)")
  }

  @Test("settings and flags say the same, --check compares what is selected, mistakes are exit 2")
  func command() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.text, to: "a.yaml")
    func run(_ arguments: String...) async throws -> ToolRun {
      try await ToolRun.product(
        "accord-generate", ["a.yaml", "--output"] + arguments, in: folder.url)
    }
    let flags = try await run(
      "flags", "--only-tag", "loans", "--only-path", "/books", "--rename", "getAllBooks=every",
      "--import", "Foundation", "--keep-operation-ids")
    #expect(flags.status == 0, "\(flags.errors)")
    try folder.write(
      """
      {"onlyTags": ["loans"], "onlyPaths": ["/books"], "names": {"getAllBooks": "every"},
       "imports": ["Foundation"], "keepOperationIds": true}
      """, to: "s.json")
    #expect(try await run("flags", "--settings", "s.json", "--check").status == 0)
    #expect(try await run("flags", "--check").status == 1)
    let api = try String(
      contentsOf: folder.url.appendingPathComponent("flags/ShelfAPI.swift"), encoding: .utf8)
    #expect(
      api.contains("import AccordRuntime\nimport Foundation\n") && api.contains("func every()"))

    #expect(try await run("other", "--only-tag", "x").status == 2)
    #expect(try await run("other", "--import", "A; import B").status == 2)
    #expect(try await run("other", "--rename", "Book").status == 2)
    #expect(try await run("other", "--rename", "Bok=A").status == 1)
    for settings in [#"{"imports": ["a b"]}"#, #"{"names": {"a": 1}}"#, #"{"onlyTag": []}"#] {
      try folder.write(settings, to: "bad.json")
      let bad = try await run("other", "--settings", "bad.json")
      #expect(bad.status == 2 && bad.errors.contains("bad.json:1:1: error:"), "\(bad.errors)")
    }
    #expect(
      !FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("other").path))
  }
}
