import AccordOpenAPI

/// Notices that going on makes no sense: an operation that never answers in time costs a timeout for every
/// case, and a server that is gone fails them all.
struct Breaker {
  enum Decision: Equatable {
    case goOn
    /// Ask whether the server is there at all.
    case probe
    case stop(String)
  }

  /// How many cases of one operation may go unanswered before the rest of them is left out.
  private static let operationLimit = 3
  /// How many cases in a row, of whatever operation, before the run ends.
  private static let runLimit = 10

  private var unanswered: [String: Int] = [:]
  private var inARow = 0

  mutating func add(_ trial: Trial) -> Decision {
    var failure: TransportFailure?
    for exchange in trial.exchanges {
      if case .failure(let reason) = exchange.outcome { failure = reason }
    }
    guard let failure else {
      inARow = 0
      return .goOn
    }
    switch failure {
    case .cancelled: return .goOn
    case .unreachable: return .probe
    case .timedOut, .reset, .malformed, .bodyTooLarge, .headersTooLarge:
      unanswered[trial.plan.operationName, default: 0] += 1
      inARow += 1
      return inARow >= Self.runLimit ? .stop("\(inARow) requests in a row: \(failure)") : .goOn
    }
  }

  func leavesOut(_ plan: Case) -> Bool {
    (unanswered[plan.operationName] ?? 0) >= Self.operationLimit
  }

  var operationsLeftOut: [String] {
    unanswered.filter { $0.value >= Self.operationLimit }.keys.sorted()
  }
}
