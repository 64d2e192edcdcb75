import AccordTesting
import Foundation
import Testing

@testable import AccordOpenAPI

/// References of every spelling, in one file and across several, and what they lead to.
struct SeveralFilesTests {
  /// A reference of the document, and the title of the schema that it means.
  static let references: [(text: String, title: String)] = [
    ("#/components/schemas/Plain", "plain"),
    ("#/components/schemas/with~1slash", "slash"),
    ("#/components/schemas/with~0tilde", "tilde"),
    ("#/components/schemas/with~01escape", "tilde and one"),
    ("#/components/schemas/with%20space", "space"),
    ("#/components/schemas/with%25percent", "percent"),
    ("#/components/schemas/na%C3%AFve", "umlaut"),
    ("#/components/schemas/%50lain", "plain"),
    ("#named", "anchored"),
    ("#node", "dynamic"),
    ("https://example.com/schemas/identified", "identified"),
    ("https://example.com/schemas/identified#inner", "inner"),
    ("https://example.com/schemas/identified#/$defs/Inner", "inner"),
    ("parts/shapes.yaml#/Square", "square"),
    ("./parts/shapes.yaml#/Square", "square"),
    ("parts/../parts/shapes.yaml#/Square", "square"),
    ("parts/shapes.yaml#/a~1b%20c", "odd"),
    ("parts/shapes.yaml#round", "circle"),
    ("parts/with%20space.json", "whole file"),
    ("parts/with%20space.json#", "whole file"),
    ("parts/with%20space.json#/$defs/back", "plain"),
  ]

  private static func makeDocument() throws -> (folder: TemporaryFolder, url: URL) {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      Square: {title: square, type: number}
      a/b c: {title: odd, type: number}
      Circle: {$anchor: round, title: circle, type: number}
      """, to: "parts/shapes.yaml")
    try folder.write(
      #"""
      {"title": "whole file", "type": "object",
       "$defs": {"back": {"$ref": "../openapi.yaml#/components/schemas/Plain"}}}
      """#, to: "parts/with space.json")
    let members = references.indices.map { index in
      "        p\(index): {$ref: '\(references[index].text)'}"
    }
    let url = try folder.write(
      """
      openapi: 3.1.0
      info: {title: T, version: '1'}
      components:
        schemas:
          Plain: {title: plain, type: string}
          with/slash: {title: slash, type: string}
          with~tilde: {title: tilde, type: string}
          with~1escape: {title: tilde and one, type: string}
          with space: {title: space, type: string}
          with%percent: {title: percent, type: string}
          naïve: {title: umlaut, type: string}
          Anchored: {$anchor: named, title: anchored, type: string}
          Node:
            $dynamicAnchor: node
            title: dynamic
            type: object
            properties: {next: {$dynamicRef: '#node'}}
          Identified:
            $id: https://example.com/schemas/identified
            title: identified
            type: object
            $defs: {Inner: {$anchor: inner, title: inner, type: string}}
          All:
            type: object
            properties:
      \(members.joined(separator: "\n"))
      """.replacingOccurrences(of: "        p", with: "              p"), to: "openapi.yaml")
    return (folder, url)
  }

  @Test func `every spelling of a reference leads to what it means`() throws {
    let (folder, url) = try Self.makeDocument()
    let outcome = DocumentLoader().load(path: url.path)
    withExtendedLifetime(folder) {}
    let schemas = try #require(outcome.document?.schemas, "\(outcome.diagnostics)")
    let file = try #require(outcome.document?.root.location.file.path)
    let all = try #require(
      schemas[SchemaID(file: file, pointer: .init(tokens: ["components", "schemas", "All"]))])
    #expect(all.properties.count == Self.references.count)
    for (property, expected) in zip(all.properties, Self.references) {
      let target = schemas.resolve(property.schema)
      #expect(target?.title == expected.title, "\(expected.text): \(outcome.diagnostics)")
    }
    // A dynamic reference leads, if nothing around says otherwise, to the schema that it names.
    let node = try #require(
      schemas[SchemaID(file: file, pointer: .init(tokens: ["components", "schemas", "Node"]))])
    #expect(node.properties.first?.schema.dynamicReference?.target == node.id)
  }
}
