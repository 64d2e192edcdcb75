import AccordJSON

/// What Accord's own extensions of a document say: who may look, what is hidden from whom, what can be
/// asked for in bulk, and what a change makes stale. All names in it have been checked against the document.
public struct AccordExtensions: Sendable {
  /// The most privileged first.
  public var viewers: [Viewer]
  public var batches: [Batch]
  public var invalidations: [Invalidation]
  /// What is to be called otherwise in Swift, in the order of the document.
  public var names: [NameOverride] = []

  public init(
    viewers: [Viewer] = [], batches: [Batch] = [], invalidations: [Invalidation] = []
  ) {
    self.viewers = viewers
    self.batches = batches
    self.invalidations = invalidations
  }
}

/// `x-accord-name`, and each member of `x-accord-case-names`: what something is called in Swift.
public struct NameOverride: Sendable {
  /// The operation, the schema or the parameter.
  public var place: SchemaID
  /// The value of the schema's enum that is meant; `nil`: what stands at the place itself.
  public var enumValue: String?
  /// As somebody wrote it, not checked for being a Swift name.
  public var name: String
  public var location: Location

  public init(place: SchemaID, enumValue: String? = nil, name: String, location: Location) {
    self.place = place
    self.enumValue = enumValue
    self.name = name
    self.location = location
  }
}

/// `x-accord-viewers`: somebody who may look.
public struct Viewer: Sendable {
  public var name: String
  public var isAuthenticated: Bool
  public var location: Location

  public init(name: String, isAuthenticated: Bool, location: Location) {
    self.name = name
    self.isAuthenticated = isAuthenticated
    self.location = location
  }
}

/// `x-accord-mask`: a property that only some viewers see as it is.
public struct Mask: Sendable {
  public struct Condition: Sendable {
    /// A property beside the masked one.
    public var property: String
    public var value: Node

    public init(property: String, value: Node) {
      self.property = property
      self.value = value
    }
  }

  /// Names of viewers.
  public var visibleTo: [String]
  /// All have to hold for the mask to apply. Empty: it always does.
  public var conditions: [Condition]
  /// What everybody else sees.
  public var replacement: Node
  public var location: Location

  public init(
    visibleTo: [String], conditions: [Condition], replacement: Node, location: Location
  ) {
    self.visibleTo = visibleTo
    self.conditions = conditions
    self.replacement = replacement
    self.location = location
  }
}

/// `x-accord-batch`: an operation that answers for many keys at once what others answer for one.
public struct Batch: Sendable {
  public struct Served: Sendable {
    public var operationID: String
    /// Where the single operation's request holds the key.
    public var key: RuntimeExpression
    /// Where one key's part of the bulk answer holds the single operation's answer.
    public var slice: JSONPointer
    public var location: Location

    public init(
      operationID: String, key: RuntimeExpression, slice: JSONPointer, location: Location
    ) {
      self.operationID = operationID
      self.key = key
      self.slice = slice
      self.location = location
    }
  }

  /// How the bulk answer shows a key that the single operation refuses.
  public struct Absent: Sendable {
    public var statuses: [Int]
    public var value: Node

    public init(statuses: [Int], value: Node) {
      self.statuses = statuses
      self.value = value
    }
  }

  /// The bulk operation.
  public var operationID: String
  /// Where the bulk request's body holds the array of keys.
  public var keys: JSONPointer
  /// The most keys that one request may hold; `nil` if the document sets no limit.
  public var limit: Int?
  /// How long single calls are collected, in milliseconds.
  public var window: Int
  public var serves: [Served]
  public var absent: Absent?
  public var location: Location

  public init(
    operationID: String, keys: JSONPointer, limit: Int?, window: Int, serves: [Served],
    absent: Absent?, location: Location
  ) {
    self.operationID = operationID
    self.keys = keys
    self.limit = limit
    self.window = window
    self.serves = serves
    self.absent = absent
    self.location = location
  }
}

/// `x-accord-invalidates`: what an operation makes stale.
public struct Invalidation: Sendable {
  public struct Edge: Sendable {
    public struct Argument: Sendable {
      public var parameter: String
      public var value: RuntimeExpression

      public init(parameter: String, value: RuntimeExpression) {
        self.parameter = parameter
        self.value = value
      }
    }

    /// The operation whose answers become stale.
    public var operationID: String
    /// Only the calls with these arguments. Empty: all of them.
    public var arguments: [Argument]
    public var location: Location

    public init(operationID: String, arguments: [Argument], location: Location) {
      self.operationID = operationID
      self.arguments = arguments
      self.location = location
    }
  }

  /// The operation that changes something.
  public var operationID: String
  public var edges: [Edge]

  public init(operationID: String, edges: [Edge]) {
    self.operationID = operationID
    self.edges = edges
  }
}

/// A place in a request or an answer: OpenAPI's runtime expressions (OAS 3.1, section 4.8.20.3).
public enum RuntimeExpression: Sendable, Hashable {
  public enum Source: Sendable, Hashable {
    case header(String)
    case query(String)
    case path(String)
    case body(JSONPointer)
  }

  case url
  case method
  case statusCode
  case request(Source)
  case response(Source)

  /// `nil` if the text is no runtime expression.
  public init?(_ text: String) {
    switch text {
    case "$url": self = .url
    case "$method": self = .method
    case "$statusCode": self = .statusCode
    case _ where text.hasPrefix("$request."):
      guard let source = Self.source(text.dropFirst("$request.".count)) else { return nil }
      self = .request(source)
    case _ where text.hasPrefix("$response."):
      guard let source = Self.source(text.dropFirst("$response.".count)) else { return nil }
      self = .response(source)
    default: return nil
    }
  }

  private static func source(_ text: Substring) -> Source? {
    func name(after prefix: String) -> String? {
      guard text.hasPrefix(prefix), text.count > prefix.count else { return nil }
      return String(text.dropFirst(prefix.count))
    }
    if let name = name(after: "header.") { return .header(name) }
    if let name = name(after: "query.") { return .query(name) }
    if let name = name(after: "path.") { return .path(name) }
    if text == "body" { return .body(.root) }
    guard text.hasPrefix("body#") else { return nil }
    return JSONPointer(fragment: String(text.dropFirst("body#".count))).map { .body($0) }
  }
}

extension RuntimeExpression: CustomStringConvertible {
  public var description: String {
    switch self {
    case .url: "$url"
    case .method: "$method"
    case .statusCode: "$statusCode"
    case .request(let source): "$request.\(source)"
    case .response(let source): "$response.\(source)"
    }
  }
}

extension RuntimeExpression.Source: CustomStringConvertible {
  public var description: String {
    switch self {
    case .header(let name): "header.\(name)"
    case .query(let name): "query.\(name)"
    case .path(let name): "path.\(name)"
    case .body(let pointer): pointer.tokens.isEmpty ? "body" : "body#\(pointer)"
    }
  }
}
