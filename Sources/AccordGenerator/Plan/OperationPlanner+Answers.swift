import AccordJSON
import AccordOpenAPI

extension OperationPlanner {
  private func isSuccess(_ status: Response.Status, among responses: [Response]) -> Bool {
    switch status {
    case .code(let code): (200...299).contains(code)
    case .range(let hundreds): hundreds == 2
    case .default: !responses.contains { isSuccess($0.status, among: []) }
    }
  }

  func success(of operation: Operation, typeName: String) -> SuccessPlan {
    let responses = operation.responses.filter { isSuccess($0.status, among: operation.responses) }
    guard let first = responses.first else { return .one(.range(2), .none) }
    guard responses.count > 1 else {
      return .one(first.status, content(of: first, named: typeName + "Response"))
    }
    let contents = responses.map {
      content(of: $0, named: typeName + "Response" + caseTypeName($0.status))
    }
    let cases = zip(responses, contents).map { response, content in
      AnswerCasePlan(
        status: response.status, name: StatusNames.caseName(response.status), content: content)
    }
    return .several(name: types.claim(typeName + "Success"), cases)
  }

  private func caseTypeName(_ status: Response.Status) -> String {
    naming.typeName(StatusNames.caseName(status))
  }

  mutating func refusal(of operation: Operation, typeName: String) -> RefusalPlan? {
    let responses = operation.responses.filter {
      !isSuccess($0.status, among: operation.responses)
    }
    guard !responses.isEmpty else { return nil }
    // Exact codes are looked at before ranges, and ranges before the default.
    let sorted = responses.enumerated().sorted { left, right in
      (left.element.status.precedence, left.offset) < (
        right.element.status.precedence, right.offset
      )
    }.map(\.element)
    let cases = sorted.map { response in
      AnswerCasePlan(
        status: response.status, name: StatusNames.caseName(response.status),
        content: content(
          of: response, named: typeName + caseTypeName(response.status) + "Answer"))
    }
    let name = types.claim(typeName + "Refusal")
    let shape = cases.map { AnswerShape(status: $0.status, content: $0.content) }
    let first = refusals[shape]
    if first == nil { refusals[shape] = name }
    return RefusalPlan(name: name, cases: cases, sameAs: first)
  }
}

extension Response.Status {
  fileprivate var precedence: Int {
    switch self {
    case .code(let code): code
    case .range(let hundreds): 1000 + hundreds
    case .default: 10_000
    }
  }
}
