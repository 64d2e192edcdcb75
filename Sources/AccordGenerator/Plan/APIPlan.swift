/// Everything that will be generated, decided. Emission only spells it.
public struct APIPlan: Sendable {
  public var names: APINames
  public var documentation: String?
  /// Top-level types, in the order of the document.
  public var types: [TypePlan]
  public var operations: [OperationPlan]
  /// The most privileged first.
  public var viewers: [ViewerPlan]
  public var masks: [MaskPlan]
  public var batches: [BatchPlan]
  public var invalidations: [InvalidationPlan]
}

/// The names of the types that stand for the API as a whole.
public struct APINames: Sendable {
  /// `Rooms` for a module called `RoomsAPI`.
  public var base: String
  public var module: String

  public init(module: String, base: String) {
    self.module = module
    self.base = base
  }

  public var api: String { "\(base)API" }
  public var client: String { "\(base)Client" }
  public var batchingClient: String { "\(base)BatchingClient" }
  public var calls: String { "\(base)Calls" }
  public var operations: String { "\(base)Operations" }
  public var routes: String { "\(base)Routes" }
  public var queries: String { "\(base)Queries" }
  public var invalidations: String { "\(base)Invalidations" }
  public var viewer: String { "\(base)Viewer" }

  var all: [String] {
    [
      api, client, batchingClient, calls, operations, routes, queries, invalidations, viewer,
    ]
  }
}
