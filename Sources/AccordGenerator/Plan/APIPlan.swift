/// Everything that will be generated, decided. Emission only spells it.
public struct APIPlan: Sendable {
  public var names: APINames
  public var documentation: String?
  /// Top-level types, in the order of the document.
  public var types: [TypePlan]
  public var operations: [OperationPlan]
  /// Those that several operations have.
  public var refusals: [RefusalPlan] = []
  /// The tags of operations: those that the document describes first, in its order.
  public var tags: [TagPlan] = []
  /// What the API calls at its users, if anything.
  public var webhooks: WebhookPlan?
  /// The most privileged first.
  public var viewers: [ViewerPlan]
  public var masks: [MaskPlan]
  public var batches: [BatchPlan]
  public var invalidations: [InvalidationPlan]
  public var security = SecurityPlan()
  public var servers = ServersPlan()

  /// All types, those inside others too, by their qualified names.
  package var typesByName: [String: TypePlan] {
    Dictionary(types.flatMap(\.flattened).map { ($0.qualifiedName, $0) }, uniquingKeysWith: { $1 })
  }
}

/// A group of operations.
public struct TagPlan: Sendable {
  public var name: String
  public var documentation: String?
}

/// The names of the types that stand for the API as a whole, or for its webhooks.
public struct APINames: Sendable {
  public enum Subject: Sendable {
    case api, webhooks
  }

  /// `Rooms` for a module called `RoomsAPI`.
  public var base: String
  public var module: String
  public var subject: Subject

  public init(module: String, base: String, subject: Subject = .api) {
    self.module = module
    self.base = base
    self.subject = subject
  }

  private var stem: String {
    switch subject {
    case .api: base
    case .webhooks: "\(base)Webhook"
    }
  }

  /// The protocol.
  public var api: String {
    switch subject {
    case .api: "\(base)API"
    case .webhooks: "\(base)Webhooks"
    }
  }
  /// What conforms to the protocol by calling.
  public var client: String {
    switch subject {
    case .api: "\(base)Client"
    case .webhooks: "\(base)WebhookSender"
    }
  }
  public var batchingClient: String { "\(stem)BatchingClient" }
  public var calls: String { "\(stem)Calls" }
  public var operations: String { "\(stem)Operations" }
  public var routes: String { "\(stem)Routes" }
  public var queries: String { "\(stem)Queries" }
  public var invalidations: String { "\(stem)Invalidations" }
  /// The file of types that are but other names.
  var aliases: String { "\(stem)Aliases" }
  /// The file of the refusals that several operations have.
  var refusals: String { "\(stem)Refusals" }
  public var viewer: String { "\(stem)Viewer" }
  public var security: String { "\(base)Security" }
  public var credentials: String { "\(base)Credentials" }
  public var servers: String { "\(base)Servers" }
  /// What contract tests are about, and the tests.
  public var contract: String { "\(base)Contract" }
  public var contractTests: String { "\(base)ContractTests" }

  var all: [String] {
    switch subject {
    case .api:
      [
        api, client, batchingClient, calls, operations, routes, queries, invalidations,
        aliases, refusals, viewer, security, credentials, servers, contract, contractTests,
      ]
    case .webhooks: [api, client, calls, operations, routes]
    }
  }
}
