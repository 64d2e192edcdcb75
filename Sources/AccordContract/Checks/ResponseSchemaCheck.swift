import AccordSchema

/// Bodies are what their schemas say.
public struct ResponseSchemaCheck: ExchangeCheck {
  public let name = "response-schema"
  public let explanation = "Every JSON body is valid by the schema of its status and content type."

  public init() {}

  public func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict {
    guard answer.mayHaveBody(to: request), let json = answer.json,
      let media = answer.media(of: request.operation), let schema = media.schema,
      let compiled = context.schemas.compiled(schema)
    else { return .notApplicable }
    let result = compiled.validate(json, direction: .response)
    guard !result.violations.isEmpty else {
      return result.isIncomplete ? .notApplicable : .holds
    }
    return .broken(
      result.violations.prefix(5).map { violation in
        let place = violation.instance.tokens.isEmpty ? "the body" : "\(violation.instance)"
        return Finding(
          signature: "\(answer.status) \(violation.schema)",
          location: context.schemas.location(of: violation.schema) ?? media.location,
          expected: "\(place): \(violation.expected)",
          got: "\(violation.found), in an answer with status \(answer.status)")
      })
  }
}
