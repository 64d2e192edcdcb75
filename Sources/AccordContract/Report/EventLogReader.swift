import AccordJSON

/// Reads what ``EventLog`` has written, as the summary of the run that it tells of.
public struct EventLogReader: Sendable {
  public init() {}

  /// Why lines cannot be read.
  public struct Problem: Error, Sendable, Hashable {
    /// What is wrong, and what to do about it.
    public let message: String
    /// The line that shows it, from 1; 0 if it is the whole.
    public let line: Int
  }

  /// - Throws: ``Problem`` for lines that are damaged, of another version, or of a run that has not ended.
  public func summary(_ bytes: [UInt8]) throws(Problem) -> Summary {
    var run = ReportedRun()
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      guard line.contains(where: { $0 != 0x20 && $0 != 0x0D && $0 != 0x09 }) else { continue }
      do throws(MemberProblem) {
        try run.add(Members(line: line))
      } catch {
        throw Problem(message: error.message, line: number)
      }
    }
    if let summary = run.summary { return summary }
    throw Problem(
      message: run.hasStarted
        ? "the report ends before the run did: the file is cut off, or the run was killed"
        : "there is no report in it: a file that accord verify --json has written is wanted",
      line: 0)
  }
}

/// What is wrong with a member of a line.
private struct MemberProblem: Error {
  let message: String
}

/// A run as far as its events were read.
private struct ReportedRun {
  private var start: Event.Start?
  private var notes: [String] = []
  private var failures: [Failure] = []
  private(set) var summary: Summary?

  var hasStarted: Bool { start != nil }

  mutating func add(_ members: Members) throws(MemberProblem) {
    let name = try members.text("event")
    guard summary == nil else {
      throw MemberProblem(message: "the run has ended in a line before: two reports in one file?")
    }
    guard name == "started" || start != nil else {
      throw MemberProblem(message: "no report begins with the event \(name.shortened)")
    }
    switch name {
    case "started":
      guard start == nil else {
        throw MemberProblem(message: "a second run begins here: two reports in one file?")
      }
      start = try Event.Start(members)
    case "note": notes.append(try members.text("message"))
    case "failure":
      let failure = try Failure(members)
      if let known = failures.firstIndex(where: { $0.number == failure.number }) {
        failures[known] = failure
      } else {
        failures.append(failure)
      }
    case "finished":
      guard let start else { return }
      guard try members.count("failures") == failures.count else {
        throw MemberProblem(message: "some of the run's failures are missing: lines were removed")
      }
      failures.sort { $0.number < $1.number }
      summary = try Summary(members, start: start, failures: failures, notes: notes)
    // A later version may tell of more.
    default: break
    }
  }
}

/// The members of an object, each of which has to be what it is asked for as.
private struct Members {
  private let object: JSONDictionary<JSONValue>

  init(line: ArraySlice<UInt8>) throws(MemberProblem) {
    do throws(JSONError) {
      try self.init(JSONValue(json: Array(line)))
    } catch {
      throw MemberProblem(message: "the line is no JSON (\(error)): the file is damaged or cut off")
    }
  }

  private init(_ value: JSONValue) throws(JSONError) {
    guard let object = value.object else {
      throw JSONError(.mismatch(expected: "object", found: value.kind), at: 0)
    }
    self.object = object
  }

  private func get<Value>(
    _ name: String, _ kind: String, _ read: (JSONValue) -> Value?
  ) throws(MemberProblem) -> Value {
    guard let value = object[name].flatMap(read) else {
      throw MemberProblem(message: "\(name) is missing or no \(kind): the file is damaged")
    }
    return value
  }

  func text(_ name: String) throws(MemberProblem) -> String { try get(name, "text", \.string) }
  func flag(_ name: String) throws(MemberProblem) -> Bool { try get(name, "boolean", \.bool) }
  func optionalText(_ name: String) -> String? { object[name]?.string }

  func count(_ name: String) throws(MemberProblem) -> Int {
    try get(name, "count") { value in
      value.number?.integer(as: Int.self).flatMap { $0 >= 0 ? $0 : nil }
    }
  }

  func seed(_ name: String) throws(MemberProblem) -> UInt64 {
    try get(name, "number") { $0.number?.integer(as: UInt64.self) }
  }

  func seconds(_ name: String) throws(MemberProblem) -> Duration {
    try get(name, "number") { value in
      value.number.flatMap { Double($0.literal) }.flatMap {
        $0 >= 0 && $0 < 1e12 ? Duration.seconds($0).inMilliseconds : nil
      }
    }
  }

  func texts(_ name: String) throws(MemberProblem) -> [String] {
    try get(name, "list of texts") { value in
      let texts = value.array?.map(\.string) ?? [nil]
      return texts.contains(nil) ? nil : texts.compactMap { $0 }
    }
  }

  func members(_ name: String) throws(MemberProblem) -> Members {
    try get(name, "object") { try? Members($0) }
  }

  func optionalMembers(_ name: String) throws(MemberProblem) -> Members? {
    object[name] == nil ? nil : try members(name)
  }

  func list<Item>(
    _ name: String, _ read: (Members) throws(MemberProblem) -> Item
  ) throws(MemberProblem) -> [Item] {
    let items: [Members] = try get(name, "list of objects") { value in
      let items = value.array?.map { try? Members($0) } ?? [nil]
      return items.contains { $0 == nil } ? nil : items.compactMap { $0 }
    }
    var result: [Item] = []
    for item in items { result.append(try read(item)) }
    return result
  }
}

