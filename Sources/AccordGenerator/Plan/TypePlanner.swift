import AccordJSON
import AccordOpenAPI

/// Decides which Swift type stands for each schema.
///
/// A class, because schemas refer to each other in every direction and planning one plans others on the way.
final class TypePlanner {
  let document: OpenAPIDocument
  let naming: SwiftNaming
  let shapes: SchemaShapes
  /// Schemas that a request can hold: there, absent and `null` differ.
  let requestSchemas: Set<SchemaID>
  let answerSchemas: Set<SchemaID>
  let topLevel: NestedTypes
  private var topLevelNames: [SchemaID: String] = [:]
  /// Schemas that have a name, but have not been planned yet.
  private var pending: [(schema: Schema, name: String)] = []
  /// What stands behind the name of each type.
  private(set) var schemasByName: [String: Schema] = [:]
  /// The names of types inside others, which a type outside must not have.
  var nestedNames: Set<String> = []
  var checksByTarget: [SchemaID: [CheckPlan]] = [:]
  /// Compositions that lead back to themselves are one type.
  var intersectionsBeingPlanned: [[ObjectIdentifier]: String] = [:]
  var aliasesBeingRead: Set<SchemaID> = []
  var nullability = CircularQuestion<SchemaID, Bool>(ofItself: false)
  var kindsOfUnions = CircularQuestion<ObjectIdentifier, Set<JSONValue.Kind>>(ofItself: [])
  /// What sets of headers are called, and which of them have been planned.
  var headerNames: [HeaderSet: String] = [:]
  var plannedHeaders: Set<String> = []
  var diagnostics: [Diagnostic] = []
  /// Defaults that were reported: a schema is asked for its own wherever it is used.
  var refusedDefaults: Set<SchemaID> = []

  /// The types inside another, while it is being planned.
  final class NestedTypes {
    let prefix: String
    var scope: NameScope
    var types: [TypePlan] = []

    init(prefix: String, scope: NameScope) {
      self.prefix = prefix
      self.scope = scope
    }

    func qualified(_ name: String) -> String { prefix.isEmpty ? name : "\(prefix).\(name)" }
  }

  let overrides: NameOverrides

  /// - Parameter selected: the schemas to plan, if not all of them. The others keep their names to themselves, so
  ///   that what is selected is called the same, whatever is selected beside it.
  init(
    _ document: OpenAPIDocument, naming: SwiftNaming, overrides: NameOverrides,
    reserving names: [String], selected: Set<SchemaID>? = nil
  ) {
    self.document = document
    self.naming = naming
    self.overrides = overrides
    shapes = SchemaShapes(document)
    requestSchemas = DirectionReach(document, .requests).schemas
    answerSchemas = DirectionReach(document, .answers).schemas
    topLevel = NestedTypes(
      prefix: "", scope: NameScope(reserving: ReservedNames.types.union(names)))
    claimOverrides()
    for component in document.components.schemas {
      guard let schema = document.schemas[component.id] else { continue }
      let name =
        topLevelNames[component.id]
        ?? claimTopLevel(naming.typeName(component.name), location: component.keyLocation)
      topLevelNames[component.id] = name
      schemasByName[name] = schema
      if selected?.contains(component.id) ?? true { pending.append((schema, name)) }
    }
  }

  /// What somebody wants to be called so gets its name before all others.
  private func claimOverrides() {
    guard !overrides.isEmpty else { return }
    for component in document.components.schemas {
      guard let wanted = overrides.name(of: component.id) else { continue }
      if topLevel.scope.isTaken(wanted) {
        report(NameOverrides.taken(wanted, at: component.keyLocation))
      }
      topLevelNames[component.id] = topLevel.scope.claim(wanted)
    }
  }

  func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  private func enqueue(_ id: SchemaID, _ schema: Schema, _ name: String) {
    topLevelNames[id] = name
    schemasByName[name] = schema
    pending.append((schema, name))
  }

  /// Names a top-level type. A name that Swift or the runtime needs gets `Model` behind it.
  func claimTopLevel(_ wanted: String, location: Location?) -> String {
    // In scripts without capitals, and for names of digits, a type would be called like a case that holds it.
    let wanted = wanted.first?.isUppercase == true ? wanted : wanted + "Model"
    func isTaken(_ name: String) -> Bool {
      topLevel.scope.isTaken(name) || nestedNames.contains(name)
    }
    let name = topLevel.scope.claim(
      isTaken(wanted) && !isTaken(wanted + "Model") ? wanted + "Model" : wanted)
    if name != wanted, let location {
      diagnostics.append(
        Diagnostic(
          .note, "the type for this is called \(name), because \(wanted) is taken", at: location))
    }
    return name
  }

  func note(_ message: String, at location: Location, remedy: String? = nil) {
    diagnostics.append(Diagnostic(.note, message, at: location, remedy: remedy))
  }

  /// Reserves a top-level name that no schema stands behind.
  func claim(_ wanted: String) -> String { claimTopLevel(wanted, location: nil) }

  /// Plans all named schemas, and those that came up on the way, and gives them away: they are changed afterwards,
  /// and whatever somebody else holds has to be copied for that.
  func finish() -> [TypePlan] {
    var next = 0
    while next < pending.count {
      let (schema, name) = pending[next]
      next += 1
      topLevel.types.append(plan(schema, name: name, in: topLevel, isNamed: true))
    }
    defer { topLevel.types = [] }
    return topLevel.types
  }

  func name(for schema: Schema) -> String {
    if let name = topLevelNames[schema.id] { return name }
    let tokens = schema.id.pointer.tokens.suffix(3).filter {
      !["components", "schemas", "properties", "items", "schema"].contains($0)
    }
    let name = claimTopLevel(
      naming.typeName(tokens.joined(separator: " ")), location: schema.location)
    enqueue(schema.id, schema, name)
    return name
  }

  // MARK: - Planning a type

  func plan(
    _ schema: Schema, name: String, in parent: NestedTypes, isNamed: Bool
  ) -> TypePlan {
    let qualified = parent.qualified(name)
    let nested = NestedTypes(prefix: qualified, scope: ReservedNames.nestedTypes)
    schemasByName[qualified] = schema
    let inner = shapes.inside(schema)
    let found = shapes.shape(of: inner)
    if !found.identity.isEmpty { intersectionsBeingPlanned[found.identity] = qualified }
    defer { if !found.identity.isEmpty { intersectionsBeingPlanned[found.identity] = nil } }
    let shape: TypePlan.Shape
    switch found.form {
    case .object(let merged): shape = .structure(structure(merged, of: schema, in: nested))
    case .enumeration(let strings):
      let plan = enumeration(strings.values, of: inner)
      explainNumbers(in: plan, of: inner)
      shape = .enumeration(plan)
    case .values(let values): shape = .values(enumeration(values, of: inner))
    case .tuple(let form): shape = .tuple(tuple(form, in: nested))
    case .union(let form): shape = .union(union(form, of: schema, in: nested))
    case .any, .single, .scalar, .array, .map:
      // Inline parts of an alias become top-level types, as an alias has no inside.
      shape = .alias(nonNullType(of: schema, named: name, in: topLevel))
    }
    return TypePlan(
      name: name, qualifiedName: qualified,
      documentation: schema.description ?? (isNamed ? schema.title : nil),
      isDeprecated: schema.isDeprecated, shape: shape, source: schema.id,
      checks: checks(of: schema),
      nested: nested.types)
  }
}
