import AccordJSON
import AccordOpenAPI

extension OperationComparison {
  mutating func compareResponses() {
    for response in before.responses {
      if let other = after.responses.first(where: { $0.status == response.status }) {
        compare(response, other)
      } else if let other = after.responses.covering(response.status) {
        // A range or the default says now what the code said.
        compare(response, other)
      } else {
        reportRemoved(response)
      }
    }
    for response in after.responses
    where !before.responses.contains(where: { $0.status == response.status }) {
      if let other = before.responses.covering(response.status) {
        compare(other, response)
      } else {
        reportAdded(response)
      }
    }
  }

  private mutating func reportRemoved(_ response: Response) {
    let isSuccess = response.status.isSuccess
    // Of a range some may be left; whoever understood all of it understands them.
    let isLeft = after.responses.contains { response.status.covers($0.status) }
    report(
      isSuccess ? .successStatusRemoved : .errorStatusRemoved, response.title,
      isSuccess && !isLeft ? .breaking : .compatible,
      isLeft
        ? "only some of it are given"
        : isSuccess ? "clients that wait for it wait in vain" : "it is no longer given",
      old: response.location)
  }

  private mutating func reportAdded(_ response: Response) {
    let isSuccess = response.status.isSuccess
    report(
      isSuccess ? .successStatusAdded : .errorStatusAdded, response.title,
      isSuccess ? .risky : .compatible,
      isSuccess
        ? "it is new; clients that know the other successes only take it for an error"
        : "it is new among the refusals", new: response.location)
  }

  private mutating func compare(_ old: Response, _ new: Response) {
    compareContent(old, new)
    compareHeaders(old, new)
  }

  private mutating func compareContent(_ old: Response, _ new: Response) {
    for media in old.content {
      if let other = new.content.first(where: { $0.essence == media.essence }) {
        compare(
          media.schema, other.schema, "\(new.title), \(other.name)", .response,
          at: (media.location, other.location))
      } else if let wider = new.content.first(where: { $0.covers(media) }) {
        compare(
          media.schema, wider.schema, "\(new.title), \(wider.name)", .response,
          at: (media.location, wider.location))
      } else if !new.content.contains(where: { media.covers($0) }) {
        report(
          .responseContentTypeRemoved, new.title, .breaking, "\(media.name) is no longer given",
          old: media.location, new: new.location)
      }
    }
    for media in new.content
    where !old.content.contains(where: { $0.essence == media.essence || $0.covers(media) }) {
      // An answer without a body had nothing to read.
      report(
        .responseContentTypeAdded, new.title, old.content.isEmpty ? .compatible : .risky,
        old.content.isEmpty ? "it has a body now, \(media.name)" : "\(media.name) is given, too",
        old: old.location, new: media.location)
    }
  }

  private mutating func compareHeaders(_ old: Response, _ new: Response) {
    for header in old.headers {
      let part = "\(new.title), header \(header.name)"
      guard let other = new.headers.first(where: { $0.isCalled(header.name) }) else {
        report(
          .headerRemoved, part, header.isRequired ? .breaking : .risky,
          header.isRequired ? "it is gone, and was always there" : "it is gone",
          old: header.location, new: new.location)
        continue
      }
      if header.isRequired != other.isRequired {
        report(
          other.isRequired ? .headerBecameRequired : .headerBecameOptional, part,
          other.isRequired ? .compatible : .breaking,
          other.isRequired ? "it is always there now" : "it may be missing now",
          old: header.location, new: other.location)
      }
      compare(
        header.schema, other.schema, part, .response, at: (header.location, other.location))
    }
    for header in new.headers where !old.headers.contains(where: { $0.isCalled(header.name) }) {
      report(
        .headerAdded, "\(new.title), header \(header.name)", .compatible, "it is new",
        old: old.location, new: header.location)
    }
  }
}

extension Response {
  /// `answer 404`
  fileprivate var title: String { "answer \(status.text)" }
}

extension Response.Status {
  /// Whether the other one is one of those that this stands for.
  func covers(_ other: Response.Status) -> Bool {
    switch (self, other) {
    case (.range(let hundreds), .code(let code)): code / 100 == hundreds
    case (.default, .code), (.default, .range): true
    case (.code, _), (.range, _), (.default, .default): false
    }
  }

  var isSuccess: Bool {
    switch self {
    case .code(let code): (200...299).contains(code)
    case .range(let hundreds): hundreds == 2
    case .default: false
    }
  }
}

extension [Response] {
  /// What describes an exact code that is not listed itself: its range before the default.
  fileprivate func covering(_ status: Response.Status) -> Response? {
    switch status {
    case .code(let code):
      first { $0.status == .range(code / 100) } ?? first { $0.status == .default }
    case .range: first { $0.status == .default }
    case .default: nil
    }
  }
}

extension Header {
  fileprivate func isCalled(_ other: String) -> Bool { name.lowercased() == other.lowercased() }
}
