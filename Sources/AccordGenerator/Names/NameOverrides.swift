import AccordJSON
import AccordOpenAPI

/// A name that the user of the generator wants: from `--rename`, or from `names` in the settings.
public struct Rename: Sendable, Hashable {
  /// An operationId, a method with its path, the name of a schema in `components`, or a pointer such as
  /// `#/components/schemas/Room/properties/name`.
  public var original: String
  public var name: String

  public init(_ original: String, to name: String) {
    self.original = original
    self.name = name
  }
}

/// What people want to be called otherwise: by extensions of the document, and by the user, who wins.
struct NameOverrides {
  private struct Place: Hashable {
    var id: SchemaID
    var enumValue: ExactString?
  }

  private struct Wanted {
    var name: String
    var diagnosticPlace: Diagnostic.Place
  }

  private var wanted: [Place: Wanted] = [:]
  private let file: String
  private(set) var diagnostics: [Diagnostic] = []

  init(_ document: OpenAPIDocument, renames: [Rename]) {
    file = document.root.location.file.path
    for override in document.accord.names {
      add(
        override.name,
        at: Place(id: override.place, enumValue: override.enumValue.map { ExactString($0) }),
        .location(override.location))
    }
    let finder = renames.isEmpty ? nil : RenameFinder(document)
    for rename in renames {
      guard let finder else { continue }
      switch finder.find(rename.original) {
      case .found(let id, let enumValue):
        add(
          rename.name, at: Place(id: id, enumValue: enumValue.map { ExactString($0) }), .file(file))
      case .missing(let remedy):
        diagnostics.append(
          Diagnostic(
            .error, "nothing is called '\(rename.original)', so it cannot be renamed",
            at: .file(file), remedy: remedy))
      }
    }
  }

  private mutating func add(_ name: String, at place: Place, _ origin: Diagnostic.Place) {
    guard SwiftNaming.isIdentifier(name) else {
      let better = SwiftNaming().memberName(name)
      diagnostics.append(
        Diagnostic(
          .error, "'\(name)' is no name that Swift allows here", at: origin,
          remedy: "write `\(better)`, say: letters, digits and underscores"))
      return
    }
    wanted[place] = Wanted(name: name, diagnosticPlace: origin)
  }

  var isEmpty: Bool { wanted.isEmpty }

  func name(of operation: Operation) -> String? { name(at: operation.pointer, in: file) }

  func name(of schema: SchemaID) -> String? { wanted[Place(id: schema)]?.name }

  func name(at pointer: JSONPointer, in file: String) -> String? {
    wanted.isEmpty ? nil : name(of: SchemaID(file: file, pointer: pointer))
  }

  func name(of parameter: Parameter) -> String? {
    name(at: parameter.pointer, in: parameter.location.file.path)
  }

  func name(ofCase value: String, of schema: SchemaID) -> String? {
    wanted.isEmpty ? nil : wanted[Place(id: schema, enumValue: ExactString(value))]?.name
  }

  /// What to say if a wanted name is somebody else's already.
  static func taken(_ name: String, at location: Location) -> Diagnostic {
    Diagnostic(
      .error, "the name '\(name)' is taken already", at: location,
      remedy: "choose a name that nothing else beside it has")
  }
}

/// Finds what the user of the generator means to rename.
private struct RenameFinder {
  enum Found {
    case found(SchemaID, enumValue: String?)
    case missing(remedy: String)
  }

  private let document: OpenAPIDocument
  private let file: String
  private let operations: [ExactString: JSONPointer]
  private let schemas: [ExactString: SchemaID]
  private let parameters: Set<JSONPointer>

  init(_ document: OpenAPIDocument) {
    self.document = document
    file = document.root.location.file.path
    let all = document.operations + document.webhooks + document.callbackOperations
    operations = Dictionary(
      all.flatMap { operation in
        [operation.name, operation.operationID].compactMap { $0 }
          .map { (ExactString($0), operation.pointer) }
      }, uniquingKeysWith: { first, _ in first })
    schemas = Dictionary(
      document.components.schemas.map { (ExactString($0.name), $0.id) },
      uniquingKeysWith: { first, _ in first })
    parameters = Set(all.flatMap { $0.parameters.map(\.pointer) })
  }

  func find(_ original: String) -> Found {
    if original.hasPrefix("#") { return find(pointer: original) }
    let key = ExactString(original)
    switch (operations[key], schemas[key]) {
    case (let operation?, nil):
      return .found(SchemaID(file: file, pointer: operation), enumValue: nil)
    case (nil, let schema?): return .found(schema, enumValue: nil)
    case (_?, let schema?):
      return .missing(
        remedy:
          "an operation and a schema are called so: name the schema by '#\(schema.pointer)', say")
    case (nil, nil):
      let known =
        document.operations.flatMap { [$0.operationID, $0.name].compactMap { $0 } }
        + document.components.schemas.map(\.name)
      return .missing(
        remedy: Spelling.remedy(
          for: original, among: known, otherwise: "name an operation, a schema, or a pointer"))
    }
  }

  private func find(pointer text: String) -> Found {
    let wrong = Found.missing(
      remedy: "point to an operation, a schema, a parameter or an enum's value")
    guard let pointer = JSONPointer(fragment: String(text.dropFirst())) else { return wrong }
    let id = SchemaID(file: file, pointer: pointer)
    if document.schemas[id] != nil || parameters.contains(pointer)
      || operations.values.contains(pointer)
    {
      return .found(id, enumValue: nil)
    }
    let tokens = pointer.tokens
    guard tokens.count > 2, tokens[tokens.count - 2] == "enum",
      let value = document.root[pointer]?.string
    else { return wrong }
    let schema = SchemaID(file: file, pointer: JSONPointer(tokens: tokens.dropLast(2)))
    return document.schemas[schema] == nil ? wrong : .found(schema, enumValue: value)
  }
}
