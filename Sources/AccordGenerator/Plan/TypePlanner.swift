import AccordJSON
import AccordOpenAPI

/// Decides which Swift type stands for each schema.
///
/// A class, because schemas refer to each other in every direction and planning one plans others on the way.
final class TypePlanner {
  let document: OpenAPIDocument
  let naming: SwiftNaming
  /// Schemas that a request can hold: there, absent and `null` differ.
  private let requestSchemas: Set<SchemaID>
  private var topLevel: NestedTypes
  private var topLevelNames: [SchemaID: String] = [:]
  /// Schemas that have a name, but have not been planned yet.
  private var pending: [(schema: Schema, name: String)] = []
  /// Aliases stand for something that has constraints of its own.
  private var aliases: [String: Schema] = [:]
  private(set) var diagnostics: [Diagnostic] = []

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

  init(_ document: OpenAPIDocument, naming: SwiftNaming, reserving names: [String]) {
    self.document = document
    self.naming = naming
    requestSchemas = RequestReach(document).schemas
    topLevel = NestedTypes(
      prefix: "", scope: NameScope(reserving: ReservedNames.types.union(names)))
    for component in document.components.schemas {
      guard let schema = document.schemas[component.id] else { continue }
      let wanted = naming.typeName(component.name)
      let name = claimTopLevel(wanted, location: component.keyLocation)
      topLevelNames[component.id] = name
      pending.append((schema, name))
    }
  }

  /// Names a top-level type. A name that Swift or the runtime needs gets `Model` behind it.
  private func claimTopLevel(_ wanted: String, location: Location?) -> String {
    let name = topLevel.scope.claim(
      topLevel.scope.isTaken(wanted) && !topLevel.scope.isTaken(wanted + "Model")
        ? wanted + "Model" : wanted)
    if name != wanted, let location {
      diagnostics.append(
        Diagnostic(
          .note, "the type for this is called \(name), because \(wanted) is taken", at: location))
    }
    return name
  }

  /// Reserves a top-level name that no schema stands behind.
  func claim(_ wanted: String) -> String { claimTopLevel(wanted, location: nil) }

  /// Plans all named schemas, and those that came up on the way.
  func finish() -> [TypePlan] {
    var next = 0
    while next < pending.count {
      let (schema, name) = pending[next]
      next += 1
      topLevel.types.append(plan(schema, name: name, in: topLevel, isNamed: true))
    }
    return topLevel.types
  }

  // MARK: - Use of a schema

  /// The type for a schema that stands in an operation, and what is checked of its values.
  func use(of schema: Schema, named name: String) -> TypeUse {
    use(of: schema, named: name, in: topLevel)
  }

  /// The type for a schema where it is used: named types by their names, others planned into `parent`.
  func use(of schema: Schema, named name: String, in parent: NestedTypes) -> TypeUse {
    let isNullable = isNullable(schema)
    var use = nonNullUse(of: schema, named: name, in: parent)
    if isNullable { use.type = use.type.asOptional }
    return use
  }

  private func nonNullUse(of schema: Schema, named name: String, in parent: NestedTypes) -> TypeUse
  {
    if let reference = schema.reference { return use(ofReference: reference) }
    switch SchemaForm(of: schema, in: document) {
    case .any: return TypeUse(.value)
    case .single(let member):
      var use = nonNullUse(of: member, named: name, in: parent)
      use.checks += checks(on: schema, type: use.type)
      return use
    case .scalar(let type):
      return TypeUse(type, checks: checks(on: schema, type: type))
    case .array(let items):
      var item = TypeUse(.value)
      if let items { item = use(of: items, named: name + "Item", in: parent) }
      let type = TypeReference.array(item.type)
      return TypeUse(type, checks: checks(on: schema, type: type) + each(item.checks))
    case .map(let values):
      var value = TypeUse(.value)
      if let values { value = use(of: values, named: name + "Value", in: parent) }
      let type = TypeReference.map(value.type)
      return TypeUse(type, checks: checks(on: schema, type: type) + each(value.checks))
    case .object, .enumeration, .union:
      let typeName = claimNested(name, in: parent)
      let plan = plan(schema, name: typeName, in: parent, isNamed: false)
      parent.types.append(plan)
      let isEnum = if case .enumeration = plan.shape { true } else { false }
      return TypeUse(.named(plan.qualifiedName), checks: [isEnum ? .known : .own])
    }
  }

