import AccordJSON
import AccordOpenAPI
import HTTPTypes

/// A request and what came of it.
public struct Exchange: Sendable {
  public enum Outcome: Sendable {
    case answer(Answer)
    case failure(TransportFailure)
  }

  public let request: OutgoingRequest
  public let outcome: Outcome
  public let duration: Duration

  public init(request: OutgoingRequest, outcome: Outcome, duration: Duration) {
    self.request = request
    self.outcome = outcome
    self.duration = duration
  }

  public var answer: Answer? {
    switch outcome {
    case .answer(let answer): answer
    case .failure: nil
    }
  }
}

/// An answer, with its body read once.
public struct Answer: Sendable {
  public enum Content: Sendable {
    case empty
    case json(JSONValue)
    /// Said to be JSON, and is none.
    case brokenJSON(JSONError)
    /// Not said to be JSON.
    case other
  }

  public let status: Int
  public let fields: HTTPFields
  public let body: [UInt8]
  public let content: Content

  public init(status: Int, fields: HTTPFields, body: [UInt8]) {
    self.status = status
    self.fields = fields
    self.body = body
    let type = fields[.contentType].map(ContentType.init)
    if body.isEmpty {
      content = .empty
    } else if type?.isJSON ?? false {
      do {
        content = .json(try JSONValue(json: body, options: .init(refusesDuplicateKeys: true)))
      } catch {
        content = .brokenJSON(error)
      }
    } else {
      content = .other
    }
  }

  public var json: JSONValue? {
    guard case .json(let value) = content else { return nil }
    return value
  }

  public var isSuccess: Bool { (200...299).contains(status) }
  public var contentType: ContentType? { fields[.contentType].map(ContentType.init) }
}

/// A content type, without its parameters (RFC 9110, section 8.3.1).
public struct ContentType: Sendable, Hashable, CustomStringConvertible {
  /// Type and subtype in lower case.
  public let essence: String

  public init(_ text: String) {
    essence = text.prefix { $0 != ";" }.trimmingBlanks.lowercased()
  }

  public var isJSON: Bool {
    essence == "application/json" || essence == "text/json" || essence.hasSuffix("+json")
  }

  /// Whether a content type of the document, which may be a range such as `text/*`, covers this one.
  public func isCovered(by media: MediaType) -> Bool {
    let range = media.essence
    if range == essence || range == "*/*" { return true }
    return range.hasSuffix("/*") && essence.hasPrefix(range.dropLast())
  }

  public var description: String { essence }
}

/// A case that was tried.
public struct Trial: Sendable {
  public let plan: Case
  /// In the order of the case's requests; shorter if one of them brought no answer.
  public let exchanges: [Exchange]
  /// The first request once more, read after a comparison did not come out even: what differs between the
  /// two readings changes by itself.
  public var reread: Exchange?
  /// Of a story, what was done when.
  let memory: StoryMemory?

  public init(plan: Case, exchanges: [Exchange], reread: Exchange? = nil) {
    self.plan = plan
    self.exchanges = exchanges
    self.reread = reread
    memory = nil
  }

  init(plan: Case, memory: StoryMemory) {
    self.plan = plan
    exchanges = memory.exchanges
    self.memory = memory
  }
}
