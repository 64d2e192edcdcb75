import AccordJSON

/// Events as JSON, one object a line. ``EventLogReader`` reads them again: nothing that a report needs is left out.
public struct EventLog: Sendable {
  /// The version of what the lines look like.
  static let format = 1

  public init() {}

  /// The line for an event, without a line break. Progress is for people who wait, and gives `nil`.
  public func line(_ event: Event) -> String? {
    switch event {
    case .progress: nil
    case .started(let start): object("started", members(of: start))
    case .note(let text): object("note", ["message": .string(text)])
    case .failure(let failure): object("failure", members(of: failure))
    case .finished(let summary): object("finished", members(of: summary))
    }
  }

  /// The lines of a run that has ended.
  public func text(of summary: Summary) -> String {
    let start = Event.Start(
      title: summary.title, server: summary.server, seed: summary.seed,
      operations: summary.operations.count, viewers: summary.viewers,
      checks: summary.checks.map(\.name), settings: summary.settings, shard: summary.shard)
    let events =
      [Event.started(start)] + summary.notes.map(Event.note) + summary.failures.map(Event.failure)
      + [.finished(summary)]
    return events.compactMap(line).map { $0 + "\n" }.joined()
  }

  private func object(_ name: String, _ members: JSONDictionary<JSONValue>) -> String {
    var result: JSONDictionary<JSONValue> = ["event": .string(name)]
    for (key, value) in members { result[key] = value }
    return JSONValue.object(result).serialized()
  }

  private func texts(_ texts: some Sequence<String>) -> JSONValue {
    .array(texts.map { .string($0) })
  }
  private func count(_ number: Int) -> JSONValue { .number(JSONNumber(number)) }

  private func members(of start: Event.Start) -> JSONDictionary<JSONValue> {
    var members: JSONDictionary<JSONValue> = [
      "format": count(Self.format),
      "title": .string(start.title), "server": .string(start.server),
      "seed": .number(JSONNumber(start.seed)), "operations": count(start.operations),
      "viewers": texts(start.viewers), "checks": texts(start.checks),
      "document": .string(start.settings.documentFingerprint),
      "given": .string(start.settings.givenFingerprint),
      "casesPerOperation": count(start.settings.casesPerOperation),
      "allowsWrites": .bool(start.settings.allowsWrites),
    ]
    if let shard = start.shard { members["shard"] = .string("\(shard)") }
    return members
  }

  private func members(of failure: Failure) -> JSONDictionary<JSONValue> {
    var members: JSONDictionary<JSONValue> = [
      "number": count(failure.number),
      "check": .string(failure.check), "operation": .string(failure.operation),
    ]
    if let id = failure.operationID { members["operationId"] = .string(id) }
    members["otherOperations"] = texts(failure.otherOperations)
    members["viewers"] = texts(failure.viewers)
    if let location = failure.location {
      members["place"] = .string("\(location)")
      members["location"] = [
        "file": .string(location.file), "line": count(location.line),
        "column": count(location.column),
      ]
    }
    members["attempt"] = .string(failure.attempt)
    members["expected"] = .string(failure.expected)
    members["got"] = .string(failure.got)
    members["reproduction"] = texts(failure.reproduction)
    members["remarks"] = texts(failure.remarks)
    members["exchanges"] = .array(failure.exchanges.map(value))
    members["differences"] = .array(failure.differences.map(value))
    members["cases"] = count(failure.cases)
    members["case"] = count(failure.caseIndex)
    members["confirmation"] = confirmation(failure.confirmation)
    members["signature"] = .string(failure.signature)
    members["spansOperations"] = .bool(failure.spansOperations)
    return members
  }