  private func each(_ checks: [CheckPlan]) -> [CheckPlan] {
    checks.isEmpty ? [] : [.each(checks)]
  }

  /// A name for a type inside another. It must not hide a type from outside that is used inside.
  private func claimNested(_ wanted: String, in parent: NestedTypes) -> String {
    if parent === topLevel { return claimTopLevel(wanted, location: nil) }
    if topLevel.scope.isTaken(wanted) { return parent.scope.claim(wanted + "Value") }
    return parent.scope.claim(wanted)
  }

  private func use(ofReference reference: SchemaReference) -> TypeUse {
    guard let id = reference.target, let schema = document.schemas[id] else {
      return TypeUse(.value)
    }
    let name = name(for: schema)
    switch SchemaForm(of: schema, in: document) {
    case .enumeration: return TypeUse(.named(name), checks: [.known])
    case .object, .union: return TypeUse(.named(name), checks: [.own])
    case .any, .single, .scalar, .array, .map:
      return TypeUse(.named(name), checks: aliasChecks(of: schema, named: name))
    }
  }

  /// What holds for all values of an alias. Aliases that lead back to themselves have nothing more to say.
  private var aliasesBeingRead: Set<SchemaID> = []

  private func aliasChecks(of schema: Schema, named name: String) -> [CheckPlan] {
    guard aliasesBeingRead.insert(schema.id).inserted else { return [] }
    defer { aliasesBeingRead.remove(schema.id) }
    // A throw-away parent: the alias's own types are planned where it is declared.
    let scratch = NestedTypes(prefix: name, scope: NameScope())
    return nonNullUse(of: schema, named: name, in: scratch).checks.filter { check in
      // What is inside inline types of the alias is checked by them.
      switch check {
      case .own, .known: schema.reference != nil || !schema.allOf.isEmpty
      case .each, .length, .range, .multiple, .count, .unique: true
      }
    }
  }

  private func name(for schema: Schema) -> String {
    if let name = topLevelNames[schema.id] { return name }
    let tokens = schema.id.pointer.tokens.suffix(3).filter {
      !["components", "schemas", "properties", "items", "schema"].contains($0)
    }
    let name = claimTopLevel(
      naming.typeName(tokens.joined(separator: " ")), location: schema.location)
    topLevelNames[schema.id] = name
    pending.append((schema, name))
    return name
  }

  /// Whether values of the type of that name are plain text: an enum of strings, or an alias of a scalar.
  /// Named schemas may not have been planned yet.
  func isText(_ name: String) -> Bool {
    if let plan = topLevel.types.first(where: { $0.qualifiedName == name }) {
      switch plan.shape {
      case .enumeration: return true
      case .alias(let target): return isParameterValue(target)
      case .structure, .union: return false
      }
    }
    guard let schema = pending.first(where: { $0.name == name })?.schema else { return false }
    switch SchemaForm(of: schema, in: document) {
    case .enumeration, .scalar: return true
    case .any, .single, .array, .map, .object, .union: return false
    }
  }

  // MARK: - Planning a type

  private func plan(
    _ schema: Schema, name: String, in parent: NestedTypes, isNamed: Bool
  ) -> TypePlan {
    let qualified = parent.qualified(name)
    let nested = NestedTypes(prefix: qualified, scope: NameScope(reserving: ["Type", "Protocol"]))
    var checks: [CheckPlan] = []
    let shape: TypePlan.Shape
    let form = schema.reference == nil ? SchemaForm(of: schema, in: document) : .any
    switch form {
    case .object(let merged):
      shape = .structure(structure(merged, of: schema, in: nested))
    case .enumeration(let values):
      shape = .enumeration(enumeration(values))
    case .union(let members):
      shape = .union(union(members, of: schema, in: nested))
    case .any, .single, .scalar, .array, .map:
      // Inline parts of an alias become top-level types, as an alias has no inside.
      let use = nonNullUse(of: schema, named: name, in: topLevel)
      shape = .alias(use.type)
      checks = use.checks
    }
    return TypePlan(
      name: name, qualifiedName: qualified,
      documentation: schema.description ?? (isNamed ? schema.title : nil),
      isDeprecated: schema.isDeprecated, shape: shape, source: schema.id, checks: checks,
      nested: nested.types)
  }

