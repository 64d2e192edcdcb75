import AccordOpenAPI

public struct ViewerPlan: Sendable {
  public var value: String
  public var name: String
}

/// How values of one type are shown to a viewer.
public struct MaskPlan: Sendable {
  public struct Rule: Sendable {
    public var property: String
    /// Swift source.
    public var replacement: String
    /// Swift source of conditions, all of which have to hold.
    public var conditions: [String]
    /// Those viewers that see the value itself.
    public var visibleTo: [String]
  }

  /// A property that holds values which are masked themselves.
  public struct Descent: Sendable {
    public var property: String
    public var type: TypeReference
    public var kind: PropertyPlan.Kind
  }

  public var type: String
  public var rules: [Rule]
  public var descents: [Descent]
}

public struct BatchPlan: Sendable {
  public struct Served: Sendable {
    public var operation: OperationPlan
    /// The argument that is the key.
    public var key: String
    /// Arguments that must have this value (Swift source) for the bulk operation to serve the call.
    public var fixed: [(name: String, value: String)]
    /// The property path of the slice in one key's part.
    public var slice: String
    /// Swift source for a key that the answer shows as absent.
    public var absent: String?
  }

  public var operation: OperationPlan
  public var bodyType: String
  public var keysLabel: String
  public var valueType: TypeReference
  public var limit: Int?
  /// Milliseconds.
  public var window: Int
  public var serves: [Served]
}

public struct InvalidationPlan: Sendable {
  public struct Edge: Sendable {
    public var operationID: String
    /// Parameter name and Swift source of its value.
    public var arguments: [(name: String, value: String)]
  }

  public var operation: OperationPlan
  /// Parameters of the function, as Swift source: those that an edge uses.
  public var inputs: [String]
  public var edges: [Edge]
}
