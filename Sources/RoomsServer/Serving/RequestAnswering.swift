import AccordRuntime

/// Answers requests, whatever brings them.
protocol RequestAnswering: Sendable {
  func answer(_ request: ServerRequest) async -> ServerResponse
}