extension Event.Start {
  fileprivate init(_ members: Members) throws(MemberProblem) {
    let format = try members.count("format")
    guard format == EventLog.format else {
      throw MemberProblem(
        message: "the report has the format \(format), and this version reads \(EventLog.format): "
          + "use the version that has written it")
    }
    title = try members.text("title")
    server = try members.text("server")
    seed = try members.seed("seed")
    operations = try members.count("operations")
    viewers = try members.texts("viewers")
    checks = try members.texts("checks")
    settings = RunSettings(
      documentFingerprint: try members.text("document"),
      casesPerOperation: try members.count("casesPerOperation"),
      allowsWrites: try members.flag("allowsWrites"), givenFingerprint: try members.text("given"))
    if let text = members.optionalText("shard") {
      guard let part = ContractConfiguration.Shard(text) else {
        throw MemberProblem(message: "shard is no I/N: the file is damaged")
      }
      shard = part
    }
  }
}

extension Failure {
  fileprivate init(_ members: Members) throws(MemberProblem) {
    self.init(
      number: try members.count("number"), check: try members.text("check"),
      operation: try members.text("operation"), operationID: members.optionalText("operationId"),
      otherOperations: try members.texts("otherOperations"),
      viewers: try members.texts("viewers"),
      location: try members.optionalMembers("location").map {
        place throws(MemberProblem) -> DocumentPlace in
        DocumentPlace(
          file: try place.text("file"), line: try place.count("line"),
          column: try place.count("column"))
      },
      attempt: try members.text("attempt"), expected: try members.text("expected"),
      got: try members.text("got"), reproduction: try members.texts("reproduction"),
      remarks: try members.texts("remarks"),
      exchanges: try members.list("exchanges", RecordedExchange.init),
      differences: try members.list("differences") { difference throws(MemberProblem) in
        ValueDifference(
          exchange: try difference.count("exchange"), pointer: try difference.text("pointer"),
          expected: difference.optionalText("expected"),
          got: difference.optionalText("got"))
      },
      cases: try members.count("cases"),
      confirmation: try Confirmation(members.members("confirmation")),
      caseIndex: try members.count("case"), signature: try members.text("signature"),
      spansOperations: try members.flag("spansOperations"))
  }
}

extension Failure.Confirmation {
  fileprivate init(_ members: Members) throws(MemberProblem) {
    switch try members.text("kind") {
    case "confirmed": self = .confirmed(times: try members.count("failed"))
    case "flaky": self = .flaky(failed: try members.count("failed"), of: try members.count("of"))
    case "unrepeatable": self = .unrepeatable
    case "unconfirmed": self = .unconfirmed
    case let other:
      throw MemberProblem(
        message: "there is no confirmation \(other.shortened): the file is damaged")
    }
  }
}

extension RecordedExchange {
  fileprivate init(_ members: Members) throws(MemberProblem) {
    viewer = try members.text("viewer")
    let sent = try members.members("request")
    request = Request(
      method: try sent.text("method"), target: try sent.text("target"),
      fields: try sent.list("fields", Field.init), body: try Body(sent.optionalMembers("body")))
    if let answer = try members.optionalMembers("answer") {
      outcome = .answer(
        Answer(
          status: try answer.count("status"), fields: try answer.list("fields", Field.init),
          body: try Body(answer.optionalMembers("body"))))
    } else {
      outcome = .failure(try members.text("noAnswer"))
    }
  }
}

extension RecordedExchange.Field {
  fileprivate init(_ members: Members) throws(MemberProblem) {
    name = try members.text("name")
    value = try members.text("value")
  }
}

extension RecordedExchange.Body {
  fileprivate init?(_ members: Members?) throws(MemberProblem) {
    guard let members else { return nil }
    text = try members.text("text")
    byteCount = try members.count("bytes")
    isAbridged = try members.flag("abridged")
  }
}

extension Summary {
  fileprivate init(
    _ members: Members, start: Event.Start, failures: [Failure], notes: [String]
  ) throws(MemberProblem) {
    title = start.title
    server = start.server
    seed = start.seed
    settings = start.settings
    viewers = start.viewers
    shard = start.shard
    checks = try members.list("checks") { check throws(MemberProblem) in
      CheckDescription(
        name: try check.text("name"), explanation: try check.text("explanation"))
    }
    operations = try members.list("operations") { operation throws(MemberProblem) in
      OperationCount(
        name: try operation.text("name"), cases: try operation.count("cases"),
        successes: try operation.count("successes"),
        statuses: try Exercised(operation.members("statuses")),
        parameters: try Exercised(operation.members("parameters")),
        constraints: try Exercised(operation.members("constraints")))
    }
    results = try members.list("results") { result throws(MemberProblem) in
      Result(
        check: try result.text("check"), operation: try result.text("operation"),
        passed: try result.count("passed"), failed: try result.count("failed"))
    }
    self.failures = failures
    self.notes = notes
    casesPlanned = try members.count("casesPlanned")
    casesRun = try members.count("casesRun")
    requests = try members.count("requests")
    duration = try members.seconds("seconds")
    ending = try Ending(name: members.text("ending"), reason: members.optionalText("reason") ?? "")
  }
}

extension Exercised {
  fileprivate init(_ members: Members) throws(MemberProblem) {
    self.init(try members.texts("all"), tried: Set(try members.texts("tried")))
  }
}

extension Summary.Ending {
  fileprivate init(name: String, reason: String) throws(MemberProblem) {
    switch name {
    case "completed": self = .completed
    case "time-limit": self = .timeLimit
    case "interrupted": self = .interrupted
    case "server-gone": self = .serverGone(reason)
    case "no-server": self = .noServer(reason)
    default:
      throw MemberProblem(message: "there is no ending \(name.shortened): the file is damaged")
    }
  }
}
