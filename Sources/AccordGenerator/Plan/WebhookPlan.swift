/// What the API calls at its users: webhooks, and the callbacks of its operations.
public struct WebhookPlan: Sendable {
  public var names: APINames
  /// Their paths are those of the routes unless a host chooses others.
  public var operations: [OperationPlan]
}
