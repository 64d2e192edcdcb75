import AccordJSON

/// Events as JSON, one object a line.
public struct EventLog: Sendable {
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

  private func object(_ name: String, _ members: JSONDictionary<JSONValue>) -> String {
    var result: JSONDictionary<JSONValue> = ["event": .string(name)]
    for (key, value) in members { result[key] = value }
    return JSONValue.object(result).serialized()
  }

  private func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
  private func count(_ number: Int) -> JSONValue { .number(JSONNumber(number)) }

  private func members(of start: Event.Start) -> JSONDictionary<JSONValue> {
    [
      "title": .string(start.title), "server": .string(start.server),
      "seed": .number(JSONNumber(start.seed)), "operations": count(start.operations),
      "viewers": texts(start.viewers), "checks": texts(start.checks),
    ]
  }

  private func members(of failure: Failure) -> JSONDictionary<JSONValue> {
    var members: JSONDictionary<JSONValue> = [
      "check": .string(failure.check), "operation": .string(failure.operation),
    ]
    if let id = failure.operationID { members["operationId"] = .string(id) }
    members["otherOperations"] = texts(failure.otherOperations)
    members["viewers"] = texts(failure.viewers)
    if let place = failure.place { members["place"] = .string(place) }
    members["attempt"] = .string(failure.attempt)
    members["expected"] = .string(failure.expected)
    members["got"] = .string(failure.got)
    members["reproduction"] = texts(failure.reproduction)
    members["remarks"] = texts(failure.remarks)
    members["cases"] = count(failure.cases)
    members["case"] = count(failure.caseIndex)
    members["confirmation"] = confirmation(failure.confirmation)
    return members
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
        "name": .string(check.name), "outcome": .string(outcome), "passed": count(passed),
        "failed": count(failed),
      ]
    }
    let operations = summary.operations.map { operation -> JSONValue in
      [
        "name": .string(operation.name.onOneLine), "cases": count(operation.cases),
        "successes": count(operation.successes),
      ]
    }
    return [
      "exitCode": count(Int(summary.exitCode)), "ending": ending(summary.ending),
      "failures": count(summary.failures.count), "casesPlanned": count(summary.casesPlanned),
      "casesRun": count(summary.casesRun), "requests": count(summary.requests),
      "seconds": JSONNumber(summary.duration.seconds).map { .number($0) } ?? .null,
      "seed": .number(JSONNumber(summary.seed)), "viewers": texts(summary.viewers),
      "coverage": coverage(summary.coverage), "checks": .array(checks), "operations": .array(operations), "notes": texts(summary.notes),
    ]
  }

  private func coverage(_ coverage: Summary.Coverage) -> JSONValue {
    func share(_ share: Summary.Share) -> JSONValue {
      ["exercised": count(share.exercised), "all": count(share.all)]
    }
    return [
      "operations": share(coverage.operations), "statuses": share(coverage.statuses),
      "parameters": share(coverage.parameters), "constraints": share(coverage.constraints),
    ]
  }

  private func ending(_ ending: Summary.Ending) -> JSONValue {
    switch ending {
    case .completed: "completed"
    case .timeLimit: "time-limit"
    case .serverGone: "server-gone"
    case .noServer: "no-server"
    }
  }
}
