import AccordJSON
import AccordOpenAPI
import AccordSchema
import Foundation

/// An answer of about 1 MB, checked against its schema, beside how long it takes to read it.
enum ValidateBenchmark {
  struct Missing: Error {}

  static func run() throws {
    let document = "openapi/rooms.yaml"
    let loaded = DocumentLoader().load(
      path: document, overlays: ["openapi/rooms.overlay.yaml"]
    ).document
    guard let root = loaded?.root.value else { throw Missing() }
    var resources = SchemaResources(dialect: .openAPI31)
    resources.add(root, uri: "rooms")
    let bytes = Array(DecodeBenchmark.page(rooms: 1300).utf8)
    let megabytes = Double(bytes.count) / 1_000_000
    let pointer = JSONPointer(tokens: ["components", "schemas", "Page_RoomDetails_"])
    let schema = try CompiledSchema(compiling: pointer, in: "rooms", of: resources)
    let value = try JSONValue(json: bytes)
    precondition(schema.validate(value, direction: .response).isValid)

    print(
      "\(megabytes.rounded(to: 2)) MB, 1300 rooms of 21 members, by the schema of a page of rooms")
    let reading = try Measurement.median { try JSONValue(json: bytes) }
    let validating = Measurement.median { schema.validate(value, direction: .response) }
    let asking = Measurement.median { schema.isValid(value, direction: .response) }
    var table = Table(["", "ms", "MB/s", "times reading"])
    for (name, seconds) in [
      ("read", reading), ("validated, with what is wrong", validating),
      ("validated, yes or no", asking),
    ] {
      table.add([
        name, (seconds * 1000).rounded(to: 2), (megabytes / seconds).rounded(to: 0),
        (seconds / reading).rounded(to: 2),
      ])
    }
    table.show()
  }
}