  private func structure(
    _ merged: MergedObject, of schema: Schema, in nested: NestedTypes
  ) -> StructPlan {
    var names = NameScope(reserving: ["marks", "additionalProperties"])
    let isRequest = requestSchemas.contains(schema.id)
    let properties = merged.properties.map { property in
      plan(
        property, isRequired: merged.required.contains(ExactString(property.name)),
        isRequest: isRequest, names: &names, in: nested)
    }
    let additional = merged.additional.map {
      use(of: $0, named: "AdditionalProperty", in: nested).type
    }
    return StructPlan(properties: properties, additional: additional)
  }

  private func plan(
    _ property: SchemaKeywords.Property, isRequired: Bool, isRequest: Bool,
    names: inout NameScope, in nested: NestedTypes
  ) -> PropertyPlan {
    let schema = property.schema
    let resolved = document.schemas.resolve(schema)
    let use = use(of: schema, named: naming.typeName(property.name), in: nested)
    let defaultValue = (schema.defaultValue ?? resolved?.defaultValue)
      .flatMap { literal($0, of: use.type, schema: schema) }
    let kind: PropertyPlan.Kind =
      if isRequired {
        .required
      } else if let defaultValue {
        .defaulted(defaultValue)
      } else if use.type.isOptional {
        isRequest ? .threeState : .nullable
      } else {
        .optional
      }
    return PropertyPlan(
      jsonName: property.name,
      name: ReservedNames.escaped(names.claim(naming.memberName(property.name))),
      type: use.type, kind: kind,
      documentation: schema.description ?? (schema.reference == nil ? resolved?.description : nil),
      isDeprecated: schema.isDeprecated, checks: use.checks, isBoxed: false,
      mask: schema.mask ?? resolved?.mask)
  }

  // MARK: - Enums and unions

  func enumeration(_ values: [String]) -> EnumPlan {
    var names = NameScope(reserving: ["rawValue", "isKnown"])
    let cases = values.map { value in
      EnumPlan.Case(
        value: value, name: ReservedNames.escaped(names.claim(naming.memberName(value))))
    }
    return EnumPlan(cases: cases, unknownName: names.claim("unknown"))
  }

  private func union(
    _ members: [Schema], of schema: Schema, in nested: NestedTypes
  ) -> UnionPlan {
    var names = NameScope()
    var cases: [UnionPlan.Case] = []
    for member in members {
      let kinds = kinds(of: member)
      let wanted = caseName(for: member, kinds: kinds)
      let use = use(of: member, named: naming.typeName(wanted), in: nested)
      let type = use.type.unwrapped
      guard !cases.contains(where: { $0.type == type }) else { continue }
      cases.append(
        UnionPlan.Case(
          name: ReservedNames.escaped(names.claim(naming.memberName(wanted))), type: type,
          kinds: kinds, discriminators: discriminators(of: member, in: schema)))
    }
    // The most demanding first: a value of a type with more required members is one of the others too.
    let weights = Dictionary(
      uniqueKeysWithValues: zip(cases.map(\.name), members.map { weight(of: $0) }))
    let sorted = cases.enumerated().sorted { left, right in
      let (leftWeight, rightWeight) = (
        weights[left.element.name] ?? 0, weights[right.element.name] ?? 0
      )
      return leftWeight == rightWeight ? left.offset < right.offset : leftWeight > rightWeight
    }.map(\.element)
    let discriminator = schema.discriminator?.propertyName
    let hasObjects = cases.contains { $0.kinds.contains(.object) }
    return UnionPlan(
      cases: sorted, discriminator: discriminator,
      unrecognizedName: hasObjects ? names.claim("unrecognized") : nil)
  }

