import HTTPTypes

/// Sends calls to one server as one principal. Generated clients stand on it.
public struct APIClient: Sendable {
  public var server: ServerURL
  /// Whether operations that have a server of their own in the document are called there. Otherwise every call goes
  /// to ``server``: a test server, or a proxy, must not be passed by, and what proves the caller must not go
  /// to others.
  public var usesOperationServers: Bool
  public var transport: any ClientTransport
  public var credentials: Credentials
  /// In bytes. An answer with a larger body is an error.
  public var maximumBodySize: Int
  /// How long a whole call may take, from credentials to the last byte of the answer; where the answer is handed on
  /// as it comes, to its head. ``RequestTimeout`` ends it. `nil`: as long as the transport lets it.
  public var timeout: Duration?
  /// What the time-out is measured by.
  public var clock: any Clock<Duration>

  public init(
    server: ServerURL, transport: any ClientTransport, credentials: Credentials = .none,
    maximumBodySize: Int = 64 << 20, usesOperationServers: Bool = false,
    timeout: Duration? = .seconds(300), clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.timeout = timeout
    self.clock = clock
    self.server = server
    self.usesOperationServers = usesOperationServers
    self.transport = transport
    self.credentials = credentials
    self.maximumBodySize = maximumBodySize
  }

  /// Sends a call and reads the answer.
  public func send<Success, Refusal>(
    _ call: Call<Success, Refusal>
  ) async throws(CallError<Refusal>) -> Answer<Success> {
    guard call.violations.isEmpty else { throw .invalid(call.violations) }
    let format = call.operation.format
    let answer = try await answer(to: call)
    let success: Success?
    do {
      success = try format.read(answer)
    } catch {
      throw .malformed(error, answer.raw)
    }
    guard let success else { throw CallError(answer: answer.raw) }
    return Answer(body: success, head: answer.head)
  }

  private func answer<Success, Refusal>(
    to call: Call<Success, Refusal>
  ) async throws(CallError<Refusal>) -> IncomingAnswer {
    do {
      return try await TimeLimit.run(timeout, clock) {
        let (head, stream) = try await exchange(call)
        if call.operation.format.streams(head) { return IncomingAnswer(head, stream) }
        return IncomingAnswer(head, ByteStream(try await stream.collect(upTo: maximumBodySize)))
      }
    } catch let missing as MissingCredentials {
      throw .credentials(missing)
    } catch let failure as CredentialFailure {
      throw .credentials(failure.cause)
    } catch {
      throw .transport(error)
    }
  }

  private func exchange<Success, Refusal>(
    _ call: Call<Success, Refusal>
  ) async throws -> (AnswerHead, ByteStream) {
    let body = try call.body?.encode()
    let server = server(for: call)
    return try await CredentialedRequest.send(
      try credentials.choice(for: call.operation.description), headerFields(of: call, body),
      call.target, isRepeatable: body?.content.isRepeatable ?? true,
      status: { $0.0.status }
    ) { request in
      let head = HTTPRequest(
        method: call.operation.description.method, scheme: server.scheme,
        authority: server.authority, path: server.basePath + request.target.text,
        headerFields: request.headerFields)
      let (response, stream) = try await OperationDescription.$current.withValue(
        call.operation.description
      ) { try await transport.send(head, body: body?.content) }
      return (
        AnswerHead(status: response.status.code, headerFields: response.headerFields), stream
      )
    }
  }

  private func headerFields<Success, Refusal>(
    of call: Call<Success, Refusal>, _ body: EncodedBody?
  ) -> HTTPFields {
    var headerFields = call.headerFields
    if headerFields[.accept] == nil {
      var accepted = call.operation.format.contentTypes
      accepted += Refusal.contentTypes.filter { !accepted.contains($0) }
      if !accepted.isEmpty { headerFields[.accept] = accepted.joined(separator: ", ") }
    }
    if let body { headerFields[.contentType] = body.contentType }
    return headerFields
  }

  private func server<Success, Refusal>(for call: Call<Success, Refusal>) -> ServerURL {
    call.server ?? (usesOperationServers ? call.operation.description.server : nil) ?? server
  }
}
