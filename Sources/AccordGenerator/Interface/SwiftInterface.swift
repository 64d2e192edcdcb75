public import AccordOpenAPI
public import struct AccordJSON.JSONPointer

/// What generated code declares, as those see it who write code against it: names, types, labels and cases, without
/// anything that stands in a body. Read off the plan, so that two documents can be compared without spelling either.
public struct SwiftInterface: Sendable {
  /// Where something comes from in the document.
  public enum Origin: Sendable, Hashable {
    case document, viewers, servers, security
    case schema(SchemaID)
    /// A part of an operation, as people say it: `answer 404`, `query parameter page`; `nil`: the operation itself.
    case operation(JSONPointer, part: String?)
    /// By the scheme's name in the document.
    case securityScheme(String)
  }

  /// Who has a use for something.
  public enum Audience: Sendable, Hashable {
    case everybody, callers, servers
  }

  public struct Argument: Sendable, Hashable {
    public var label: String
    /// As Swift spells it.
    public var type: String
    /// As a Swift expression; `nil`: it has to be given.
    public var defaultValue: String?
    public var origin: Origin
  }

  public struct Function: Sendable, Hashable {
    public var name: String
    public var arguments: [Argument]
    public var result: String
    /// What it throws; `nil`: nothing.
    public var error: String?
    /// `nil`: that of what it belongs to.
    public var origin: Origin?
    public var audience = Audience.everybody

    /// `list(page:size:)`.
    public var description: String {
      "\(name)(\(arguments.map { "\($0.label):" }.joined()))"
    }
  }

  public struct Property: Sendable, Hashable {
    /// What makes it the same property in another version: the member's name in JSON, or whatever stands for it.
    public var key: String
    public var name: String
    public var type: String
    /// What the initialiser takes if nothing is given; `nil`: it has to be given, or there is no initialiser.
    public var defaultValue: String?
    public var origin: Origin
  }

  public struct Case: Sendable, Hashable {
    public var name: String
    /// The types of what it carries.
    public var payload: [String]
    /// What it stands for: a value of an enum, or a status.
    public var value: String?
  }

  public enum Form: Sendable, Hashable {
    case structure
    case enumeration
    /// A namespace, or a type of which only functions and static members are used.
    case namespace
    case alias(String)
  }

  public struct TypeDeclaration: Sendable, Hashable {
    /// With the names of the types around it.
    public var name: String
    public var form: Form
    public var origin: Origin
    public var audience = Audience.everybody
    /// In the order of the initialiser, if there is one.
    public var properties: [Property] = []
    public var hasInitializer = false
    public var cases: [Case] = []
    public var functions: [Function] = []
  }

  /// A method of the protocol.
  public struct Method: Sendable, Hashable {
    public var operation: JSONPointer
    /// `GET /rooms`.
    public var endpoint: String
    public var function: Function
    public var isDeprecated: Bool
    /// Whether there is a query key for it.
    public var hasQueryKey: Bool
  }

  /// A protocol with those that conform to it by calling.
  public struct Service: Sendable, Hashable {
    public var protocolName: String
    public var clientName: String
    public var methods: [Method]
  }

  public var types: [TypeDeclaration] = []
  public var api: Service
  public var webhooks: Service?
}

extension Generator {
  /// What the code that is made of the document declares.
  public func interface(of document: OpenAPIDocument) -> SwiftInterface {
    DeepStack.run { SwiftInterface(Planner(document, options).plan().plan) }
  }
}