  private func value(_ exchange: RecordedExchange) -> JSONValue {
    var request: JSONDictionary<JSONValue> = [
      "method": .string(exchange.request.method), "target": .string(exchange.request.target),
      "fields": fields(exchange.request.fields),
    ]
    if let body = exchange.request.body { request["body"] = value(body) }
    var members: JSONDictionary<JSONValue> = [
      "viewer": .string(exchange.viewer), "request": .object(request),
    ]
    switch exchange.outcome {
    case .failure(let why): members["noAnswer"] = .string(why)
    case .answer(let answer):
      var result: JSONDictionary<JSONValue> = [
        "status": count(answer.status), "fields": fields(answer.fields),
      ]
      if let body = answer.body { result["body"] = value(body) }
      members["answer"] = .object(result)
    }
    return .object(members)
  }

  private func fields(_ fields: [RecordedExchange.Field]) -> JSONValue {
    .array(fields.map { ["name": .string($0.name), "value": .string($0.value)] })
  }

  private func value(_ body: RecordedExchange.Body) -> JSONValue {
    [
      "text": .string(body.text), "bytes": count(body.byteCount),
      "abridged": .bool(body.isAbridged),
    ]
  }

  private func value(_ difference: ValueDifference) -> JSONValue {
    var members: JSONDictionary<JSONValue> = [
      "exchange": count(difference.exchange), "pointer": .string(difference.pointer),
    ]
    if let expected = difference.expected { members["expected"] = .string(expected) }
    if let got = difference.got { members["got"] = .string(got) }
    return .object(members)
  }

  private func confirmation(_ confirmation: Failure.Confirmation) -> JSONValue {
    switch confirmation {
    case .confirmed(let times):
      ["kind": "confirmed", "failed": count(times), "of": count(times)]
    case .flaky(let failed, let total):
      ["kind": "flaky", "failed": count(failed), "of": count(total)]
    case .unrepeatable: ["kind": "unrepeatable"]
    case .unconfirmed: ["kind": "unconfirmed"]
    }
  }

  private func members(of summary: Summary) -> JSONDictionary<JSONValue> {
    let checks = summary.checks.map { check -> JSONValue in
      let passed = summary.passed(check.name)
      let failed = summary.failed(check.name)
      let outcome = passed + failed == 0 ? "skipped" : failed == 0 ? "passed" : "failed"
      return [
        "name": .string(check.name), "explanation": .string(check.explanation),
        "outcome": .string(outcome), "passed": count(passed), "failed": count(failed),
      ]
    }
    let results = summary.results.map { result -> JSONValue in
      [
        "check": .string(result.check), "operation": .string(result.operation),
        "passed": count(result.passed), "failed": count(result.failed),
      ]
    }
    var members: JSONDictionary<JSONValue> = [
      "exitCode": count(Int(summary.exitCode)), "ending": .string(summary.ending.name),
    ]
    if let reason = summary.ending.reason { members["reason"] = .string(reason) }
    members["failures"] = count(summary.failures.count)
    members["casesPlanned"] = count(summary.casesPlanned)
    members["casesRun"] = count(summary.casesRun)
    members["requests"] = count(summary.requests)
    members["seconds"] = JSONNumber(summary.duration.seconds).map { .number($0) } ?? .null
    members["seed"] = .number(JSONNumber(summary.seed))
    members["viewers"] = texts(summary.viewers)
    members["checks"] = .array(checks)
    members["operations"] = .array(summary.operations.map(value))
    members["results"] = .array(results)
    members["notes"] = texts(summary.notes)
    return members
  }

  private func value(_ operation: Summary.OperationCount) -> JSONValue {
    [
      "name": .string(operation.name), "cases": count(operation.cases),
      "successes": count(operation.successes), "statuses": value(operation.statuses),
      "parameters": value(operation.parameters), "constraints": value(operation.constraints),
    ]
  }

  private func value(_ exercised: Exercised) -> JSONValue {
    ["all": texts(exercised.all), "tried": texts(exercised.tried.sorted())]
  }
}

extension Summary.Ending {
  var name: String {
    switch self {
    case .completed: "completed"
    case .timeLimit: "time-limit"
    case .interrupted: "interrupted"
    case .serverGone: "server-gone"
    case .noServer: "no-server"
    }
  }

  var reason: String? {
    switch self {
    case .completed, .timeLimit, .interrupted: nil
    case .serverGone(let reason), .noServer(let reason): reason
    }
  }
}
