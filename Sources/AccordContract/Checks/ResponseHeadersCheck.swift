import AccordJSON
import AccordOpenAPI
import AccordSchema
import HTTPTypes

/// Header fields are there, and what their schemas say.
public struct ResponseHeadersCheck: ExchangeCheck {
  public let name = "response-headers"
  public let explanation =
    "Required header fields are there, and header fields are valid by their schemas."

  public init() {}

  public func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict {
    guard let response = request.operation?.responses.describing(answer.status) else {
      return .notApplicable
    }
    var verdict = Verdict.notApplicable
    for header in response.headers {
      // OpenAPI 3.1, section 4.8.14.1: Content-Type is ignored here.
      guard let name = HTTPField.Name(header.name), name != .contentType else { continue }
      guard let value = answer.fields[name] else {
        guard header.isRequired else { continue }
        verdict = verdict.and(
          .broken([
            Finding(
              signature: "\(response.status.text) \(name.canonicalName) missing",
              location: header.location, expected: "the header field \(header.name)",
              got: "status \(answer.status) without it")
          ]))
        continue
      }
      guard let schema = header.schema, let compiled = context.schemas.compiled(schema) else {
        verdict = verdict.and(.holds)
        continue
      }
      if TextReading.values(of: value, for: compiled).contains(where: {
        compiled.isValid($0, direction: .response)
      }) {
        verdict = verdict.and(.holds)
        continue
      }
      let violation = compiled.validate(.string(value), direction: .response).violations.first
      verdict = verdict.and(
        .broken([
          Finding(
            signature: "\(response.status.text) \(name.canonicalName) value",
            location: header.location,
            expected: "\(header.name): \(violation?.expected ?? "a value that is valid")",
            got: "\(header.name): \(value.shortened)")
        ]))
    }
    return verdict
  }
}

/// Text from where there are no types: header fields and parameters.
enum TextReading {
  /// All the values that a text may stand for where the schema is used.
  static func values(of text: String, for schema: CompiledSchema) -> [JSONValue] {
    let kinds = schema.acceptedKinds()
    var result: [JSONValue] = []
    if kinds.contains(.string) { result.append(.string(text)) }
    if kinds.contains(.number), let number = JSONNumber(literal: text) {
      result.append(.number(number))
    }
    if kinds.contains(.boolean), text == "true" || text == "false" {
      result.append(.bool(text == "true"))
    }
    if kinds.contains(.null), text.isEmpty || text == "null" { result.append(.null) }
    if kinds.contains(.array) {
      let items = text.split(separator: ",", omittingEmptySubsequences: false)
        .map { $0.trimmingBlanks }
      result.append(.array(items.map { .string($0) }))
      result.append(
        .array(items.map { item in JSONNumber(literal: item).map { .number($0) } ?? .string(item) })
      )
    }
    if kinds.contains(.object) {
      let items = text.split(separator: ",").map { String($0) }
      if items.count.isMultiple(of: 2) {
        result.append(
          .object(
            JSONDictionary(
              stride(from: 0, to: items.count, by: 2).map { (items[$0], .string(items[$0 + 1])) })))
      }
    }
    return result
  }
}
