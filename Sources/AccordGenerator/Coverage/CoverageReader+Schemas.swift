import AccordJSON
import AccordOpenAPI

extension CoverageReader {
  /// Notes what became of a schema, and of everything inside it.
  mutating func visit(_ schema: Schema, _ target: Target) {
    guard visited.insert(schema.id).inserted else { return }
    switch target {
    case .nothing(let reason):
      note(.schema, at: schema.id.pointer, schema.location, .leftOut, reason)
    case .opaque:
      note(.schema, at: schema.id.pointer, schema.location, .precise)
    case .type(let type):
      let reason = resolved(type) == .value ? weakness(of: schema) : nil
      note(
        .schema, at: schema.id.pointer, schema.location, reason == nil ? .precise : .weakened,
        reason)
    }
    if let id = schema.reference?.target, let referred = document.schemas[id],
      typesBySource[id] == nil
    {
      waiting.append((referred, target))
    }
    visitInside(schema, target)
  }

  private mutating func visitInside(_ schema: Schema, _ target: Target) {
    for property in schema.properties { visit(property, target) }
    for part in schema.allOf { visit(part, target) }
    for member in schema.oneOf + schema.anyOf { visit(member, self.target(of: member, in: target)) }
    let item = inside(target) { type in
      if case .array(let item) = type { return item }
      return self.tuple(type)?.rest
    }
    if let items = schema.items { visit(items, item) }
    for (index, items) in schema.prefixItems.enumerated() {
      let place = inside(target) { type in
        if case .array(let item) = type { return item }
        return self.tuple(type).flatMap {
          $0.places.indices.contains(index) ? $0.places[index].type : nil
        }
      }
      visit(items, place)
    }
    let member = inside(target) { type in
      if case .map(let value) = type { return value }
      // Parts that nobody names are kept as they are.
      if self.hasOtherParts(type) { return .file }
      return self.structures(in: type).lazy.compactMap(\.additional).first
    }
    if let values = schema.additionalProperties {
      visit(values, values.boolean == nil ? member : .opaque)
    }
    for pattern in schema.patternProperties { visit(pattern.schema, member) }
  }

  private mutating func visit(_ property: SchemaKeywords.Property, _ target: Target) {
    let pointer = JSONPointer(
      tokens: property.schema.id.pointer.tokens)
    switch target {
    case .opaque:
      note(.property, at: pointer, property.keyLocation, .precise)
      visit(property.schema, target)
    case .nothing(let reason):
      note(.property, at: pointer, property.keyLocation, .leftOut, reason)
      visit(property.schema, target)
    case .type(let type):
      let plan = structures(in: type).lazy.flatMap(\.properties)
        .first { $0.jsonName.isExactly(property.name) }
      // A value that may be anything holds its members as well, without their types.
      let found = plan?.type ?? (holdsAnything(type) ? .value : nil)
      guard let found else {
        let reason = "the type that stands for its object does not have it"
        note(.property, at: pointer, property.keyLocation, .leftOut, reason)
        return visit(property.schema, .nothing(reason))
      }
      let reason = resolved(found) == .value ? weakness(of: property.schema) : nil
      note(
        .property, at: pointer, property.keyLocation, reason == nil ? .precise : .weakened, reason)
      visit(property.schema, .type(found))
    }
  }

  // MARK: - Types

  /// A type without optionality and aliases.
  func resolved(_ type: TypeReference) -> TypeReference {
    var type = type.unwrapped
    for _ in 0..<32 {
      guard case .named(let name) = type, case .alias(let target)? = types[name]?.shape else {
        break
      }
      type = target.unwrapped
    }
    return type
  }

  private func holdsAnything(_ type: TypeReference) -> Bool {
    switch resolved(type) {
    case .value: true
    case .map(let value): resolved(value) == .value
    default: false
    }
  }

