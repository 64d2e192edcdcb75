import AccordContract
import AccordJSON
import AccordOpenAPI
import Synchronization
import Testing

/// Runs that are divided, and their reports joined again.
@Suite struct ShardTests {
  /// Remembers every case that is judged.
  final class Witness: ContractCheck {
    let name = "witness"
    let explanation = "Sees everything."
    let cases = Mutex<[String]>([])

    func examine(_ trial: Trial, in context: CheckContext) -> Verdict {
      let requests = trial.plan.requests.map {
        "\($0.method.rawValue) \($0.target) \($0.viewer.name) \($0.body.count)"
      }
      cases.withLock { $0.append("\(trial.plan.summary): \(requests.joined(separator: ", "))") }
      return .holds
    }
  }

  /// The summary of a run with the notes server, and the cases that it has judged.
  private func run(
    _ shard: String?, fault: NotesServer.Fault? = nil, writes: Bool = true, seed: UInt64 = 1,
    _ change: (inout ContractConfiguration) -> Void = { _ in }
  ) async throws -> (summary: Summary, cases: [String], log: String) {
    var configuration = ContractVerifierTests.configuration(seed: seed, writes: writes)
    configuration.shard = shard.flatMap(ContractConfiguration.Shard.init)
    change(&configuration)
    let witness = Witness()
    let time = Mutex(Duration.zero)
    let clock = RunClock {
      time.withLock {
        $0 += .milliseconds(1)
        return $0
      }
    }
    let verifier = try ContractVerifier(
      document: NotesDocument.load(), configuration: configuration,
      transport: NotesServer(fault: fault), checks: StandardChecks.all + [witness], clock: clock)
    let lines = Mutex("")
    let summary = await verifier.run { event in
      if let line = EventLog().line(event) { lines.withLock { $0 += line + "\n" } }
    }
    return (summary, witness.cases.withLock { $0 }, lines.withLock { $0 })
  }

