import AccordJSON

/// One operation: a method on a path.
public struct Operation: Sendable {
  public enum Method: String, Sendable, Hashable, CaseIterable {
    case get, put, post, delete, options, head, patch, trace, query

    /// As it stands in a request line.
    public var name: String { rawValue.uppercased() }

    /// Whether the method only reads, by RFC 9110, section 9.2.1.
    public var isSafe: Bool {
      switch self {
      case .get, .head, .options, .trace, .query: true
      case .put, .post, .delete, .patch: false
      }
    }
  }

  public var method: Method
  public var path: PathTemplate
  public var operationID: String?
  public var summary: String?
  public var description: String?
  public var isDeprecated: Bool
  public var tags: [String]
  /// Those of the path and those of the operation, which replace the former of the same name and place.
  public var parameters: [Parameter]
  public var requestBody: RequestBody?
  /// In the order of the document.
  public var responses: [Response]
  /// The alternatives, of which one has to be met; the document's own if the operation is silent. Empty: open to all.
  public var security: [SecurityRequirement]
  public var servers: [Server]
  /// What the API calls at URLs that the request or the answer names.
  public var callbacks: [Callback] = []
  /// Where the operation stands: `/paths/~1rooms/get`.
  public var pointer: JSONPointer
  public var location: Location

  public init(
    method: Method, path: PathTemplate, operationID: String?, summary: String?,
    description: String?, isDeprecated: Bool, tags: [String], parameters: [Parameter],
    requestBody: RequestBody?, responses: [Response], security: [SecurityRequirement],
    servers: [Server], pointer: JSONPointer, location: Location
  ) {
    self.method = method
    self.path = path
    self.operationID = operationID
    self.summary = summary
    self.description = description
    self.isDeprecated = isDeprecated
    self.tags = tags
    self.parameters = parameters
    self.requestBody = requestBody
    self.responses = responses
    self.security = security
    self.servers = servers
    self.pointer = pointer
    self.location = location
  }

  /// `GET /rooms/{id}`, as people say it.
  public var name: String { "\(method.name) \(path.text)" }
}

/// Operations that the API calls at its user, at a URL that an operation's request or answer names.
public struct Callback: Sendable {
  /// The key in the operation's `callbacks`.
  public var name: String
  /// The URL: a runtime expression, or text with such in braces (OAS 3.1, section 4.8.18).
  public var expression: String
  public var operations: [Operation]

  public init(name: String, expression: String, operations: [Operation]) {
    self.name = name
    self.expression = expression
    self.operations = operations
  }
}

/// A path with expressions in braces, such as `/rooms/{room_id}.json`.
public struct PathTemplate: Sendable, Hashable {
  public enum Part: Sendable, Hashable {
    case literal(String)
    case parameter(String)
  }

  public let text: String
  /// Literals and parameters in turn, over the whole path with its slashes.
  public let parts: [Part]

  public init(_ text: String) {
    self.text = text
    var parts: [Part] = []
    var literal = ""
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "{"),
      let close = rest[open...].firstIndex(of: "}")
    {
      literal += rest[..<open]
      if !literal.isEmpty { parts.append(.literal(literal)) }
      literal = ""
      parts.append(.parameter(String(rest[rest.index(after: open)..<close])))
      rest = rest[rest.index(after: close)...]
    }
    literal += rest
    if !literal.isEmpty { parts.append(.literal(literal)) }
    self.parts = parts
  }

  public var parameterNames: [String] {
    parts.compactMap {
      switch $0 {
      case .literal: nil
      case .parameter(let name): name
      }
    }
  }
}

public struct Parameter: Sendable {
  public enum Place: String, Sendable, Hashable, CaseIterable {
    case path, query, header, cookie
  }

  public enum Style: String, Sendable, Hashable, CaseIterable {
    case simple, label, matrix, form, spaceDelimited, pipeDelimited, deepObject
  }

  /// How the value is written into the request.
  public enum Serialization: Sendable {
    case style(Style, explode: Bool, allowReserved: Bool, schema: Schema)
    /// As a document of its own, such as JSON in a query parameter.
    case content(MediaType)
  }

  public var name: String
  public var place: Place
  public var isRequired: Bool
  public var isDeprecated: Bool
  /// Whether the value may be empty although its schema has no empty value. For queries only.
  public var allowsEmptyValue: Bool
  public var description: String?
  public var serialization: Serialization
  public var examples: [Node]
  public var pointer: JSONPointer
  public var location: Location

  public init(
    name: String, place: Place, isRequired: Bool, isDeprecated: Bool, allowsEmptyValue: Bool,
    description: String?, serialization: Serialization, examples: [Node], pointer: JSONPointer,
    location: Location
  ) {
    self.name = name
    self.place = place
    self.isRequired = isRequired
    self.isDeprecated = isDeprecated
    self.allowsEmptyValue = allowsEmptyValue
    self.description = description
    self.serialization = serialization
    self.examples = examples
    self.pointer = pointer
    self.location = location
  }

