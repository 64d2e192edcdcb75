public import AccordRuntime
public import HTTPTypes
import Synchronization

/// What was asked of the rooms server: counted where requests leave, and by what the server says of each.
public final class Traffic: Sendable {
  public struct Count: Sendable {
    /// By method and kind of resource, in the order in which each first came.
    public internal(set) var requests: JSONDictionary<Int> = [:]
    /// `nil`: the server does not say.
    public internal(set) var statements: Int?

    public var requestCount: Int { requests.values.reduce(0, +) }
  }

  private let counted = Mutex(Count())

  public init() {}

  public var count: Count { counted.withLock { $0 } }

  fileprivate func add(_ request: String) {
    counted.withLock { $0.requests[request] = ($0.requests[request] ?? 0) + 1 }
  }

  fileprivate func add(statements: Int) {
    counted.withLock { $0.statements = ($0.statements ?? 0) + statements }
  }
}

/// A transport that counts what goes through it.
public struct CountingTransport: ClientTransport {
  private let base: any ClientTransport
  private let traffic: Traffic

  public init(base: any ClientTransport, traffic: Traffic) {
    self.base = base
    self.traffic = traffic
  }

  public func send(
    _ request: HTTPRequest, body: ByteStream?
  ) async throws -> (HTTPResponse, ByteStream) {
    let path = OperationDescription.current?.path ?? request.path ?? ""
    traffic.add("\(request.method.rawValue) \(path)")
    let answer = try await base.send(request, body: body)
    if let statements = Self.statements(in: answer.0) { traffic.add(statements: statements) }
    return answer
  }

  /// See ``CountedAnswers``: the demo's server tells in `Server-Timing` how many statements an answer took.
  private static func statements(in response: HTTPResponse) -> Int? {
    guard let name = HTTPField.Name("Server-Timing"), let field = response.headerFields[name],
      let metric = field.wholeMatch(of: /statements;desc=([0-9]+)/)
    else { return nil }
    return Int(metric.1)
  }
}
