import AccordJSON
import AccordOpenAPI

extension TypePlanner {
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

  func nonNullUse(of schema: Schema, named name: String, in parent: NestedTypes) -> TypeUse {
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

  func each(_ checks: [CheckPlan]) -> [CheckPlan] {
    checks.isEmpty ? [] : [.each(checks)]
  }

  /// A name for a type inside another. It must not hide a type from outside that is used inside.
  func claimNested(_ wanted: String, in parent: NestedTypes) -> String {
    if parent === topLevel { return claimTopLevel(wanted, location: nil) }
    // In scripts without capitals, and for names of digits, a type would be called like its property.
    let isLikeMember = !(wanted.first?.isUppercase ?? false)
    if isLikeMember || topLevel.scope.isTaken(wanted) {
      return parent.scope.claim(wanted + "Value")
    }
    return parent.scope.claim(wanted)
  }

  func use(ofReference reference: SchemaReference) -> TypeUse {
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

  /// What holds for all values of an alias.
  func aliasChecks(of schema: Schema, named name: String) -> [CheckPlan] {
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