  private func weight(of schema: Schema) -> Int {
    guard let resolved = document.schemas.resolve(schema) else { return 0 }
    switch SchemaForm(of: resolved, in: document) {
    case .object(let merged): return 10_000 + merged.required.count * 100 + merged.properties.count
    case .enumeration: return 3
    // An integer is a number too.
    case .scalar(let type): return type == .double ? 0 : type == .string ? 1 : 2
    case .any: return -1
    case .single, .array, .map, .union: return 1
    }
  }

  private func caseName(for schema: Schema, kinds: Set<JSONValue.Kind>) -> String {
    if let id = schema.reference?.target {
      return document.components.schemas.first { $0.id == id }?.name
        ?? id.pointer.tokens.last ?? "value"
    }
    if let title = schema.title, !SwiftNaming.words(of: title).isEmpty { return title }
    if kinds.count == 1, let kind = kinds.first {
      switch kind {
      case .boolean: return "bool"
      case .number: return schema.types == [.integer] ? "integer" : "number"
      case .null, .string, .array, .object: return kind.rawValue
      }
    }
    return "value"
  }

  private func discriminators(of member: Schema, in schema: Schema) -> [String] {
    guard let discriminator = schema.discriminator, let id = member.reference?.target else {
      return []
    }
    let mapped = discriminator.mapping.filter { $0.target == id }.map(\.value)
    if !mapped.isEmpty { return mapped }
    return id.pointer.tokens.last.map { [$0] } ?? []
  }

  /// Which JSON values a schema can allow, as far as its type tells.
  private func kinds(of schema: Schema) -> Set<JSONValue.Kind> {
    guard let resolved = document.schemas.resolve(schema) else {
      return Set(JSONValue.Kind.allCases)
    }
    switch SchemaForm(of: resolved, in: document) {
    case .any: return Set(JSONValue.Kind.allCases)
    case .single(let member): return kinds(of: member)
    case .scalar(let type):
      switch type {
      case .string, .timestamp, .calendarDate, .uuid, .base64: return [.string]
      case .bool: return [.boolean]
      case .int, .int32, .int64, .uint32, .uint64, .double, .float, .number: return [.number]
      case .value, .array, .map, .optional, .named: return Set(JSONValue.Kind.allCases)
      }
    case .array: return [.array]
    case .map, .object: return [.object]
    case .enumeration: return [.string]
    case .union(let members):
      return members.reduce(into: []) { $0.formUnion(kinds(of: $1)) }
    }
  }

  // MARK: - null

  private var nullabilityBeingRead: Set<SchemaID> = []

  /// Whether `null` is among the values.
  func isNullable(_ schema: Schema) -> Bool {
    guard nullabilityBeingRead.insert(schema.id).inserted else { return false }
    defer { nullabilityBeingRead.remove(schema.id) }
    if schema.isNullable { return true }
    if let types = schema.types {
      if !types.contains(.null) { return false }
      return schema.enumeration?.contains { $0.kind == .null } ?? true
    }
    if let id = schema.reference?.target { return document.schemas[id].map(isNullable) ?? false }
    if let values = schema.enumeration { return values.contains { $0.kind == .null } }
    if let constant = schema.constant { return constant.kind == .null }
    let alternatives = schema.oneOf.isEmpty ? schema.anyOf : schema.oneOf
    if !alternatives.isEmpty { return alternatives.contains(where: isNullable) }
    let parts = schema.allOf.filter { !SchemaForm.isAnnotation($0) }
    if !parts.isEmpty { return parts.allSatisfy(isNullable) }
    return false
  }
}

/// A type where it is used, and what is checked of a value there.
struct TypeUse {
  var type: TypeReference
  var checks: [CheckPlan]

  init(_ type: TypeReference, checks: [CheckPlan] = []) {
    self.type = type
    self.checks = checks
  }
}