  /// The schema of the value, if the document gives one.
  public var schema: Schema? {
    switch serialization {
    case .style(_, _, _, let schema): schema
    case .content(let mediaType): mediaType.schema
    }
  }
}

public struct RequestBody: Sendable {
  public var isRequired: Bool
  public var description: String?
  public var content: [MediaType]
  public var pointer: JSONPointer
  public var location: Location

  public init(
    isRequired: Bool, description: String?, content: [MediaType], pointer: JSONPointer,
    location: Location
  ) {
    self.isRequired = isRequired
    self.description = description
    self.content = content
    self.pointer = pointer
    self.location = location
  }
}

/// One content type of a body, and what such a body holds.
public struct MediaType: Sendable {
  /// As the document writes it: `application/json; charset=utf-8`, `text/*`.
  public let name: String
  /// Type and subtype in lower case, without parameters.
  public let essence: String
  public var schema: Schema?
  /// Of each of the items that follow one another in the body (OpenAPI 3.2).
  public var itemSchema: Schema?
  public var examples: [Node]
  /// The `encoding` object, as it stands: what it means depends on the content type.
  public var encoding: Node?
  /// The headers that `encoding` describes, by the names of the parts.
  public var partHeaders: [(part: String, headers: [Header])] = []
  public var pointer: JSONPointer
  public var location: Location

  public init(
    name: String, schema: Schema?, itemSchema: Schema? = nil, examples: [Node], encoding: Node?,
    pointer: JSONPointer, location: Location
  ) {
    self.name = name
    essence = Self.essence(of: name)
    self.schema = schema
    self.itemSchema = itemSchema
    self.examples = examples
    self.encoding = encoding
    self.pointer = pointer
    self.location = location
  }

  private static func essence(of name: String) -> String {
    let bare = name.utf8.prefix { $0 != UInt8(ascii: ";") }
    return String(decoding: bare.filter { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self).lowercased()
  }

  /// Whether the body is JSON: `application/json`, or anything with the `+json` suffix (RFC 6839).
  public var isJSON: Bool {
    essence == "application/json" || essence == "text/json" || essence.hasSuffix("+json")
  }
}

public struct Response: Sendable {
  public enum Status: Sendable, Hashable {
    case code(Int)
    /// `2XX` is `range(2)`.
    case range(Int)
    case `default`

    public func contains(_ code: Int) -> Bool {
      switch self {
      case .code(let exact): exact == code
      case .range(let hundreds): code / 100 == hundreds
      case .default: true
      }
    }

    /// As the document's keys write it.
    public var text: String {
      switch self {
      case .code(let code): String(code)
      case .range(let hundreds): "\(hundreds)XX"
      case .default: "default"
      }
    }
  }

  public var status: Status
  public var description: String
  public var headers: [Header]
  public var content: [MediaType]
  /// What can be called with what the answer holds.
  public var links: [Link] = []
  /// The name below `components/responses`, if the response was referenced from there.
  public var componentName: String?
  public var pointer: JSONPointer
  public var location: Location

  public init(
    status: Status, description: String, headers: [Header], content: [MediaType],
    componentName: String?, pointer: JSONPointer, location: Location
  ) {
    self.status = status
    self.description = description
    self.headers = headers
    self.content = content
    self.componentName = componentName
    self.pointer = pointer
    self.location = location
  }
}

/// An operation that can be called with values of an answer (OAS 3.1, section 4.8.20).
public struct Link: Sendable {
  public struct Argument: Sendable {
    /// The parameter's name, perhaps with its place in front: `path.id`.
    public var parameter: String
    /// A runtime expression, or the value itself.
    public var value: JSONValue

    public init(parameter: String, value: JSONValue) {
      self.parameter = parameter
      self.value = value
    }
  }

  public var name: String
  /// An operationId, or a reference to an operation: whichever the document gives.
  public var target: String
  public var arguments: [Argument]
  public var requestBody: JSONValue?
  public var description: String?

  public init(
    name: String, target: String, arguments: [Argument], requestBody: JSONValue?,
    description: String?
  ) {
    self.name = name
    self.target = target
    self.arguments = arguments
    self.requestBody = requestBody
    self.description = description
  }
}

extension [Response] {
  /// What the document says of an answer with that status: an exact code before a range before `default`.
  public func describing(_ status: Int) -> Response? {
    first { $0.status == .code(status) }
      ?? first { $0.status == .range(status / 100) }
      ?? first { $0.status == .default }
  }
}

public struct Header: Sendable {
  public var name: String
  public var isRequired: Bool
  public var description: String?
  public var schema: Schema?
  /// Whether the members of an object are written with their names, as `a=1`.
  public var isExploded = false
  /// The content type of a value that is a document of its own, such as JSON.
  public var content: MediaType?
  public var isDeprecated = false
  public var pointer: JSONPointer
  public var location: Location

  public init(
    name: String, isRequired: Bool, description: String?, schema: Schema?, pointer: JSONPointer,
    location: Location
  ) {
    self.name = name
    self.isRequired = isRequired
    self.description = description
    self.schema = schema
    self.pointer = pointer
    self.location = location
  }
}
