import AccordJSON
import AccordOpenAPI

extension CoverageReader {
  /// Notes what became of a schema, and of everything inside it.
  mutating func visit(_ schema: Schema, _ target: Target) {
    guard visited.insert(schema.id).inserted else { return }
    let (verdict, reason) = verdict(on: schema, target)
    note(.schema, at: schema.id.pointer, schema.location, verdict, reason)
    if let id = schema.reference?.target, let referred = document.schemas[id],
      typesBySource[id] == nil
    {
      waiting.append((referred, target))
    }
    visitInside(schema, target)
  }

  /// How well a target stands for a schema; without one it is what nothing is said of.
  func verdict(on schema: Schema?, _ target: Target) -> (Coverage.Verdict, String?) {
    switch target {
    case .nothing(let reason): (.leftOut, reason)
    case .void(let reason): (.void, reason)
    case .opaque: (.precise, nil)
    case .type(let type):
      if resolved(type) == .value, let reason = schema.flatMap({ weakness(of: $0) }) {
        (.weakened, reason)
      } else {
        (.precise, nil)
      }
    }
  }

  private mutating func visitInside(_ schema: Schema, _ target: Target) {
    let members = self.target(target, of: schema, holds: .object, "objects")
    for property in schema.properties { visit(property, members) }
    for part in schema.allOf { visit(part, target) }
    for member in schema.oneOf + schema.anyOf { visit(member, self.target(of: member, in: target)) }
    let items = self.target(target, of: schema, holds: .array, "arrays")
    let item = inside(items) { type in
      if case .array(let item) = type { return item }
      return self.tuple(type)?.rest
    }
    if let schema = schema.items { visit(schema, item) }
    for (index, schema) in schema.prefixItems.enumerated() {
      let place = inside(items) { type in
        if case .array(let item) = type { return item }
        return self.tuple(type).flatMap {
          $0.places.indices.contains(index) ? $0.places[index].type : nil
        }
      }
      visit(schema, place)
    }
    let member = inside(members) { type in
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

  /// A keyword about values of a type that the schema does not have says nothing.
  private func target(
    _ target: Target, of schema: Schema, holds type: SchemaTypes, _ text: String
  ) -> Target {
    guard let types = schema.types, !types.contains(type) else { return target }
    return .void("the keyword says something of \(text) only, and no value is one")
  }

  private mutating func visit(_ property: SchemaKeywords.Property, _ target: Target) {
    let pointer = property.schema.id.pointer
    switch target {
    case .opaque, .void, .nothing:
      let (verdict, reason) = verdict(on: property.schema, target)
      note(.property, at: pointer, property.keyLocation, verdict, reason)
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
      let (verdict, reason) = verdict(on: property.schema, .type(found))
      note(.property, at: pointer, property.keyLocation, verdict, reason)
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
    return union.cases.first { fits(member, $0.type) }.map { .type($0.type) } ?? target
  }

  /// Whether the type was made of that schema. Types without a name tell by what is inside them.
  private func fits(_ schema: Schema, _ type: TypeReference) -> Bool {
    let end = document.schemas.resolve(schema) ?? schema
    return switch type.unwrapped {
    case .named(let name): types[name]?.source == end.id || types[name]?.source == schema.id
    case .array(let item): end.items.map { fits($0, item) } ?? false
    case .map(let value): end.additionalProperties.map { fits($0, value) } ?? false
    case .string, .timestamp, .calendarDate, .time, .duration, .uuid, .base64:
      end.types == .string
    case .bool: end.types == .boolean
    case .int, .int32, .int64, .uint32, .uint64, .double, .float, .number:
      end.types == .integer || end.types == .number
    case .file, .value, .optional: false
    }
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
