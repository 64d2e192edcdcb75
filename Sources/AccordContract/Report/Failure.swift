/// One way in which the server does not keep the document, ready to be shown: all secrets are taken out.
public struct Failure: Sendable, Hashable {
  /// How sure it is.
  public enum Confirmation: Sendable, Hashable {
    /// It showed every time.
    case confirmed(times: Int)
    /// It showed sometimes.
    case flaky(failed: Int, of: Int)
    /// The request changes something, so that sending it again is not the same.
    case unrepeatable
    /// The run ended before it could be tried again.
    case unconfirmed
  }

  /// From 1, in the order in which they were found.
  public internal(set) var number = 0
  public var check: String
  /// `GET /rooms`: the operation where it showed first.
  public var operation: String
  public var operationID: String?
  /// Others that show the same.
  public var otherOperations: [String]
  /// Viewers to whom it showed.
  public var viewers: [String]
  /// What in the document says so.
  public var location: DocumentPlace?
  /// What was tried.
  public var attempt: String
  public var expected: String
  public var got: String
  /// How a person sees it: one command a line. Credentials are environment variables.
  public var reproduction: [String]
  /// What the environment variables hold, where their names do not say it.
  public var remarks: [String]
  /// The requests that show it, with their answers; the first few of many.
  public var exchanges: [RecordedExchange]
  /// Where two answers differ that have to agree; the first few of many.
  public var differences: [ValueDifference]
  /// In how many cases it showed.
  public var cases: Int
  public var confirmation: Confirmation
  /// The number of the case where it showed first.
  public var caseIndex: Int

  /// What makes it the same as another one of its check. It stays the same from run to run.
  public let signature: String
  /// Whether other operations show the same cause.
  public let spansOperations: Bool

  /// `file:line:column` of what in the document says so.
  public var place: String? { location?.description }

  /// Takes in what another stage has shown of the same cause.
  mutating func join(_ other: Failure) {
    cases += other.cases
    for viewer in other.viewers where !viewers.contains(viewer) { viewers.append(viewer) }
    for name in [other.operation] + other.otherOperations
    where name != operation && !otherOperations.contains(name) {
      otherOperations.append(name)
    }
  }

  func isSameCause(as other: Failure) -> Bool {
    check == other.check && signature == other.signature
      && (spansOperations ? other.spansOperations : operation == other.operation)
  }
}

extension Failure.Confirmation: CustomStringConvertible {
  public var description: String {
    switch self {
    case .confirmed(let times): "confirmed, \(times) of \(times) times"
    case .flaky(let failed, let total): "flaky, \(failed) of \(total) times"
    case .unrepeatable: "seen once: the request changes what it meets"
    case .unconfirmed: "not tried again: the run had ended"
    }
  }
}
