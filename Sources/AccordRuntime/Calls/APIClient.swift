import HTTPTypes

/// Where a server is: scheme, authority, and what comes before the paths of the document.
public struct ServerURL: Sendable, Hashable, CustomStringConvertible {
  public let scheme: String
  public let authority: String
  /// Empty, or beginning with a slash and not ending with one.
  public let basePath: String

  /// `nil` unless the text is an absolute `http` or `https` URL without user, query and fragment.
  public init?(_ text: String) {
    guard let separator = text.firstRange(of: "://") else { return nil }
    let scheme = text[..<separator.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let rest = text[separator.upperBound...]
    guard !rest.contains(where: { $0 == "?" || $0 == "#" || $0 == "@" || $0.isWhitespace }) else {
      return nil
    }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    guard slash > rest.startIndex else { return nil }
    self.scheme = scheme
    authority = String(rest[..<slash])
    var path = rest[slash...]
    while path.last == "/" { path.removeLast() }
    basePath = String(path)
  }

  public var description: String { "\(scheme)://\(authority)\(basePath)" }
}

/// Sends calls to one server as one principal. Generated clients stand on it.
public struct APIClient: Sendable {
  public var server: ServerURL
  public var transport: any ClientTransport
  public var credentials: Credentials
  /// In bytes. An answer with a larger body is an error.
  public var maximumBodySize: Int

  public init(
    server: ServerURL, transport: any ClientTransport, credentials: Credentials = .none,
    maximumBodySize: Int = 64 << 20
  ) {
    self.server = server
    self.transport = transport
    self.credentials = credentials
    self.maximumBodySize = maximumBodySize
  }

  /// Sends a call and reads the answer.
  public func send<Success, Refusal>(
    _ call: Call<Success, Refusal>
  ) async throws(CallError<Refusal>) -> Answer<Success> {
    guard call.violations.isEmpty else { throw .invalid(call.violations) }
    let answer = try await exchange(call)
    let success: Success?
    do {
      success = try call.operation.format.read(IncomingAnswer(answer))
    } catch {
      throw .malformed(error, answer)
    }
    guard let success else { throw CallError(answer: answer) }
    return Answer(body: success, head: answer.head)
  }

  private func exchange<Success, Refusal>(
    _ call: Call<Success, Refusal>
  ) async throws(CallError<Refusal>) -> RawAnswer {
    var headerFields = call.headerFields
    var target = call.target
    credentials.apply(to: &headerFields, &target)
    if headerFields[.accept] == nil {
      var accepted = call.operation.format.contentTypes
      accepted += Refusal.contentTypes.filter { !accepted.contains($0) }
      if !accepted.isEmpty { headerFields[.accept] = accepted.joined(separator: ", ") }
    }
    do {
      let body = try call.body?.encode()
      if let body { headerFields[.contentType] = body.contentType }
      let request = HTTPRequest(
        method: call.operation.description.method, scheme: server.scheme,
        authority: server.authority,
        path: server.basePath + target.text, headerFields: headerFields)
      let (response, bytes) = try await transport.send(
        request, body: body?.bytes, maximumBodySize: maximumBodySize)
      return RawAnswer(
        head: AnswerHead(status: response.status.code, headerFields: response.headerFields),
        body: bytes)
    } catch {
      throw .transport(error)
    }
  }
}
