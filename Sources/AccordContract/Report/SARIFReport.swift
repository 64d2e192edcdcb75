import AccordJSON

/// The run as SARIF 2.1.0 (OASIS), for code scanning: a rule for each check, a result for each failure, at the line
/// of the document that is not kept.
public struct SARIFReport: Sendable {
  private let root: SourceRoot

  public init(root: SourceRoot = .none) {
    self.root = root
  }

  public func text(of summary: Summary) -> String {
    value(of: summary).serialized(.pretty) + "\n"
  }

  func value(of summary: Summary) -> JSONValue {
    let rules = summary.checks.map { check -> JSONValue in
      [
        "id": .string(check.name), "shortDescription": ["text": .string(check.explanation)],
        "defaultConfiguration": ["level": "error"],
      ]
    }
    let driver: JSONValue = ["name": "accord verify", "rules": .array(rules)]
    let results = summary.failures.map { result($0, rules: summary.checks.map(\.name)) }
    let run: JSONValue = [
      "tool": ["driver": driver],
      "automationDetails": ["id": .string("accord verify/\(summary.title)/")],
      "invocations": [invocation(summary)],
      "columnKind": "unicodeCodePoints",
      "originalUriBaseIds": [Self.base: ["description": ["text": "The root of the repository."]]],
      "results": .array(results),
      "properties": properties(of: summary),
    ]
    return [
      "$schema":
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0", "runs": [run],
    ]
  }

  private static let base = "%SRCROOT%"

  private func invocation(_ summary: Summary) -> JSONValue {
    let notes = summary.notes.map { note -> JSONValue in
      ["level": "note", "message": ["text": .string(note)]]
    }
    let problems = summary.ending.problem.map { problem -> JSONValue in
      ["level": "error", "message": ["text": .string(problem)]]
    }
    return [
      "executionSuccessful": .bool(problems == nil), "exitCode": number(Int(summary.exitCode)),
      "toolExecutionNotifications": .array([problems].compactMap { $0 } + notes),
    ]
  }

  private func properties(of summary: Summary) -> JSONValue {
    [
      "server": .string(summary.server), "seed": .number(JSONNumber(summary.seed)),
      "viewers": .array(summary.viewers.map { .string($0) }), "cases": number(summary.casesRun),
      "requests": number(summary.requests),
    ]
  }

  private func result(_ failure: Failure, rules: [String]) -> JSONValue {
    var members: JSONDictionary<JSONValue> = ["ruleId": .string(failure.check)]
    if let index = rules.firstIndex(of: failure.check) { members["ruleIndex"] = number(index) }
    members["level"] = .string(level(failure.confirmation))
    members["message"] = [
      "text": .string(
        "\(failure.operation): expected \(failure.expected), got \(failure.got) "
          + "(tried \(failure.attempt); \(failure.extent))")
    ]
    members["locations"] = [location(failure)]
    var cause = Fingerprint()
    for text in [
      failure.check, failure.spansOperations ? "" : failure.operation, failure.signature,
    ] {
      cause.combine(text)
    }
    members["partialFingerprints"] = ["accordCause/v1": .string(cause.text)]
    members["occurrenceCount"] = number(failure.cases)
    if let exchange = failure.exchanges.first { add(exchange, to: &members) }
    members["properties"] = [
      "viewers": .array(failure.viewers.map { .string($0) }),
      "confirmation": .string("\(failure.confirmation)"),
      "reproduction": .array(failure.reproduction.map { .string($0) }),
      "otherOperations": .array(failure.otherOperations.map { .string($0) }),
    ]
    return .object(members)
  }

  private func level(_ confirmation: Failure.Confirmation) -> String {
    switch confirmation {
    case .confirmed, .unrepeatable: "error"
    case .flaky, .unconfirmed: "warning"
    }
  }

  private func location(_ failure: Failure) -> JSONValue {
    var members: JSONDictionary<JSONValue> = [:]
    if let place = failure.location {
      members["physicalLocation"] = [
        "artifactLocation": artifact(root.path(of: place.file)),
        "region": ["startLine": number(place.line), "startColumn": number(place.column)],
      ]
    }
    members["logicalLocations"] = [
      ["fullyQualifiedName": .string(failure.operation), "kind": "member"]
    ]
    return .object(members)
  }

  private func artifact(_ path: String) -> JSONValue {
    let encoded = path.split(separator: "/", omittingEmptySubsequences: false)
      .map { String($0).percentEncoded() }.joined(separator: "/")
    return path.hasPrefix("/")
      ? ["uri": .string("file://\(encoded)")]
      : ["uri": .string(encoded), "uriBaseId": .string(Self.base)]
  }

  // MARK: - Exchanges (sections 3.46 and 3.47)

  private func add(
    _ exchange: RecordedExchange, to members: inout JSONDictionary<JSONValue>
  ) {
    var request: JSONDictionary<JSONValue> = [
      "protocol": "HTTP", "version": "1.1", "method": .string(exchange.request.method),
      "target": .string(exchange.request.target), "headers": headers(exchange.request.fields),
    ]
    if let body = exchange.request.body { request["body"] = ["text": .string(body.text)] }
    members["webRequest"] = .object(request)
    switch exchange.outcome {
    case .failure: members["webResponse"] = ["noResponseReceived": true]
    case .answer(let answer):
      var response: JSONDictionary<JSONValue> = [
        "protocol": "HTTP", "version": "1.1", "statusCode": number(answer.status),
        "headers": headers(answer.fields),
      ]
      if let body = answer.body { response["body"] = ["text": .string(body.text)] }
      members["webResponse"] = .object(response)
    }
  }

  private func headers(_ fields: [RecordedExchange.Field]) -> JSONValue {
    var result = JSONDictionary<JSONValue>()
    for field in fields {
      let known = result[field.name]?.string.map { "\($0), " } ?? ""
      result[field.name] = .string(known + field.value)
    }
    return .object(result)
  }

  private func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
}
