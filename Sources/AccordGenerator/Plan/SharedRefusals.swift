import AccordOpenAPI

/// Makes the refusals of operations one type where several document the same answers. The type is named after what it
/// holds; each operation keeps its own name for it.
struct SharedRefusals {
  private struct Answer: Hashable {
    var status: Response.Status
    var content: ContentPlan
    var headers: String?
  }

  private let types: TypePlanner
  private var counts: [[Answer]: Int] = [:]
  private var names: [[Answer]: String] = [:]
  /// The types that are shared, in the order of the operations.
  private(set) var plans: [RefusalPlan] = []

  init(_ types: TypePlanner, of operations: [OperationPlan]) {
    self.types = types
    for refusal in operations.compactMap(\.refusal) {
      counts[Self.answers(of: refusal), default: 0] += 1
    }
  }

  mutating func share(_ operation: OperationPlan) -> OperationPlan {
    guard let refusal = operation.refusal else { return operation }
    let answers = Self.answers(of: refusal)
    guard counts[answers, default: 0] > 1 else { return operation }
    var operation = operation
    operation.refusal?.sharedName = name(for: answers, refusal)
    return operation
  }

  private static func answers(of refusal: RefusalPlan) -> [Answer] {
    refusal.cases.map { Answer(status: $0.status, content: $0.content, headers: $0.headers) }
  }

  private mutating func name(for answers: [Answer], _ refusal: RefusalPlan) -> String {
    if let name = names[answers] { return name }
    let name = types.claim(Self.wanted(refusal.cases))
    names[answers] = name
    plans.append(RefusalPlan(name: name, cases: refusal.cases))
    return name
  }

  /// `NotFoundRefusal`, `NotFoundOrConflictRefusal`, and by their numbers where there are more. An answer for all other
  /// statuses says nothing by its status: alone it is named after its content.
  private static func wanted(_ cases: [AnswerCasePlan]) -> String {
    if cases.count == 1, cases[0].status == .default,
      case .json(.named(let type), _) = cases[0].content
    {
      return type.filter { $0 != "." } + "Refusal"
    }
    var statuses: [Response.Status] = []
    for answer in cases where statuses.last != answer.status { statuses.append(answer.status) }
    guard statuses.count > 2 else {
      let names = statuses.map { status in
        let name = StatusNames.caseName(status)
        return name.prefix(1).uppercased() + name.dropFirst()
      }
      return names.joined(separator: "Or") + "Refusal"
    }
    let texts = statuses.map { status in
      switch status {
      case .code(let code): "\(code)"
      case .range(let hundreds): "\(hundreds)XX"
      case .default: "Other"
      }
    }
    return "Refusal" + texts.joined(separator: "_")
  }
}
