/// Joins the reports of a run that was divided among several machines, as if one had made it.
public struct RunMerger: Sendable {
  /// A report, and what to call it where something is wrong with it.
  public struct Part: Sendable {
    public var name: String
    public var summary: Summary

    public init(name: String, summary: Summary) {
      self.name = name
      self.summary = summary
    }
  }

  /// Why reports are not the parts of one run.
  public struct Problem: Error, Sendable, Hashable {
    /// One for each thing that is wrong: the name of the report that shows it, what is wrong, what to do.
    public var messages: [(name: String, text: String)] { pairs.map { ($0.name, $0.text) } }
    private let pairs: [Message]

    private struct Message: Hashable {
      let name: String
      let text: String
    }

    fileprivate init(_ messages: [(name: String, text: String)]) {
      pairs = messages.map { Message(name: $0.name, text: $0.text) }
    }
  }

  public init() {}

  /// A single report of a whole run stays what it is.
  ///
  /// - Throws: ``Problem`` with all that is wrong, not just the first.
  public func merge(_ parts: [Part]) throws(Problem) -> Summary {
    guard let first = parts.first else { throw Problem([("", "there is nothing to merge")]) }
    if parts.count == 1, first.summary.shard == nil { return first.summary }
    let problems = mixtures(parts, like: first) + gaps(parts)
    guard problems.isEmpty else { throw Problem(problems) }
    let sorted = parts.map(\.summary).sorted {
      ($0.shard?.number ?? 0) < ($1.shard?.number ?? 0)
    }
    return joined(sorted)
  }

  // MARK: - What does not belong together

  private func mixtures(_ parts: [Part], like first: Part) -> [(String, String)] {
    parts.dropFirst().flatMap { part in
      differences(part.summary, first.summary).map { difference in
        (part.name, "\(difference) than in \(first.name): it is a part of another run")
      }
    }
  }

  private func differences(_ own: Summary, _ other: Summary) -> [String] {
    var result: [String] = []
    if own.settings.documentFingerprint != other.settings.documentFingerprint {
      result.append("another document (\(own.title))")
      // What follows from that needs no word.
      return result
    }
    if own.seed != other.seed { result.append("another seed (\(own.seed))") }
    if own.viewers != other.viewers {
      result.append("other viewers (\(own.viewers.joined(separator: ", ")))")
    }
    if own.checks != other.checks { result.append("other checks") }
    if own.settings.casesPerOperation != other.settings.casesPerOperation {
      result.append("another number of cases (\(own.settings.casesPerOperation))")
    }
    if own.settings.allowsWrites != other.settings.allowsWrites {
      result.append(
        own.settings.allowsWrites ? "--allow-writes, rather" : "no --allow-writes, rather")
    }
    if own.settings.givenFingerprint != other.settings.givenFingerprint {
      result.append("other --parameter values or bad credentials")
    }
    return result
  }

  /// What is missing, is there twice, or is no part at all.
  private func gaps(_ parts: [Part]) -> [(String, String)] {
    var problems: [(String, String)] = []
    var seen: [Int: String] = [:]
    let count = parts.lazy.compactMap(\.summary.shard?.count).first
    for part in parts {
      guard let shard = part.summary.shard else {
        problems.append((part.name, "a whole run and no part of one: it was made without --shard"))
        continue
      }
      guard shard.count == count else {
        problems.append(
          (
            part.name,
            "shard \(shard), where others are shards of \(count ?? 0): it is a part of another run"
          ))
        continue
      }
      if let other = seen[shard.number] {
        problems.append((part.name, "shard \(shard) a second time: \(other) is the same one"))
      }
      seen[shard.number] = part.name
    }
    guard let count else { return problems }
    let missing = (1...count).filter { seen[$0] == nil }
    guard !missing.isEmpty, let name = parts.first?.name else { return problems }
    let list = missing.prefix(20).map { "\($0)/\(count)" }.joined(separator: ", ")
    problems.append(
      (
        name,
        "shard \(list)\(missing.count > 20 ? ", ..." : "") is missing: give the reports of all shards"
      ))
    return problems
  }

  // MARK: - Joining

  /// - Precondition: they are parts of one run, in their order.
  private func joined(_ parts: [Summary]) -> Summary {
    var whole = parts[0]
    whole.shard = nil
    for part in parts.dropFirst() {
      whole.casesPlanned += part.casesPlanned
      whole.casesRun += part.casesRun
      whole.requests += part.requests
      whole.duration = max(whole.duration, part.duration)
      whole.notes += part.notes.filter { !whole.notes.contains($0) }
      join(part.operations, into: &whole.operations)
    }
    var servers: [String] = []
    for part in parts where !servers.contains(part.server) { servers.append(part.server) }
    whole.server = servers.joined(separator: ", ")
    whole.results = results(parts)
    whole.failures = failures(parts)
    whole.ending = ending(parts)
    return whole
  }

  private func join(
    _ counts: [Summary.OperationCount], into operations: inout [Summary.OperationCount]
  ) {
    // The document is the same, and so are its operations and their order.
    for (index, count) in counts.enumerated() where operations.indices.contains(index) {
      operations[index].cases += count.cases
      operations[index].successes += count.successes
      operations[index].statuses.join(count.statuses)
      operations[index].parameters.join(count.parameters)
      operations[index].constraints.join(count.constraints)
    }
  }

  private func results(_ parts: [Summary]) -> [Summary.Result] {
    struct Pair: Hashable {
      let check: String
      let operation: String
    }
    var table: [Pair: Summary.Result] = [:]
    for result in parts.flatMap(\.results) {
      let pair = Pair(check: result.check, operation: result.operation)
      guard var known = table[pair] else {
        table[pair] = result
        continue
      }
      known.passed += result.passed
      known.failed += result.failed
      table[pair] = known
    }
    return table.values.sorted { ($0.check, $0.operation) < ($1.check, $1.operation) }
  }

  /// One cause is one failure, whichever parts it showed in. What a run would have found first stands for it.
  private func failures(_ parts: [Summary]) -> [Failure] {
    var result: [Failure] = []
    let all = parts.flatMap(\.failures).enumerated().sorted {
      ($0.element.caseIndex, $0.offset) < ($1.element.caseIndex, $1.offset)
    }
    for (_, failure) in all {
      if let known = result.firstIndex(where: { $0.isSameCause(as: failure) }) {
        result[known].join(failure)
      } else {
        result.append(failure)
      }
    }
    for index in result.indices { result[index].number = index + 1 }
    return result
  }

  private func ending(_ parts: [Summary]) -> Summary.Ending {
    var missing: [String] = []
    var gone: [String] = []
    var hasTimeLimit = false
    var wasInterrupted = false
    for part in parts {
      let name = part.shard.map { "shard \($0): " } ?? ""
      switch part.ending {
      case .completed: break
      case .timeLimit: hasTimeLimit = true
      case .interrupted: wasInterrupted = true
      case .serverGone(let why): gone.append(name + why)
      case .noServer(let why): missing.append(name + why)
      }
    }
    if missing.count == parts.count { return .noServer(missing.joined(separator: "; ")) }
    let reasons = missing + gone
    if !reasons.isEmpty { return .serverGone(reasons.joined(separator: "; ")) }
    return wasInterrupted ? .interrupted : hasTimeLimit ? .timeLimit : .completed
  }
}
