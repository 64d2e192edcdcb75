import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  func union(
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

  func weight(of schema: Schema) -> Int {
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
      return id.pointer.lastToken ?? "value"
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
    return id.pointer.lastToken.map { [$0] } ?? []
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
}