  @Test(arguments: [1, 2, 3, 7], [false, true])
  func `the shards together try what the whole run tries, and nothing twice`(
    count: Int, writes: Bool
  ) async throws {
    let whole = try await run(nil, writes: writes)
    var parts: [RunMerger.Part] = []
    var cases: [String] = []
    for number in 1...count {
      let part = try await run("\(number)/\(count)", writes: writes)
      #expect(part.summary.exitCode == 0, "\(ConsoleReport().text(of: part.summary))")
      cases += part.cases
      parts.append(.init(name: "\(number).json", summary: part.summary))
    }
    #expect(cases.sorted() == whole.cases.sorted())
    let merged = try RunMerger().merge(parts)
    #expect(merged.casesRun == whole.summary.casesRun)
    #expect(merged.casesPlanned == whole.summary.casesPlanned)
    #expect(merged.results == whole.summary.results)
    #expect(merged.operations == whole.summary.operations)
    #expect(merged.exitCode == 0 && !merged.isShard)
    // No shard is idle, unless there is little to do.
    if count < 4 { #expect(parts.allSatisfy { $0.summary.casesRun > 20 }) }
  }

  /// The parts of a run find what the whole finds, and their joined report has the same exit code.
  @Test(arguments: [
    NotesServer.Fault.maskMissingForMember, .leakInExtra, .ownerMaskedInOne, .bulkSwapped,
    .wrongType, .badTokenIsAnonymous, .serverErrorOnNonASCII, .invalidBodyAccepted, .methodNotFound,
  ])
  func `what the whole run finds, the shards find`(fault: NotesServer.Fault) async throws {
    let whole = try await run(nil, fault: fault)
    var parts: [RunMerger.Part] = []
    for number in [2, 3, 1] {
      let part = try await run("\(number)/3", fault: fault)
      // By way of the file that a machine hands over.
      let read = try EventLogReader().summary(Array(part.log.utf8))
      #expect(read == part.summary)
      parts.append(.init(name: "\(number).json", summary: read))
    }
    let merged = try RunMerger().merge(parts)
    #expect(merged.exitCode == 1 && whole.summary.exitCode == 1)
    let causes = { (summary: Summary) in
      Set(summary.failures.map { "\($0.check) \($0.signature)" })
    }
    #expect(causes(merged) == causes(whole.summary))
    #expect(merged.failures.map(\.number) == Array(1...merged.failures.count))
    // One cause is one failure here, too.
    #expect(merged.failures.count == whole.summary.failures.count)
  }

  @Test(arguments: [nil, .wrongType, .hangsOnTags, .flakyTags] as [NotesServer.Fault?])
  func `a report is read as it was written`(fault: NotesServer.Fault?) async throws {
    let run = try await run(nil, fault: fault)
    #expect(try EventLogReader().summary(Array(run.log.utf8)) == run.summary)
    let again = EventLog().text(of: run.summary)
    #expect(try EventLogReader().summary(Array(again.utf8)) == run.summary)
  }

  @Test func `a whole run alone stays what it is`() async throws {
    let summary = try await run(nil).summary
    #expect(try RunMerger().merge([.init(name: "a", summary: summary)]) == summary)
  }

  @Test func `what does not belong together is said, all of it`() async throws {
    let first = try await run("1/3", writes: false).summary
    let second = try await run("2/3", writes: false).summary
    let third = try await run("3/3", writes: false).summary
    let whole = try await run(nil, writes: false).summary
    let otherSeed = try await run("2/3", writes: false, seed: 2) { $0.cases = 5 }.summary
    let writing = try await run("2/3", writes: true).summary
    let given = try await run("2/3", writes: false) { $0.parameters["note_name"] = ["alpha"] }
      .summary
    let viewers = try await run("2/3", writes: false) { $0.viewers.removeLast() }.summary
    let ofFour = try await run("4/4", writes: false).summary
    var otherDocument = second
    otherDocument.settings.documentFingerprint = "0123456789abcdef"
    let table: [([Summary], [String])] = [
      ([first, third], ["shard 2/3 is missing"]),
      ([first, second, second, third], ["shard 2/3 a second time"]),
      ([first, otherSeed, third], ["another seed (2)", "another number of cases (5)"]),
      ([first, writing, third], ["--allow-writes, rather than"]),
      ([first, given, third], ["other --parameter values"]),
      ([first, viewers, third], ["other viewers (owner, anonymous)"]),
      ([first, otherDocument, third], ["another document"]),
      ([first, whole, third], ["a whole run and no part of one", "shard 2/3 is missing"]),
      ([first, second, third, ofFour], ["shard 4/4, where others are shards of 3"]),
      ([], ["nothing to merge"]),
    ]
    for (summaries, expected) in table {
      let parts = summaries.enumerated().map {
        RunMerger.Part(name: "\($0).json", summary: $1)
      }
      let problem = #expect(throws: RunMerger.Problem.self) { try RunMerger().merge(parts) }
      let text = problem?.messages.map { "\($0.name): \($0.text)" }.joined(separator: "\n") ?? ""
      for part in expected { #expect(text.contains(part), "\(text)") }
      #expect(problem?.messages.count == expected.count, "\(text)")
    }
  }

  @Test func `damaged reports are told by their lines`() async throws {
    let log = try await run("1/2", fault: .wrongType, writes: false).log
    let lines = log.split(separator: "\n").map(String.init)
    let failure = try #require(lines.firstIndex { $0.contains(#""event":"failure""#) })
    let others = lines.filter { !$0.contains(#""event":"failure""#) }
    let table: [(String, Int, String)] = [
      ("", 0, "there is no report in it"),
      ("\n \n", 0, "there is no report in it"),
      ("no JSON", 1, "the line is no JSON"),
      ("[]", 1, "the line is no JSON"),
      (#"{"event":"note","message":"a"}"#, 1, "no report begins with the event note"),
      (lines.dropLast().joined(separator: "\n"), 0, "the report ends before the run did"),
      (String(log.dropLast(40)), lines.count, "damaged or cut off"),
      (log + log, lines.count + 1, "two reports in one file"),
      (lines[0].replacing(#""format":1"#, with: #""format":7"#), 1, "has the format 7"),
      (
        others.joined(separator: "\n"), others.count, "some of the run's failures are missing"
      ),
      (log.replacing(#""signature":"#, with: #""signatur":"#), failure + 1, "signature is missing"),
      (
        log.replacing(#""cases":"#, with: #""cases":-"#), failure + 1,
        "cases is missing or no count"
      ),
    ]
    for (text, line, message) in table {
      do throws(EventLogReader.Problem) {
        _ = try EventLogReader().summary(Array(text.utf8))
        Issue.record("no problem: \(message)")
      } catch {
        #expect(error.line == line, "\(message)")
        #expect(error.message.contains(message), "\(error)")
      }
    }
  }

  @Test func `how the parts ended decides how the whole did`() async throws {
    let first = try await run("1/2", writes: false).summary
    let second = try await run("2/2", writes: false).summary
    let table: [(Summary.Ending, Summary.Ending, Summary.Ending, Int32)] = [
      (.completed, .timeLimit, .timeLimit, 0),
      (.interrupted, .timeLimit, .interrupted, 1),
      (.completed, .noServer("x"), .serverGone("shard 2/2: x"), 1),
      (.noServer("x"), .noServer("y"), .noServer("shard 1/2: x; shard 2/2: y"), 3),
      (.serverGone("x"), .interrupted, .serverGone("shard 1/2: x"), 1),
    ]
    for (left, right, ending, code) in table {
      var (one, two) = (first, second)
      one.ending = left
      two.ending = right
      let merged = try RunMerger().merge([
        .init(name: "1", summary: one), .init(name: "2", summary: two),
      ])
      #expect(merged.ending == ending)
      #expect(merged.exitCode == code)
    }
  }
}