  /// The structs that a value of the type may be: its own, or those of a union's cases.
  private func structures(in type: TypeReference, depth: Int = 0) -> [StructPlan] {
    guard depth < 4, case .named(let name) = resolved(type), let plan = types[name] else {
      return []
    }
    switch plan.shape {
    case .structure(let structure): return [structure]
    case .multipart(let multipart):
      return [StructPlan(properties: multipart.fields.map(\.property), additional: nil)]
    case .union(let union):
      return union.cases.flatMap { structures(in: $0.type, depth: depth + 1) }
    case .enumeration, .values, .tuple, .headers, .alias: return []
    }
  }

  private func tuple(_ type: TypeReference) -> TuplePlan? {
    guard case .named(let name) = type, case .tuple(let plan)? = types[name]?.shape else {
      return nil
    }
    return plan
  }

  private func hasOtherParts(_ type: TypeReference) -> Bool {
    guard case .named(let name) = type, case .multipart(let plan)? = types[name]?.shape else {
      return false
    }
    return plan.othersName != nil
  }

  /// What stands for a part of all that the type may be: the type's own part, or that of a union's case.
  private func inside(
    _ target: Target, _ part: (TypeReference) -> TypeReference?
  ) -> Target {
    guard case .type(let type) = target else { return target }
    let type0 = resolved(type)
    if type0 == .value { return .type(.value) }
    if let found = part(type0) { return .type(found) }
    if case .named(let name) = type0, case .union(let union)? = types[name]?.shape {
      for unionCase in union.cases {
        if let found = part(resolved(unionCase.type)) { return .type(found) }
      }
    }
    return .nothing("the type that stands there has no place for it")
  }

  /// What stands for one alternative of a schema: the case that was made of it, else what stands for all of them.
  private func target(of member: Schema, in target: Target) -> Target {
    guard case .type(let type) = target, case .named(let name) = resolved(type),
      case .union(let union)? = types[name]?.shape
    else { return target }
    let id = document.schemas.resolve(member)?.id ?? member.id
    let own = union.cases.first { unionCase in
      guard case .named(let name) = unionCase.type.unwrapped else { return false }
      return types[name]?.source == id || types[name]?.source == member.id
    }
    return own.map { .type($0.type) } ?? target
  }

  // MARK: - Untyped values

  /// Why an untyped value is less than what the schema says; `nil` if the schema says nothing itself.
  func weakness(of schema: Schema) -> String? {
    var open: Set<SchemaID> = []
    return weakness(of: schema, &open)
  }

  private func weakness(of schema: Schema, _ open: inout Set<SchemaID>) -> String? {
    guard open.insert(schema.id).inserted else { return "the references lead back to themselves" }
    defer { open.remove(schema.id) }
    guard open.count < 128 else { return "it is composed of too many levels" }
    if let boolean = schema.boolean {
      return boolean ? nil : "no value is allowed there"
    }
    if let reference = schema.reference {
      guard let id = reference.target, let referred = document.schemas[id] else {
        return "the reference '\(reference.text)' leads nowhere"
      }
      return weakness(of: referred, &open)
    }
    if schema.constant != nil { return "its constant is of no type that stands for it" }
    if let values = schema.enumeration, values.contains(where: { $0.kind != .null }) {
      return "the values of its enum are of several types"
    }
    let alternatives = schema.oneOf + schema.anyOf
    if !alternatives.isEmpty {
      let others = alternatives.filter { $0.types != [.null] }
      // Where one alternative allows anything, all of them together do.
      for member in others where weakness(of: member, &open) == nil { return nil }
      return "its alternatives are no one type"
    }
    let parts = schema.allOf.filter { weakness(of: $0, &open) != nil }
    if !parts.isEmpty { return "the parts of its allOf are no one type" }
    if let types = schema.types?.subtracting(.null) {
      let everything: SchemaTypes = [.boolean, .number, .string, .array, .object]
      return types.isEmpty || types.isSuperset(of: everything)
        ? nil : "what it says is no one type"
    }
    let saysNothing =
      schema.properties.isEmpty && schema.additionalProperties == nil && schema.items == nil
      && schema.prefixItems.isEmpty && schema.patternProperties.isEmpty
    return saysNothing ? nil : "its keywords are no one type"
  }
}
