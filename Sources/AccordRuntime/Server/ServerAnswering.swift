import HTTPTypes

extension ServerResponse {
  /// Calls an operation and makes an answer of what it gives or refuses.
  ///
  /// - Throws: ``RequestProblem/internalError(_:)`` for everything that is no documented answer.
  public static func answering<Success, Refusal>(
    _ operation: () async throws(CallError<Refusal>) -> Success,
    encoding encode: (Success) throws(JSONError) -> ServerResponse
  ) async throws(RequestProblem) -> ServerResponse {
    do throws(CallError<Refusal>) {
      let success = try await operation()
      do throws(JSONError) {
        return try encode(success)
      } catch {
        throw CallError<Refusal>.transport(error)
      }
    } catch {
      guard case .refused(let refusal, let head) = error else { throw .internalError(error) }
      do throws(JSONError) {
        return ServerResponse(head: head, body: try refusal.body())
      } catch {
        throw .internalError(error)
      }
    }
  }

  /// A JSON answer.
  public static func json(
    _ status: Int, _ value: some JSONWritable, contentType: String = "application/json"
  ) throws(JSONError) -> ServerResponse {
    ServerResponse(
      status: status, body: EncodedBody(contentType: contentType, bytes: try value.json()))
  }

  public static func text(_ status: Int, _ text: String) -> ServerResponse {
    ServerResponse(
      status: status,
      body: EncodedBody(contentType: "text/plain; charset=utf-8", bytes: Array(text.utf8)))
  }

  public static func bytes(_ status: Int, _ bytes: [UInt8]) -> ServerResponse {
    ServerResponse(
      status: status, body: EncodedBody(contentType: "application/octet-stream", bytes: bytes))
  }
}
