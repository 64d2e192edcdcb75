import AccordOpenAPI

/// What of the document the requests and answers of a run have met.
struct Exercise {
  private struct Traces {
    var statuses: Set<String> = []
    var parameters: Set<String> = []
    var constraints: Set<String> = []
  }

  /// By the name of the operation.
  private var traces: [String: Traces] = [:]

  private static let body = "body"

  mutating func add(_ trial: Trial) {
    for exchange in trial.exchanges {
      let request = exchange.request
      guard let operation = request.operation else { continue }
      var trace = traces[operation.name] ?? Traces()
      if let answer = exchange.answer, let response = operation.responses.describing(answer.status)
      {
        trace.statuses.insert(response.status.text)
        if case .invalid(let broken) = trial.plan.purpose {
          trace.constraints.insert(
            ConstraintCoverage.Constraint(operation: operation.name, broken).label)
        }
      }
      for parameter in request.sentParameters {
        trace.parameters.insert(Self.label(parameter.place, parameter.name))
      }
      if !request.body.isEmpty { trace.parameters.insert(Self.body) }
      traces[operation.name] = trace
    }
  }

  private static func label(_ place: Parameter.Place, _ name: String) -> String {
    "\(place.rawValue) \(name)".onOneLine
  }

  /// Fills in what is known of the operation.
  ///
  /// - Parameter constraints: those that requests to it can break.
  func tell(
    _ count: inout Summary.OperationCount, _ operation: Operation, constraints: [String]
  ) {
    let trace = traces[operation.name] ?? Traces()
    count.statuses = Exercised(operation.responses.map(\.status.text), tried: trace.statuses)
    let body = operation.requestBody == nil ? [] : [Self.body]
    count.parameters = Exercised(
      operation.parameters.map { Self.label($0.place, $0.name) } + body, tried: trace.parameters)
    count.constraints = Exercised(constraints, tried: trace.constraints)
  }
}

extension ConstraintCoverage {
  /// The constraints of each operation, by its name, in an order that does not change.
  var labels: [String: [String]] {
    Dictionary(grouping: known, by: \.operation).mapValues { $0.map(\.label).sorted() }
  }
}

extension ConstraintCoverage.Constraint {
  fileprivate var label: String { "\(part): \(keyword)".onOneLine }
}
