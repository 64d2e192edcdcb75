import AccordOpenAPI

/// The document knows every content type.
public struct ContentTypeCheck: ExchangeCheck {
  public let name = "documented-content-type"
  public let explanation = "Every body has a content type that the document gives for its status."

  public init() {}

  public func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict {
    guard let response = request.operation?.responses.describing(answer.status),
      !response.content.isEmpty, answer.mayHaveBody(to: request), answer.status < 500
    else { return .notApplicable }
    let known = response.content.map(\.name).joined(separator: ", ")
    func broken(_ signature: String, got: String) -> Verdict {
      .broken([
        Finding(
          signature: "\(response.status.text) \(signature)", location: response.location,
          expected: "a body of content type \(known)", got: got)
      ])
    }
    guard !answer.body.isEmpty else {
      return broken("empty", got: "status \(answer.status) with an empty body")
    }
    guard let type = answer.contentType, !type.essence.isEmpty else {
      return broken("none", got: "\(answer.summary), without a content type")
    }
    guard response.content.contains(where: type.isCovered) else {
      return broken(type.essence, got: answer.summary)
    }
    return .holds
  }
}

extension Answer {
  /// Answers to HEAD, 204 and 304 have no body whatever the document says (RFC 9110, section 6.4.1).
  func mayHaveBody(to request: OutgoingRequest) -> Bool {
    request.method != .head && status != 204 && status != 304
  }

  /// The schema that the document gives for this body, and the media type that it stands in.
  func media(of operation: Operation?) -> MediaType? {
    guard let response = operation?.responses.describing(status), let contentType else {
      return nil
    }
    return response.content.first { $0.essence == contentType.essence }
      ?? response.content.first(where: contentType.isCovered)
  }
}
