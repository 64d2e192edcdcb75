import AccordOpenAPI

/// One document in ever larger copies of itself: nothing but its size changes, from 50 KB to 20 MB.
enum GrowthBenchmark {
  static func run() {
    var table = Table([
      "copies", "MB", "read ms", "generate ms", "ratio", "MB/s", "ms/MB", "out MB", "files",
      "peak MB",
    ])
    var points: [(size: Double, cost: Double)] = []
    for copies in [32, 128, 512, 2048, 12_288] {
      let text = document(copies: copies)
      let cost = GenerationCost(of: SourceFile(path: "growth.json", bytes: Array(text.utf8)))
      points.append((size: cost.megabytes, cost: cost.generating))
      table.add(["\(copies)"] + cost.cells)
    }
    table.show()
    print(
      "the cost grows with the power \(Measurement.exponent(points).rounded(to: 2)) of the size")
  }

  /// A document in which every copy has an operation and four schemas.
  private static func document(copies: Int) -> String {
    var paths: [String] = []
    var schemas: [String] = []
    for copy in 0..<copies {
      paths.append(
        """
        "/shelves/\(copy)/books/{id}": {"get": {"operationId": "getBookOfShelf\(copy)", \
        "summary": "A book of shelf \(copy).", "parameters": [\
        {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}, \
        {"name": "fields", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}], \
        "responses": {"200": {"description": "The book.", "content": {"application/json": \
        {"schema": {"$ref": "#/components/schemas/Book\(copy)"}}}}, \
        "404": {"description": "There is none.", "content": {"application/json": \
        {"schema": {"$ref": "#/components/schemas/Problem\(copy)"}}}}}}}
        """)
      schemas.append(
        """
        "Book\(copy)": {"type": "object", "description": "A book.\\nWith two lines of text.", \
        "required": ["id", "title"], "properties": {"id": {"type": "string", "format": "uuid"}, \
        "title": {"type": "string", "description": "As it stands on the cover.", "maxLength": 200}, \
        "pages": {"type": "integer", "minimum": 1}, "kind": {"$ref": "#/components/schemas/Kind\(copy)"}, \
        "authors": {"type": "array", "items": {"$ref": "#/components/schemas/Author\(copy)"}}, \
        "lent": {"type": "string", "format": "date-time", "nullable": true}}}, \
        "Author\(copy)": {"type": "object", "properties": {"name": {"type": "string"}, \
        "books": {"type": "array", "items": {"$ref": "#/components/schemas/Book\(copy)"}}}}, \
        "Kind\(copy)": {"type": "string", "enum": ["novel", "poems", "atlas"]}, \
        "Problem\(copy)": {"allOf": [{"$ref": "#/components/schemas/Author\(copy)"}, \
        {"type": "object", "required": ["code"], "properties": {"code": {"type": "integer"}}}]}
        """)
    }
    return """
      {"openapi": "3.0.3", "info": {"title": "Growth", "version": "1"},
      "paths": {\(paths.joined(separator: ",\n"))},
      "components": {"schemas": {\(schemas.joined(separator: ",\n"))}}}
      """
  }
}
