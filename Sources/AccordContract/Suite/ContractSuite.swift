/// A suite of contract tests. `accord generate --emit contract` writes the tests; an extension beside them says what
/// is tested, in ``subject()``.
public protocol ContractSuite: SendableMetatype {
  /// What is tested. Asked for once, however many tests there are.
  static func subject() async throws -> ContractSubject
  /// The checks that are made: ``StandardChecks`` unless the suite has its own.
  static var checks: [any ContractCheck] { get }
}

extension ContractSuite {
  public static var checks: [any ContractCheck] { StandardChecks.all }
  public static var checkNames: [String] { checks.map(\.name) }
}

/// The run that all tests of a suite look at: what one answer shows is needed to judge others, so that there is one
/// run, begun by the first test that asks for it, and every test waits for its end.
public final class ContractRun: Sendable {
  private let run: Task<Summary, any Error>

  public init(_ suite: any ContractSuite.Type) {
    run = Task {
      let subject = try await suite.subject()
      let verifier = try ContractVerifier(
        document: subject.document, configuration: subject.configuration,
        transport: subject.transport, checks: suite.checks)
      return await verifier.run()
    }
  }

  /// What the run came to.
  ///
  /// - Throws: what the suite's ``ContractSuite/subject()`` throws, or ``ConfigurationError``.
  public var summary: Summary {
    get async throws { try await run.value }
  }

  /// What a check has found at an operation of the document, each in words that fit on a screen.
  public func failures(of check: String, at operation: String) async throws -> [String] {
    let name = operation.onOneLine
    return try await failures { failure in
      failure.check == check
        && (failure.operation == name || failure.otherOperations.contains(name))
    }
  }

  /// What a check has found at methods that the document does not have.
  ///
  /// - Parameter operations: those that it has.
  public func failures(
    of check: String, besides operations: Set<String>
  ) async throws -> [String] {
    let names = Set(operations.map(\.onOneLine))
    return try await failures { $0.check == check && !names.contains($0.operation) }
  }

  private func failures(where isMeant: (Failure) -> Bool) async throws -> [String] {
    try await summary.failures.filter(isMeant).map(ConsoleReport().text)
  }

  /// Why the run says less than it should: it did not come to its end, or had nothing to look at.
  public var problems: [String] {
    get async throws {
      let summary = try await summary
      var problems: [String] = []
      if let problem = summary.ending.problem { problems.append(problem) }
      if summary.ending == .timeLimit {
        problems.append("the time limit was reached: not all cases were tried")
      }
      if summary.isEmpty { problems.append("nothing was verified: there was no case") }
      return problems
    }
  }
}
