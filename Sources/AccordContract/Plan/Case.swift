import AccordJSON
import AccordOpenAPI

/// One thing to try: the requests that it takes, and what the answers have to be.
public struct Case: Sendable {
  /// From 0, in the order of the plan.
  public internal(set) var index = 0
  /// What `--shard` divides by.
  var share = 0
  /// `nil` for a method that the document does not have.
  public var operation: Operation?
  /// The path and method, as people say it.
  public var operationName: String
  /// Where the document has the operation, or the path.
  public var location: Location
  public var purpose: Purpose
  /// What is tried, as the end of "a request with ...".
  public var summary: String
  /// Sent one after the other.
  public var requests: [OutgoingRequest]
  /// Whether it may change something on the server.
  public var changesData: Bool

  init(
    _ operation: Operation, _ purpose: Purpose, _ summary: String, _ requests: [OutgoingRequest],
    changesData: Bool = false
  ) {
    self.operation = operation
    operationName = operation.name
    location = operation.location
    self.purpose = purpose
    self.summary = summary
    self.requests = requests
    self.changesData = changesData
  }

  /// - Parameter neighbour: an operation of the same path.
  init(
    unknownMethod method: Operation.Method, beside neighbour: Operation, _ purpose: Purpose,
    _ request: OutgoingRequest
  ) {
    operation = nil
    operationName = "\(method.name) \(neighbour.path.text)"
    location = neighbour.location
    self.purpose = purpose
    summary = "a method that the path does not have"
    requests = [request]
    changesData = false
  }
}

/// Why a case is tried, which decides what checks have to say about it.
public enum Purpose: Sendable {
  /// A request that the document allows.
  case valid
  /// A request that breaks one constraint of the document.
  case invalid(BrokenConstraint)
  /// No credentials, where the operation demands some.
  case withoutCredentials
  /// A credential that is not valid, by name.
  case badCredential(String)
  /// A method that none of the path's operations has. These are the ones that `Allow` has to name.
  case unknownMethod(documented: [Operation.Method])
  /// The first request as a viewer who sees more, the second as one who sees less.
  case mask(MaskComparison)
  /// Two requests of the same viewer, to whom both show the same objects.
  case ownerMask
  /// Requests of one viewer whom the mask at that place does not concern.
  case ownerSight(Location)
  /// The first request in bulk, the others one by one.
  case batch(BatchComparison)
  /// The first request in bulk, the others in bulk as well, with parts of its keys.
  case batchParts(BatchParts)
  /// The first request shows how the second has to be answered.
  case precedent(Precedent)
  /// Changes, with what is read before and after them; the requests follow from the answers.
  case story(Story)
  /// The same reads before and after the one in the middle, each of them twice before.
  case undisturbed
}

/// Why one answer says something about another one.
public enum Precedent: Sendable {
  /// What is asked for is there: somebody was shown it, and owns it.
  case exists
  /// A less privileged viewer got the same.
  case lesserViewer
  /// Nothing is called so: another operation says so.
  case unknown
}

/// A bulk answer and the bulk answers for parts of it.
public struct BatchParts: Sendable {
  public var batch: Batch
  /// For every request of the case, the keys that it asks for.
  public var keys: [[JSONValue]]
}

/// The constraint that a request breaks.
public struct BrokenConstraint: Sendable {
  public enum Part: Sendable, Hashable, CustomStringConvertible {
    case parameter(String, Parameter.Place)
    case body(JSONPointer)
    case contentType

    public var description: String {
      switch self {
      case .parameter(let name, let place): "\(place.rawValue) parameter \(name)"
      case .body(let pointer): pointer.tokens.isEmpty ? "body" : "body \(pointer)"
      case .contentType: "content type"
      }
    }
  }

  public var part: Part
  /// The keyword of JSON Schema, or a word for what is no schema's: `required`, `json`.
  public var keyword: String
  public var location: Location
}

/// What two viewers see of the same.
public struct MaskComparison: Sendable {
  public enum Scope: Sendable {
    /// Everything in the answer belongs to the first viewer.
    case wholeAnswer
    /// Only objects in the answer that can be told to be the first viewer's are compared.
    case ownedItems
    /// A batch's answer, key by key; keys whose slices are as for something absent are left to the batch.
    case batch(Batch)
  }

  public var scope: Scope
}

/// A bulk answer and the single answers that it stands for.
public struct BatchComparison: Sendable {
  public struct Single: Sendable {
    /// The position in the case's requests.
    public var request: Int
    public var key: JSONValue
    /// Whether the key was made up: nothing is called so.
    public var isMadeUp: Bool
    public var slice: JSONPointer
    public var operationName: String
    public var location: Location
  }

  public var batch: Batch
  /// As asked for, duplicates included.
  public var keys: [JSONValue]
  public var singles: [Single]
}
