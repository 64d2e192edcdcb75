import AccordContract
import AccordJSON
import AccordOpenAPI
import AccordSchema
import HTTPTypes
import Synchronization

/// A server that has nothing behind it: it answers whatever the document describes with values drawn from the
/// document's own schemas, right ones or such that break one demand each.
final class SampledServer: ContractTransport {
  enum Answers: Sendable {
    case valid
    case mutated
  }

  private let document: OpenAPIDocument
  private let schemas: SchemaCatalog
  private let answers: Answers
  private let bodies = Mutex<[String: [JSONValue]]>([:])
  private let served = Mutex<[String: Int]>([:])
  private let empty = Mutex<Set<String>>([])

  /// Operations to which no answer is right: no server can tell them from others, as their methods and paths are the
  /// same but for the names of parameters; or the document knows nothing but refusals of what it allows.
  let unanswerable: Set<String>

  init(document: OpenAPIDocument, answers: Answers) {
    self.document = document
    let groups = Dictionary(grouping: document.operations) {
      "\($0.method.name) \(Self.shape(of: $0.path))"
    }
    unanswerable = Set(
      groups.values.filter { group in
        let codes = Self.codes(of: group[0])
        return group.count > 1 || !codes.isEmpty && codes.allSatisfy(Self.refusals.contains)
      }.joined().map(\.name))
    self.answers = answers
    schemas = SchemaCatalog(document: document)
  }

  /// How many answers with a broken body were given, by the operation's name.
  var mutated: [String: Int] { served.withLock { $0 } }

  /// The operations for whose answers there was no value.
  var withoutValues: Set<String> { empty.withLock { $0 } }

  func send(
    _ request: HTTPRequest, body: [UInt8], timeout: Duration, bodyLimit: Int
  ) async throws(TransportFailure) -> TransportAnswer {
    let path = (request.path ?? "/").prefix { $0 != "?" }
    let matching = document.operations.filter { Self.matches($0.path, path) }
    // Literal segments win over parameters, as OpenAPI has it.
    let best = matching.min { left, right in
      left.path.parameterNames.count < right.path.parameterNames.count
    }?.path
    let shape = best.map(Self.shape)
    let candidates = matching.filter { Self.shape(of: $0.path) == shape }
    guard !candidates.isEmpty else { return Self.answer(404) }
    guard let operation = candidates.first(where: { $0.method.name == request.method.rawValue })
    else {
      var answer = Self.answer(405)
      answer.response.headerFields[.allow] =
        candidates.map(\.method.name).joined(separator: ", ")
      return answer
    }
    return answer(to: operation)
  }

  /// The path without the names of its parameters.
  private static func shape(of path: PathTemplate) -> String {
    path.parts.map { part in
      switch part {
      case .literal(let text): text
      case .parameter: "{}"
      }
    }.joined()
  }

  private static func answer(_ status: Int) -> TransportAnswer {
    TransportAnswer(response: HTTPResponse(status: .init(code: status)), body: [])
  }

  private static func matches(_ template: PathTemplate, _ path: Substring) -> Bool {
    var rest = path
    for (index, part) in template.parts.enumerated() {
      switch part {
      case .literal(let text):
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
      case .parameter:
        var end = rest.firstIndex(of: "/") ?? rest.endIndex
        if index + 1 < template.parts.count, case .literal(let next) = template.parts[index + 1],
          let range = rest.firstRange(of: next)
        {
          end = min(end, range.lowerBound)
        }
        guard end > rest.startIndex else { return false }
        rest = rest[end...]
      }
    }
    return rest.isEmpty
  }

  // MARK: - Answers

  /// What is no answer to a valid request of somebody known.
  private static let refusals: Set<Int> = [400, 401, 403, 405, 406, 409, 415, 422, 429, 500, 503]

  private static func codes(of operation: Operation) -> [Int] {
    operation.responses.compactMap { response in
      guard case .code(let code) = response.status else { return nil }
      return code
    }
  }

  private func answer(to operation: Operation) -> TransportAnswer {
    let codes = Self.codes(of: operation)
    let status =
      codes.first { (200..<300).contains($0) } ?? codes.first { !Self.refusals.contains($0) }
      ?? codes.first ?? 200
    guard let response = operation.responses.describing(status) else { return Self.answer(status) }
    var head = HTTPResponse(status: .init(code: status))
    for header in response.headers where header.isRequired {
      guard let name = HTTPField.Name(header.name),
        let schema = header.schema.flatMap(schemas.compiled)
      else { continue }
      var sampler = Sampler(schema, direction: .response, seed: 1)
      switch sampler.simplest() ?? sampler.random() {
      case .string(let text): head.headerFields[name] = text.isEmpty ? "x" : text
      case .number(let number): head.headerFields[name] = number.literal
      case .bool(let bool): head.headerFields[name] = String(bool)
      case .null, .array, .object, nil: head.headerFields[name] = "x"
      }
    }
    guard status != 204, operation.method != .head,
      let media = response.content.first(where: \.isJSON) ?? response.content.first
    else { return TransportAnswer(response: head, body: []) }
    head.headerFields[.contentType] =
      switch media.essence {
      case "*/*": "application/octet-stream"
      // Some type of the range.
      case let essence where essence.hasSuffix("/*"): essence.dropLast() + "x-sample"
      default: media.name
      }
    guard media.isJSON else { return TransportAnswer(response: head, body: Array("x".utf8)) }
    let all = values(of: operation, media)
    guard let value = next(all, for: operation) else {
      // No value is valid, or none can be broken: nothing is said of the body.
      empty.withLock { _ = $0.insert(operation.name) }
      return TransportAnswer(response: HTTPResponse(status: head.status), body: [])
    }
    return TransportAnswer(response: head, body: Array(value.serialized().utf8))
  }

  private func next(_ values: [JSONValue], for operation: Operation) -> JSONValue? {
    guard !values.isEmpty else { return .none }
    let count = served.withLock { served in
      served[operation.name, default: 0] += 1
      return served[operation.name] ?? 0
    }
    return values[count % values.count]
  }

  private func values(of operation: Operation, _ media: MediaType) -> [JSONValue] {
    if let known = bodies.withLock({ $0[operation.name] }) { return known }
    let values = makeValues(media)
    bodies.withLock { $0[operation.name] = values }
    return values
  }

  private func makeValues(_ media: MediaType) -> [JSONValue] {
    guard let schema = media.schema.flatMap(schemas.compiled) else { return [["any": "thing"]] }
    var sampler = Sampler(
      schema, direction: .response, seed: 7, limits: SamplerLimits(maximumSamples: 4))
    let valid =
      [sampler.simplest(), sampler.random(), sampler.random()].compactMap { $0 }
      + sampler.boundaries().map(\.value)
    switch answers {
    case .valid: return valid
    case .mutated:
      let mutator = Mutator(
        schema, direction: .response, seed: 7, limits: SamplerLimits(maximumSamples: 6))
      return valid.prefix(2).flatMap(mutator.mutations).map(\.value)
    }
  }
}
