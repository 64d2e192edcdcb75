import AccordOpenAPI

/// What of the document the requests and answers of a run have met.
struct ExercisedParts: Sendable {
  private struct Part: Hashable {
    let operation: String
    let part: String
  }

  private var operations: Set<String> = []
  private var statuses: Set<Part> = []
  private var parameters: Set<Part> = []

  mutating func add(_ exchange: Exchange) {
    let request = exchange.request
    guard let operation = request.operation else { return }
    operations.insert(operation.name)
    if let answer = exchange.answer, let response = operation.responses.describing(answer.status) {
      statuses.insert(Part(operation: operation.name, part: response.status.text))
    }
    for parameter in operation.parameters where request.sends(parameter) {
      parameters.insert(Self.part(parameter, operation))
    }
    if !request.body.isEmpty { parameters.insert(Part(operation: operation.name, part: "body")) }
  }

  private static func part(_ parameter: Parameter, _ operation: Operation) -> Part {
    Part(operation: operation.name, part: "\(parameter.place.rawValue) \(parameter.name)")
  }

  func coverage(
    of document: OpenAPIDocument, _ constraints: ConstraintCoverage
  ) -> Summary.Coverage {
    let all = document.operations
    let parts = all.map { $0.parameters.count + ($0.requestBody == nil ? 0 : 1) }
    return Summary.Coverage(
      operations: .init(exercised: operations.count, all: all.count),
      statuses: .init(
        exercised: statuses.count, all: all.reduce(0) { $0 + $1.responses.count }),
      parameters: .init(exercised: parameters.count, all: parts.reduce(0, +)),
      constraints: .init(exercised: constraints.tried.count, all: constraints.known.count))
  }
}

extension OutgoingRequest {
  fileprivate func sends(_ parameter: Parameter) -> Bool {
    sentParameters.contains { $0.place == parameter.place && $0.name.isExactly(parameter.name) }
  }
}
