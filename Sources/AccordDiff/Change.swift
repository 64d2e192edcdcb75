public import AccordJSON
public import AccordOpenAPI

/// One difference between two versions of a document, and what it means.
public struct Change: Sendable {
  /// What is different.
  public var rule: Rule
  /// Where in the API: an operation and a part of it, or a schema, as people say it.
  public var subject: Subject
  /// What it does to clients and servers of which only one has changed.
  public var wire: Verdict
  /// What it does to code that was written against the generated types.
  public var swift: Verdict
  /// What has changed and why that matters: one sentence without a full stop.
  public var reason: String
  /// The same about Swift, sentence by sentence; none where ``reason`` says all, or nothing is different.
  public var swiftReasons: [String] = []
  /// Whose code no longer compiles.
  public var swiftBreaks: Set<SwiftRole> = []
  /// Where the sources that were looked at name what it is about.
  public var mentions: [PackageSources.Mention] = []
  /// Where it stood; `nil` if it is new.
  public var old: Location?
  /// Where it stands; `nil` if it is gone.
  public var new: Location?
  /// A value that was fine and no longer is.
  public var witness: Witness?
  /// The schemas that it is about, in both documents, by where they stand and by the way they were reached.
  var schemas: Set<SchemaID> = []

  public init(
    _ rule: Rule, _ subject: Subject, wire: Verdict, swift: Verdict = .none, reason: String,
    old: Location?, new: Location?, witness: Witness? = nil
  ) {
    self.rule = rule
    self.subject = subject
    self.wire = wire
    self.swift = swift
    self.reason = reason
    self.old = old
    self.new = new
    self.witness = witness
  }

  public var verdict: Verdict { max(wire, swift) }
  public var step: VersionStep { VersionStep(verdict) }
}

/// What a change is about.
public enum Subject: Sendable, Hashable {
  case document
  /// `GET /rooms/{id}`, and which part of it.
  case operation(name: String, part: String?)
  /// A named schema, the place in it, and operations that it reaches.
  case schema(name: String, place: JSONPointer, operations: [String])
  case securityScheme(String)
  /// Something that generated code declares.
  case swift(String)

  /// `GET /rooms: query parameter page`.
  public var description: String {
    switch self {
    case .document: "the document"
    case .operation(let name, nil): name
    case .operation(let name, let part?): "\(name): \(part)"
    case .schema(let name, let place, _):
      place.tokens.isEmpty ? "schema \(name)" : "schema \(name)\(place)"
    case .securityScheme(let name): "security scheme \(name)"
    case .swift(let symbol): "Swift \(symbol)"
    }
  }
}

/// A value that one version of the document allows and the other does not. Both were asked.
public struct Witness: Sendable, Hashable {
  public var value: JSONValue
  /// Which way it travels.
  public var travel: Travel
  /// What the version that refuses it says about it.
  public var refusal: String

  public init(value: JSONValue, travel: Travel, refusal: String) {
    self.value = value
    self.travel = travel
    self.refusal = refusal
  }
}
