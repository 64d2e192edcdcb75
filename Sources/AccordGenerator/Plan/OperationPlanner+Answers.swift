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
    guard let first = responses.first else { return .one(.range(2), .none, headers: nil) }
    let headers = responses.map {
      types.headers($0.headers, of: typeName + caseTypeName($0.status))
    }
    let contents = responses.map { response in
      let status = responses.count > 1 ? caseTypeName(response.status) : ""
      return self.contents(of: response, named: typeName + "Response" + status, operation.method)
    }
    guard responses.count > 1 || contents[0].count > 1 else {
      return .one(first.status, contents[0].first ?? .none, headers: headers[0])
    }
    var scope = NameScope()
    let cases = responses.indices.flatMap { index -> [AnswerCasePlan] in
      let (response, contents) = (responses[index], contents[index])
      let hasOptionalHeaders = !response.headers.contains(where: \.isRequired)
      let status = StatusNames.caseName(response.status)
      guard contents.count > 1 else {
        return [
          AnswerCasePlan(
            status: response.status, name: scope.claim(status), content: contents.first ?? .none,
            headers: headers[index], hasOptionalHeaders: hasOptionalHeaders)
        ]
      }
      return contents.map { content in
        var plain = NameScope()
        let kind = caseName(of: content, in: &plain).filter { $0 != "`" }
        let name = responses.count > 1 ? naming.memberName("\(status) \(kind)") : kind
        return AnswerCasePlan(
          status: response.status, name: ReservedNames.escaped(scope.claim(name)),
          content: content, headers: headers[index], hasOptionalHeaders: hasOptionalHeaders,
          alternatives: contents.flatMap(\.contentTypes))
      }
    }
    return .several(name: types.claim(typeName + "Success"), cases)
  }

  /// The bodies that an answer may have; none at all for those that never have one.
  private func contents(
    of response: Response, named name: String, _ method: Operation.Method
  ) -> [ContentPlan] {
    if method == .head || response.status == .code(204) || response.status == .code(304) {
      return []
    }
    return distinct(
      response.content.map { mediaType in
        let isPlain = mediaType.isJSON || response.content.count == 1
        let name = isPlain ? name : name + contentTypeName(mediaType)
        return (answerContent(of: mediaType, named: name), [])
      }
    ).map(\.content)
  }

  /// A refusal is read to its end: JSON, or else what comes first.
  private func refusalContent(of response: Response, named name: String) -> ContentPlan {
    guard let mediaType = response.content.first(where: \.isJSON) ?? response.content.first else {
      return .none
    }
    switch answerContent(of: mediaType, named: name) {
    case .stream(let contentType): return .bytes(contentType: contentType)
    case .items(let items): return .bytes(contentType: items.contentType)
    case let content: return content
    }
  }

  private func caseTypeName(_ status: Response.Status) -> String {
    naming.typeName(StatusNames.caseName(status))
  }

  func refusal(of operation: Operation, typeName: String) -> RefusalPlan? {
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
        content: refusalContent(
          of: response, named: typeName + caseTypeName(response.status) + "Answer"),
        headers: types.headers(response.headers, of: typeName + caseTypeName(response.status)),
        hasOptionalHeaders: !response.headers.contains(where: \.isRequired))
    }
    return RefusalPlan(name: types.claim(typeName + "Refusal"), cases: cases)
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
