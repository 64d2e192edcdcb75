import AccordJSON
import AccordOpenAPI
public import struct AccordOpenAPI.SchemaID

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

/// One type.
public struct TypePlan: Sendable {
  public enum Shape: Sendable {
    case structure(StructPlan)
    case enumeration(EnumPlan)
    case union(UnionPlan)
    case alias(TypeReference)
  }

  /// Without the names of the types around it.
  public var name: String
  public var qualifiedName: String
  public var documentation: String?
  public var isDeprecated: Bool
  public var shape: Shape
  public var source: SchemaID
  /// What is checked of a value of an alias wherever one stands.
  public var checks: [CheckPlan]
  public var nested: [TypePlan]

  /// This type and all those inside it.
  var flattened: [TypePlan] { [self] + nested.flatMap(\.flattened) }
}

public struct StructPlan: Sendable {
  public var properties: [PropertyPlan]
  /// The type of members that no property names, if such are kept.
  public var additional: TypeReference?
}

public struct PropertyPlan: Sendable {
  /// What happens if a member is not there, or is `null`.
  public enum Kind: Sendable, Hashable {
    /// Must be there. The type may be optional: then `null` is a value.
    case required
    /// May be absent, and is never `null`.
    case optional
    /// May be absent or `null`, which mean the same; which one it was is remembered.
    case nullable
    /// May be absent, `null` or there, and all three differ.
    case threeState
    /// May be absent, and then has this value (Swift source). The type may be optional.
    case defaulted(String)
  }

  public var jsonName: String
  /// Ready to be written, with backticks where they are needed.
  public var name: String
  /// Of the value; optional only if `null` is a value of its own.
  public var type: TypeReference
  public var kind: Kind
  public var documentation: String?
  public var isDeprecated: Bool
  public var checks: [CheckPlan]
  /// Whether the value has to be kept behind a reference because its type contains itself.
  public var isBoxed: Bool
  public var mask: Mask?

  /// The type of the Swift property.
  var declaredType: String {
    switch kind {
    case .required, .defaulted: type.text
    case .optional, .nullable: type.asOptional.text
    case .threeState: "Presence<\(type.unwrapped.text)>"
    }
  }
}

public struct EnumPlan: Sendable {
  public struct Case: Sendable {
    public var value: String
    public var name: String
  }

  public var cases: [Case]
  /// The name of the case for values that the document does not list.
  public var unknownName: String
}

public struct UnionPlan: Sendable {
  public struct Case: Sendable {
    public var name: String
    public var type: TypeReference
    /// Which JSON values can be this case at all.
    public var kinds: Set<JSONValue.Kind>
    /// Values of the discriminator.
    public var discriminators: [String]
  }

  /// In the order in which they are tried.
  public var cases: [Case]
  public var discriminator: String?
  /// The case for values that are none of the others, if there may be such.
  public var unrecognizedName: String?
}

/// A constraint that is checked on values of a place.
public indirect enum CheckPlan: Sendable, Hashable {
  case length(min: Int?, max: Int?)
  case range(min: JSONNumber?, max: JSONNumber?, above: JSONNumber?, below: JSONNumber?)
  case multiple(of: JSONNumber)
  case count(min: Int?, max: Int?)
  case unique
  /// The value must be one that its enum lists.
  case known
  /// What the value's own type checks.
  case own
  /// Each item or member.
  case each([CheckPlan])
}

public struct OperationPlan: Sendable {
  public var id: String
  public var method: Operation.Method
  public var path: PathTemplate
  /// The method's name.
  public var name: String
  /// The name for types that belong to the operation.
  public var typeName: String
  public var documentation: String?
  public var isDeprecated: Bool
  public var parameters: [ParameterPlan]
  public var body: BodyPlan?
  public var success: SuccessPlan
  public var refusal: RefusalPlan?

  /// The Swift type of the success.
  var successType: String {
    switch success {
    case .one(_, let content): content.text
    case .several(let name, _): name
    }
  }

  var refusalType: String { refusal?.name ?? "NoRefusal" }
}

public struct ParameterPlan: Sendable {
  public var jsonName: String
  public var name: String
  public var place: Parameter.Place
  /// Optional if it may be left out and has no default.
  public var type: TypeReference
  /// Swift source.
  public var defaultValue: String?
  public var arrayStyle: ArrayStyle
  public var checks: [CheckPlan]
  public var documentation: String?

  public enum ArrayStyle: Sendable, Hashable {
    case exploded
    case joined(by: String)
  }
}

/// What a body holds.
public enum ContentPlan: Sendable, Hashable {
  case none
  case json(TypeReference, contentType: String)
  case text
  /// Bytes as they are.
  case bytes

  /// The Swift type.
  var text: String {
    switch self {
    case .none: "Void"
    case .json(let type, _): type.text
    case .text: "String"
    case .bytes: "[UInt8]"
    }
  }
}

public struct BodyPlan: Sendable {
  public enum Content: Sendable, Hashable {
    case json(TypeReference, contentType: String)
    /// Whatever the caller encodes itself.
    case encoded([String])
  }

  public var content: Content
  public var isRequired: Bool
  public var checks: [CheckPlan]

  /// The Swift type of the argument.
  var type: String {
    let type =
      switch content {
      case .json(let type, _): type.text
      case .encoded: "EncodedBody"
      }
    return isRequired || type.hasSuffix("?") ? type : type + "?"
  }
}

/// What a caller gets.
public enum SuccessPlan: Sendable {
  case one(Response.Status, ContentPlan)
  /// An enum with that name.
  case several(name: String, [AnswerCasePlan])
}

public struct AnswerCasePlan: Sendable {
  public var status: Response.Status
  public var name: String
  public var content: ContentPlan
}

/// The documented answers of an operation that are no success.
public struct RefusalPlan: Sendable {
  public var name: String
  public var cases: [AnswerCasePlan]
  /// The operation that declares the same answers first and whose type this one is.
  public var sameAs: String?
}

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
