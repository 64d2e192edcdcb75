import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  /// The type for a schema that stands in an operation, and what is checked of its values.
  func use(of schema: Schema, named name: String) -> TypeUse {
    use(of: schema, named: name, in: topLevel)
  }

  /// The type for a schema where it is used, and what is checked there.
  func use(of schema: Schema, named name: String, in parent: NestedTypes) -> TypeUse {
    TypeUse(type(of: schema, named: name, in: parent), checks: checks(of: schema))
  }

  /// The type for a schema where it is used: named types by their names, others planned into `parent`.
  func type(of schema: Schema, named name: String, in parent: NestedTypes) -> TypeReference {
    let type = nonNullType(of: schema, named: name, in: parent)
    return isNullable(schema) ? type.asOptional : type
  }

  func nonNullType(of schema: Schema, named name: String, in parent: NestedTypes) -> TypeReference {
    if schema.isPureLink { return type(ofLink: schema) }
    let shape = shapes.shape(of: schema)
    switch shape.form {
    case .any:
      noteUntyped(schema)
      return .value
    case .single(let member): return nonNullType(of: member, named: name, in: parent)
    case .scalar(let type): return type
    case .array(let items):
      return .array(items.map { type(of: $0, named: name + "Item", in: parent) } ?? .value)
    case .map(let values):
      return .map(values.map { type(of: $0, named: name + "Value", in: parent) } ?? .value)
    case .object, .enumeration, .values, .tuple, .union:
      if let name = intersectionsBeingPlanned[shape.identity] { return .named(name) }
      let plan = plan(schema, name: claimNested(name, in: parent), in: parent, isNamed: false)
      parent.types.append(plan)
      return .named(plan.qualifiedName)
    }
  }

  private func type(ofLink schema: Schema) -> TypeReference {
    guard let id = schema.link?.target, let target = document.schemas[id] else { return .value }
    return .named(name(for: target))
  }

  /// A name for a type inside another. It must not hide a type from outside that is used inside.
  func claimNested(_ wanted: String, in parent: NestedTypes) -> String {
    if parent === topLevel { return claimTopLevel(wanted, location: nil) }
    // In scripts without capitals, and for names of digits, a type would be called like its property.
    let isLikeMember = !(wanted.first?.isUppercase ?? false)
    let name = parent.scope.claim(
      isLikeMember || topLevel.scope.isTaken(wanted) ? wanted + "Value" : wanted)
    nestedNames.insert(name)
    return name
  }

  /// Says so where a schema that says something is generated as a value without a type.
  private func noteUntyped(_ schema: Schema) {
    guard !schema.isAnnotation, schema.boolean == nil, !schema.isNull else { return }
    // Those are told apart, and not ten thousand times.
    if shapes.tooDeep > 0, !schema.allOf.isEmpty { return }
    diagnostics.append(
      Diagnostic(
        .note, "this becomes an untyped JSON value: its keywords do not tell a type",
        at: schema.location, remedy: "add a `type`"))
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
