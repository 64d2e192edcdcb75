import AccordRuntime
import HTTPTypes

/// What whoever runs the server asks it: whether it lives, whether it can serve, and what it has counted. These
/// are not part of the API.
struct OperationProbes: Sendable {
  let store: any RoomsStore
  let metrics: RequestMetrics
  let gate: RequestGate
  let showsMetrics: Bool

  /// `nil` for everything else.
  func answer(_ method: HTTPRequest.Method, _ target: String) async -> ServerResponse? {
    guard method == .get || method == .head else { return nil }
    switch target {
    case "/health": return Self.text(200, "alive\n")
    case "/ready":
      do {
        try await store.checkAvailable()
        return Self.text(200, "ready\n")
      } catch {
        return Self.text(503, "the database is not available\n")
      }
    case "/metrics" where showsMetrics:
      return Self.text(
        200, metrics.text(inFlight: gate.occupancy), type: "text/plain; version=0.0.4")
    default: return nil
    }
  }

  private static func text(
    _ status: Int, _ text: String, type: String = "text/plain; charset=utf-8"
  ) -> ServerResponse {
    ServerResponse(
      status: status, body: EncodedBody(contentType: type, content: ByteStream(text)))
  }
}
