import AccordJSON
import AccordOpenAPI
import AccordTesting
import Foundation
import Testing

@testable import AccordGenerator

/// The coverage report against a count of the raw JSON that shares nothing with the reader of documents.
@Suite struct CoverageTests {
  static let documents = [
    "rooms-fastapi.json", "rooms-fastapi-rooms-only.json", "docusign-maestro.json",
    "reflector.json",
    "readme-discriminators.json", "qdrant.json", "paypal-subscriptions.json", "hetzner.json",
    "schemathesis-booking.json", "kubernetes-apps-v1.json",
  ]

  @Test("every part of the document is in the report", arguments: documents)
  func everyPart(_ name: String) throws {
    guard let url = PackageRoot.shared("specs/\(name)") else {
      print("no ../shared/specs: skipped")
      return
    }
    let counted = RawCount(try JSONValue(parsing: try Data(contentsOf: url)))
    let document = try #require(DocumentLoader(brokenParts: .warning).load(path: url.path).document)
    let coverage = Generator().generateWithCoverage(document).coverage
    func reported(_ kind: Coverage.Kind) -> Set<String> {
      Set(coverage.entries.filter { $0.kind == kind }.map(\.pointer.description))
    }
    #expect(!counted.operations.isEmpty && !counted.schemas.isEmpty)
    for (kind, expected) in [
      (Coverage.Kind.operation, counted.operations), (.parameter, counted.parameters),
      (.requestBody, counted.requestBodies), (.response, counted.responses),
      (.header, counted.headers), (.schema, counted.schemas), (.property, counted.properties),
    ] {
      let missing = expected.subtracting(reported(kind)).sorted()
      let invented = reported(kind).subtracting(expected).sorted()
      #expect(missing.isEmpty, "\(kind): \(missing.count) missing: \(missing.prefix(3))")
      #expect(invented.isEmpty, "\(kind): \(invented.count) too many: \(invented.prefix(3))")
    }
    let known = Set(
      Coverage.Verdict.allCases.flatMap { verdict in
        coverage.entries.filter {
          $0.verdict == verdict && (verdict == .precise) == ($0.reason == nil)
        }
        .map { "\($0.kind)\($0.pointer)" }
      })
    #expect(known.count == coverage.entries.count, "whatever is not precise has a reason")
  }

  @Test("what is weakened has its line and its reason; {} and true are precise; --strict counts")
  func verdicts() throws {
    let text = """
      openapi: 3.1.0
      info: { title: T, version: '1' }
      paths: {}
      components:
        schemas:
          A:
            type: object
            properties:
              anything: {}
              all: true
              lost: { $ref: '#/components/schemas/None' }
              text: { type: string }
      """
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "openapi.yaml")
    let document = try #require(
      DocumentLoader(brokenParts: .warning).load(path: file.path).document)
    let coverage = Generator().generateWithCoverage(document).coverage
    #expect(coverage.count(.leftOut) == 0)
    let weakened = coverage.entries.filter { $0.verdict == .weakened }
    #expect(weakened.map(\.kind.rawValue).sorted() == ["property", "schema"])
    #expect(weakened.allSatisfy { $0.location.line == 11 })
    #expect(weakened.allSatisfy { $0.reason?.contains("leads nowhere") ?? false })
    #expect(coverage.count(.precise, .property) == 3)
  }

  @Test(
    "another notation of a value that is there, and what nothing can stand for, are told apart from what is lost"
  )
  func notations() throws {
    let name = GoldenCaseTests.folder.appendingPathComponent("contents/openapi.yaml")
    let document = try #require(
      DocumentLoader(brokenParts: .warning).load(path: name.path).document)
    var plan = Planner(document).plan().plan
    func places(_ verdict: Coverage.Verdict) -> [String] {
      CoverageReader.read(document, plan) { _ in true }.entries
        .filter { $0.verdict == verdict && $0.kind != .schema }
        .map { $0.pointer.tokens.suffix(3).joined(separator: " ") }
    }
    #expect(places(.weakened) == [] && places(.leftOut) == [])
    #expect(
      places(.equivalent) == [
        "200 content application/xml", "200 content application/vnd.example.protobuf",
        "200 content text/plain", "200 content application/json;stream=watch",
        "requestBody content text/json", "200 content Text/Plain; charset=utf-8",
      ])
    #expect(
      places(.void) == [
        "Odd properties never", "200 content application/json", "404 content application/json",
        "204 content application/json", "schema properties a",
      ])
    let index = try #require(plan.operations.firstIndex { $0.id == "addPet" })
    plan.operations[index].body?.choices.removeLast()
    #expect(places(.leftOut) == ["requestBody content application/xml"])
  }

  @Test("a plan without a property, a type or an operation is found out")
  func planWithGaps() throws {
    let name = GoldenCaseTests.folder.appendingPathComponent("answers/openapi.yaml")
    let document = try #require(DocumentLoader().load(path: name.path).document)
    var plan = Planner(document).plan().plan
    func leftOut() -> Int {
      CoverageReader.read(document, plan) { _ in true }.count(.leftOut)
    }
    #expect(leftOut() == 0)
    let index = try #require(
      plan.types.firstIndex {
        if case .structure(let structure) = $0.shape {
          !structure.properties.isEmpty
        } else {
          false
        }
      })
    guard case .structure(var structure) = plan.types[index].shape else { return }
    structure.properties.removeLast()
    plan.types[index].shape = .structure(structure)
    let withoutProperty = leftOut()
    #expect(withoutProperty > 0)
    plan.operations.removeLast()
    #expect(leftOut() > withoutProperty)
  }
}

