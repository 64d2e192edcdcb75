/// Which of the contract's checks a fault is for.
enum ContractCheck: String, CaseIterable, Sendable {
  /// Answers are what their schemas and headers say.
  case answers
  /// Statuses are documented, and those that the request asks for.
  case status
  /// Every viewer sees what they should, and no more.
  case masking
  /// Bulk and single operations agree.
  case batch
  /// Only good credentials count.
  case authentication
  /// Bad requests are refused.
  case requests
  /// What a change leaves behind is what it said.
  case state
}

/// One kind of faults: those that one seam of the server can have.
protocol PlantedFault: RawRepresentable<String>, CaseIterable, Sendable {
  /// What is wrong, in a sentence.
  var summary: String { get }
  /// What should notice.
  var check: ContractCheck { get }
}

/// One way in which the server can be wrong on purpose, to see whether a verification notices.
///
/// Faults live at seams around the sound code, and never in it.
enum Fault: Sendable, Hashable {
  /// In answers on their way out.
  case answer(AnswerFault)
  /// In requests on their way in.
  case request(RequestFault)
  /// In who is believed to ask.
  case authentication(AuthenticationFault)
  /// In what is done for a request.
  case service(ServiceFault)
  /// In what is shown to whom.
  case disclosure(DisclosureFault)
  /// In the bulk status.
  case bulk(BulkFault)
  /// In what is wrong only at times.
  case occasional(OccasionalFault)
  /// In what is left of a change.
  case state(StateFault)

  var summary: String { planted.summary }
  var check: ContractCheck { planted.check }

  private var planted: any PlantedFault {
    switch self {
    case .answer(let fault): fault
    case .request(let fault): fault
    case .authentication(let fault): fault
    case .service(let fault): fault
    case .disclosure(let fault): fault
    case .bulk(let fault): fault
    case .occasional(let fault): fault
    case .state(let fault): fault
    }
  }

  /// All faults, sorted by what should notice them: name, check and summary, one a line.
  static var list: String {
    let width = allCases.map(\.rawValue.count).max() ?? 0
    return ContractCheck.allCases.flatMap { check in
      allCases.filter { $0.check == check }.map { fault in
        let name = fault.rawValue + String(repeating: " ", count: width - fault.rawValue.count)
        let group = check.rawValue + String(repeating: " ", count: 14 - check.rawValue.count)
        return "\(name)  \(group)  \(fault.summary)"
      }
    }
    .joined(separator: "\n")
  }
}

extension Fault: RawRepresentable, CaseIterable {
  static let allCases: [Fault] =
    AnswerFault.allCases.map(Fault.answer) + RequestFault.allCases.map(Fault.request)
    + AuthenticationFault.allCases.map(Fault.authentication)
    + ServiceFault.allCases.map(Fault.service) + DisclosureFault.allCases.map(Fault.disclosure)
    + BulkFault.allCases.map(Fault.bulk) + OccasionalFault.allCases.map(Fault.occasional)
    + StateFault.allCases.map(Fault.state)

  var rawValue: String { planted.rawValue }

  init?(rawValue: String) {
    guard let fault = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = fault
  }
}
