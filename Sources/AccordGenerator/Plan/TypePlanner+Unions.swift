import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  private struct PlannedCase {
    var plan: UnionPlan.Case
    var weight: Int
    /// The name of the schema that the branch refers to.
    var name: String?
  }

  func union(_ form: UnionForm, of schema: Schema, in nested: NestedTypes) -> UnionPlan {
    var names = ReservedNames.unionMembers
    var cases: [PlannedCase] = []
    var types: Set<TypeReference> = []
    let allKinds = form.members.map { kinds(of: $0.schema) }
    let implicit =
      form.discriminator == nil
      ? ImplicitDiscriminator(form.members, kinds: allKinds, shapes) : nil
    for (index, member) in form.members.enumerated() {
      let kinds = allKinds[index]
      let wanted = caseName(for: member.origin, kinds: kinds)
      let type = type(of: member.schema, named: naming.typeName(wanted), in: nested).unwrapped
      guard types.insert(type).inserted else { continue }
      let plan = UnionPlan.Case(
        name: ReservedNames.escaped(names.claim(naming.memberName(wanted))), type: type,
        kinds: kinds,
        discriminators: implicit?.values[index]
          ?? discriminators(of: member.origin, by: form.discriminator))
      cases.append(
        PlannedCase(
          plan: plan, weight: weight(of: member.schema),
          name: member.origin.link?.target?.pointer.lastToken))
    }
    tellApart(&cases)
    // The most demanding first: a value of a type with more required members is one of the others too.
    let isBinding = implicit?.isBinding ?? !form.hasBase
    let sorted = cases.enumerated().sorted { left, right in
      // A value that tells none of the branches that it could tell is one of the others.
      let isTold = [left, right].map { !isBinding && !$0.element.plan.discriminators.isEmpty }
      if isTold[0] != isTold[1] { return isTold[1] }
      return left.element.weight == right.element.weight
        ? left.offset < right.offset : left.element.weight > right.element.weight
    }.map(\.element.plan)
    let hasObjects = sorted.contains { $0.kinds.contains(.object) }
    return UnionPlan(
      cases: sorted, discriminator: form.discriminator?.propertyName ?? implicit?.propertyName,
      isDiscriminatorBinding: isBinding,
      unrecognizedName: hasObjects ? names.claim("unrecognized") : nil)
  }

  /// A value of the discriminator that several branches allow tells none of them. A branch that is left with no
  /// value is told by its schema's name (OAS, "Discriminator Object").
  private func tellApart(_ cases: inout [PlannedCase]) {
    var uses: [ExactString: Int] = [:]
    for value in cases.flatMap({ Set($0.plan.discriminators.map { ExactString($0) }) }) {
      uses[value, default: 0] += 1
    }
    guard uses.values.contains(where: { $0 > 1 }) else { return }
    var taken = Set(uses.filter { $0.value == 1 }.keys)
    for index in cases.indices {
      let all = cases[index].plan.discriminators
      var own = all.filter { uses[ExactString($0)] == 1 }
      if own.isEmpty, let name = cases[index].name,
        all.contains(where: { $0.isExactly(name) }), taken.insert(ExactString(name)).inserted
      {
        own = [name]
      }
      cases[index].plan.discriminators = own
    }
  }

  private func weight(of schema: Schema) -> Int {
    guard let resolved = shapes.resolved(schema) else { return 0 }
    switch shapes.form(of: resolved) {
    case .object(let merged): return 10_000 + merged.required.count * 100 + merged.properties.count
    case .enumeration, .values: return 3
    case .tuple: return 2
    // An integer is a number too.
    case .scalar(let type): return type == .double ? 0 : type == .string ? 1 : 2
    case .any: return -1
    case .single, .array, .map, .union: return 1
    }
  }

  private func caseName(for schema: Schema, kinds: Set<JSONValue.Kind>) -> String {
    if let id = schema.link?.target {
      return id.pointer.lastToken ?? "value"
    }
    if let title = schema.title, !SwiftNaming.words(of: title).isEmpty { return title }
    if kinds.count == 1, let kind = kinds.first {
      switch kind {
      case .boolean: return "bool"
      case .number: return schema.types == [.integer] ? "integer" : "number"
      case .string:
        if case .scalar(let type) = shapes.form(of: schema), type != .string,
          let format = schema.format
        {
          return format
        }
        return kind.rawValue
      case .null, .array, .object: return kind.rawValue
      }
    }
    return "value"
  }

  private func discriminators(
    of member: Schema, by discriminator: SchemaKeywords.Discriminator?
  ) -> [String] {
    guard let discriminator else { return [] }
    guard let id = member.link?.target else {
      // An inline branch tells itself by the constant that it demands.
      return shapes.constants(of: member, named: discriminator.propertyName)
    }
    let mapped = discriminator.mapping.filter { $0.target == id }.map(\.value)
    if !mapped.isEmpty { return mapped }
    let constants = shapes.constants(of: member, named: discriminator.propertyName)
    return constants.isEmpty ? id.pointer.lastToken.map { [$0] } ?? [] : constants
  }

  /// Which JSON values a schema can allow, as far as its type tells.
  func kinds(of schema: Schema) -> Set<JSONValue.Kind> {
    guard let resolved = shapes.resolved(schema) else { return Set(JSONValue.Kind.allCases) }
    switch shapes.form(of: resolved) {
    case .any, .single: return Set(JSONValue.Kind.allCases)
    case .scalar(let type):
      if type.isText { return [.string] }
      if type.isNumber { return [.number] }
      return type == .bool ? [.boolean] : Set(JSONValue.Kind.allCases)
    case .array, .tuple: return [.array]
    case .map, .object: return [.object]
    case .enumeration: return [.string]
    case .values(let values): return Set(values.values.map(\.kind))
    case .union(let union):
      let key = ObjectIdentifier(resolved)
      if let known = kindsOfUnions.begin(key) { return known }
      return kindsOfUnions.end(
        key, union.members.reduce(into: []) { $0.formUnion(kinds(of: $1.schema)) })
    }
  }
}