/// The places of everything that counts, found in the raw text by the names of the specification.
private struct RawCount {
  let root: JSONValue
  var operations: Set<String> = []
  var parameters: Set<String> = []
  var requestBodies: Set<String> = []
  var responses: Set<String> = []
  var headers: Set<String> = []
  var schemas: Set<String> = []
  var properties: Set<String> = []

  init(_ root: JSONValue) {
    self.root = root
    for name in (root["components"]?["schemas"]?.object ?? [:]).keys {
      schema(["components", "schemas", name])
    }
    for key in ["paths", "webhooks"] {
      for path in (root[key]?.object ?? [:]).keys { pathItem([key, path]) }
    }
  }

  private func value(_ path: [String]) -> JSONValue? { root[JSONPointer(tokens: path)] }
  private func text(_ path: [String]) -> String { JSONPointer(tokens: path).description }

  /// Where the reference leads, if this is one.
  private func followed(_ path: [String]) -> [String] {
    guard let reference = value(path)?["$ref"]?.string,
      let pointer = JSONPointer(fragment: String(reference.dropFirst()))
    else { return path }
    return followed(pointer.tokens)
  }

  private mutating func pathItem(_ path: [String]) {
    let shared = value(path + ["parameters"])?.array?.indices.map { String($0) } ?? []
    for method in ["get", "put", "post", "delete", "options", "head", "patch", "trace"] {
      guard let operation = value(path + [method]) else { continue }
      let here = path + [method]
      operations.insert(text(here))
      let own = operation["parameters"]?.array?.indices.map { String($0) } ?? []
      var names: Set<String> = []
      for place in own.map({ followed(here + ["parameters", $0]) })
        + shared.map({ followed(path + ["parameters", $0]) })
      {
        guard let parameter = value(place) else { continue }
        let name = parameter["name"]?.string ?? ""
        let kind = parameter["in"]?.string ?? ""
        guard names.insert("\(kind) \(name)").inserted else { continue }
        if kind == "header",
          ["accept", "content-type", "authorization"].contains(name.lowercased())
        {
          continue
        }
        parameters.insert(text(place))
        if parameter["schema"] != nil { schema(place + ["schema"]) }
        _ = media(place)
      }
      if operation["requestBody"] != nil {
        requestBodies.formUnion(media(followed(here + ["requestBody"])))
      }
      for status in (operation["responses"]?.object ?? [:]).keys where !status.hasPrefix("x-") {
        let place = followed(here + ["responses", status])
        responses.insert(text(place))
        responses.formUnion(media(place))
        for name in (value(place)?["headers"]?.object ?? [:]).keys
        where name.lowercased() != "content-type" {
          let header = followed(place + ["headers", name])
          headers.insert(text(header))
          if value(header)?["schema"] != nil { schema(header + ["schema"]) }
        }
      }
    }
  }

  private mutating func media(_ path: [String]) -> [String] {
    (value(path)?["content"]?.object ?? [:]).keys.map { name in
      let here = path + ["content", name]
      if value(here)?["schema"] != nil { schema(here + ["schema"]) }
      return text(here)
    }
  }

  private mutating func schema(_ path: [String]) {
    guard let schema = value(path), schemas.insert(text(path)).inserted else { return }
    if schema["$ref"]?.string != nil {
      let target = followed(path)
      if target != path { self.schema(target) }
      if root["openapi"]?.string?.hasPrefix("3.0") ?? false { return }
    }
    for name in (schema["properties"]?.object ?? [:]).keys {
      properties.insert(text(path + ["properties", name]))
      self.schema(path + ["properties", name])
    }
    for name in (schema["patternProperties"]?.object ?? [:]).keys {
      self.schema(path + ["patternProperties", name])
    }
    for key in ["items", "additionalProperties"] where schema[key] != nil {
      self.schema(path + [key])
    }
    for key in ["allOf", "anyOf", "oneOf", "prefixItems"] {
      for index in schema[key]?.array?.indices ?? 0..<0 {
        self.schema(path + [key, String(index)])
      }
    }
  }
}
