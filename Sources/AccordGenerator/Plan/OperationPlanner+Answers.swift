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
    return .several(
      name: types.claim(typeName + "Success"),
      cases(of: responses, contents, headers, namesStatus: responses.count > 1))
  }

  /// A case for each answer, and for each of its content types.
  ///
  /// - Parameter namesStatus: whether the name of a content type has that of the status before it.
  private func cases(
    of responses: [Response], _ contents: [[ContentPlan]], _ headers: [String?], namesStatus: Bool
  ) -> [AnswerCasePlan] {
    var scope = NameScope()
    return responses.indices.flatMap { index -> [AnswerCasePlan] in
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
        let name = namesStatus ? naming.memberName("\(status) \(kind)") : kind
        return AnswerCasePlan(
          status: response.status, name: ReservedNames.escaped(scope.claim(name)),
          content: content, headers: headers[index], hasOptionalHeaders: hasOptionalHeaders,
          alternatives: contents.flatMap(\.contentTypes))
      }
    }
  }

  /// The bodies that an answer may have; none at all for those that never have one.
  private func contents(
    of response: Response, named name: String, _ method: Operation.Method
  ) -> [ContentPlan] {
    guard response.status.hasBody(to: method) else { return [] }
    return distinct(
      response.content.map { mediaType in
        let isPlain = mediaType.isJSON || response.content.count == 1
        let name = isPlain ? name : name + contentTypeName(mediaType)
        return PlannedContent(
          mediaType: mediaType, content: answerContent(of: mediaType, named: name))
      }
    ).map(\.content)
  }

  /// A refusal is read to its end.
  private func refusalContents(
    of response: Response, named name: String, _ method: Operation.Method
  ) -> [ContentPlan] {
    contents(of: response, named: name, method).map { content in
      switch content {
      case .stream(let contentType): .bytes(contentType: contentType)
      case .items(let items): .bytes(contentType: items.contentType)
      case .none, .json, .form, .multipart, .text, .bytes, .encoded, .choice: content
      }
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
    let contents = sorted.map { response in
      refusalContents(
        of: response, named: typeName + caseTypeName(response.status) + "Answer", operation.method)
    }
    let headers = sorted.map {
      types.headers($0.headers, of: typeName + caseTypeName($0.status))
    }
    let cases = cases(of: sorted, contents, headers, namesStatus: true)
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

extension Response.Status {
  /// Whether an answer of that status to a request of that method may have a body (RFC 9110, section 6.4.1).
  func hasBody(to method: Operation.Method) -> Bool {
    method != .head && self != .code(204) && self != .code(304)
  }
}
