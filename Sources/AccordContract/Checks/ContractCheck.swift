import AccordJSON
import AccordOpenAPI

/// Looks at what came of a case and says whether it is as it has to be.
///
/// A check is a value without state: it is asked about many cases at the same time, and about the same case
/// again when a failure is confirmed.
public protocol ContractCheck: Sendable {
  /// As `--check` and `--skip` write it: lower case, words joined by hyphens.
  var name: String { get }
  /// One sentence: what has to be true.
  var explanation: String { get }
  /// What is made of its findings.
  var severity: CheckSeverity { get }
  func examine(_ trial: Trial, in context: CheckContext) -> Verdict
}

extension ContractCheck {
  public var severity: CheckSeverity { .failure }
}

/// What a finding means for a run.
public enum CheckSeverity: Sendable, Hashable {
  /// The contract is broken.
  case failure
  /// The contract is broken, unless it shows now and then only: what a check compares may have changed by itself.
  case failureIfSteady
  /// Worth knowing; the contract holds all the same.
  case note
}

/// What a check says of a case.
public enum Verdict: Sendable {
  /// The case has nothing to do with the check.
  case notApplicable
  case holds
  case broken([Finding])

  /// Both together: broken if one is, and applicable if one is.
  func and(_ other: Verdict) -> Verdict {
    switch (self, other) {
    case (.broken(let findings), .broken(let others)): .broken(findings + others)
    case (.broken, _): self
    case (_, .broken): other
    case (.holds, _), (_, .holds): .holds
    case (.notApplicable, .notApplicable): .notApplicable
    }
  }

  public var findings: [Finding] {
    switch self {
    case .notApplicable, .holds: []
    case .broken(let findings): findings
    }
  }
}

/// One thing that is not as it has to be.
public struct Finding: Sendable {
  /// Where the same cause may show.
  public enum Scope: Sendable, Hashable {
    case operation
    /// The same whatever operation shows it, such as a token that is accepted everywhere.
    case server
  }

  /// What stays the same when the same cause shows again; never holds a value of the answer.
  public var signature: String
  public var scope: Scope
  /// What in the document says so.
  public var location: Location?
  public var expected: String
  public var got: String
  /// Which of the case's requests show it; empty for all.
  public var requests: [Int]
  /// The viewer who is concerned, if it is not all who sent these requests.
  public var viewer: String?

  public init(
    signature: String, scope: Scope = .operation, location: Location?, expected: String,
    got: String,
    requests: [Int] = [], viewer: String? = nil
  ) {
    self.signature = signature
    self.scope = scope
    self.location = location
    self.expected = expected
    self.got = got
    self.requests = requests
    self.viewer = viewer
  }
}

/// What checks know besides the case.
public struct CheckContext: Sendable {
  public let document: OpenAPIDocument
  public let schemas: SchemaCatalog
  public let viewers: ViewerRoster
  public let ownership: Ownership
  let masks: MaskWalker
  /// What is hidden from whom, as far as it is known by now.
  var hidden = HiddenValues()
  /// What belongs to the first viewer, as far as it is known by now.
  var owned = OwnedObjects()
}

/// A check that looks at every exchange for itself.
public protocol ExchangeCheck: ContractCheck {
  func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict
}

extension ExchangeCheck {
  public func examine(_ trial: Trial, in context: CheckContext) -> Verdict {
    var verdict = Verdict.notApplicable
    for (position, exchange) in trial.exchanges.enumerated() {
      guard let answer = exchange.answer else { continue }
      var next = examine(answer, to: exchange.request, of: trial.plan, in: context)
      if case .broken(var findings) = next {
        for index in findings.indices { findings[index].requests = [position] }
        next = .broken(findings)
      }
      verdict = verdict.and(next)
    }
    return verdict
  }
}

/// The checks that a run makes unless told otherwise.
public enum StandardChecks {
  public static let all: [any ContractCheck] = [
    AnswersCheck(), ServerErrorCheck(), StatusCheck(), ContentTypeCheck(), JSONCheck(),
    ResponseSchemaCheck(), ResponseHeadersCheck(), ValidAcceptedCheck(), InvalidRefusedCheck(),
    CredentialsRequiredCheck(), BadCredentialCheck(), CredentialAcceptedCheck(),
    AnonymousAcceptedCheck(), MethodNotAllowedCheck(), PrecedentCheck(), MaskCheck(),
    OwnerMaskCheck(), OwnerSightCheck(), LeakCheck(), BatchAgreesCheck(), BatchPartsCheck(),
    BatchKeysCheck(), WrittenReadableCheck(), UnsentKeptCheck(), DeletedGoneCheck(),
    InvalidatedChangesCheck(), ReadsOnlyCheck(), UndocumentedPropertiesCheck(),
  ]
}
