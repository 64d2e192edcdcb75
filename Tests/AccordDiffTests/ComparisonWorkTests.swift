import AccordOpenAPI
import Testing

@testable import AccordDiff

/// How much is looked at, counted and not timed: a comparison costs as much as the documents are long.
struct ComparisonWorkTests {
  /// Schemas that refer to all others in every way that does not stop at a name: as one that may be `null`, as one
  /// with a default, as the only part of an `allOf`. The last one has a text of at most `limit` characters.
  private static func document(_ count: Int, limit: Int) throws -> OpenAPIDocument {
    var text = """
      openapi: 3.1.0
      info: {title: Chain, version: '1'}
      paths:
        /first:
          get:
            responses:
              '200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/S0'}}}}
      components:
        schemas:

      """
    for number in 0..<count {
      text += "    S\(number):\n      type: object\n      properties:\n"
      text += "        text: {type: string, maxLength: \(number == count - 1 ? limit : 9)}\n"
      for (name, step) in [("a", 1), ("b", 2), ("c", 3)] {
        let target = "{$ref: '#/components/schemas/S\((number + step) % count)'}"
        text += "        \(name)1: {anyOf: [\(target), {type: 'null'}]}\n"
        text += "        \(name)2: {allOf: [\(target)], description: one of them}\n"
        text += "        \(name)3: {oneOf: [\(target), {type: string, enum: ['']}]}\n"
      }
    }
    let outcome = DocumentLoader().load(SourceFile(path: "chain.yaml", bytes: Array(text.utf8)))
    return try #require(outcome.document)
  }

  private static func work(_ count: Int, _ limits: (Int, Int)) throws -> (work: Int, [Change]) {
    let comparison = DocumentComparison(
      try document(count, limit: limits.0), try document(count, limit: limits.1), swift: nil)
    let changes = comparison.changes()
    return (comparison.placeCount, changes)
  }

  @Test func `what is the same is looked at once`() throws {
    let (small, nothing) = try Self.work(50, (9, 9))
    #expect(nothing.isEmpty)
    let (large, _) = try Self.work(200, (9, 9))
    #expect(large <= small * 4)
    // A schema has a dozen places and a few alternatives; each is looked at, and asked for, once or twice.
    #expect(large > 200 && large < 200 * 100)
  }

  @Test func `one change is reported once, and costs what it is long`() throws {
    let (same, _) = try Self.work(200, (9, 9))
    let (changed, changes) = try Self.work(200, (9, 10))
    #expect(changes.map(\.rule) == [.lengthChanged])
    #expect(changes.first?.witness != nil)
    #expect(changed < same + 200)
  }
}
