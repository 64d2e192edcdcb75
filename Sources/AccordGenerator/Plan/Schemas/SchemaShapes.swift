import AccordJSON
import AccordOpenAPI

/// Finds the form of schemas, each once. A class, because forms are found as they are asked for.
final class SchemaShapes {
  let document: OpenAPIDocument
  let conditions: SchemaConditions
  private let descendants: DiscriminatedBases
  /// By identity: schemas that only exist here have the place of the one that they were made from.
  private var known: [ObjectIdentifier: (schema: Schema, shape: SchemaShape)] = [:]
  /// Of schemas that only exist here: what was followed on the way to them, so that no circle is walked again.
  private var followed: [ObjectIdentifier: Set<SchemaID>] = [:]
  private var bare: [ObjectIdentifier: (schema: Schema, bare: Schema)] = [:]
  private var optionalMembers: [ObjectIdentifier: (schema: Schema, members: Schema?)] = [:]
  private var retained: [Schema] = []
  private var ends: [ObjectIdentifier: (schema: Schema, end: Schema?)] = [:]
  /// Enums beside which any other string is allowed.
  var openEnumerations: Set<ObjectIdentifier> = []
  var constantMembers: [ObjectIdentifier: [ConstantMember]] = [:]
  /// How many schemas are composed too deeply.
  private(set) var tooDeep = 0
  /// What the document calls the values of an enum that was put together of constants.
  var valueTitles: [ObjectIdentifier: [JSONValue: String]] = [:]
  private var reported: Set<SchemaID> = []
  private var unnoted: Set<SchemaID> = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ document: OpenAPIDocument) {
    self.document = document
    conditions = SchemaConditions(schemas: document.schemas)
    known.reserveCapacity(document.schemas.count)
    ends.reserveCapacity(document.schemas.count)
    descendants = DiscriminatedBases(document)
  }

  func shape(of schema: Schema) -> SchemaShape {
    if let known = known[ObjectIdentifier(schema)] { return known.shape }
    let shape = makeShape(of: schema)
    known[ObjectIdentifier(schema)] = (schema, shape)
    return shape
  }

  func form(of schema: Schema) -> SchemaForm { shape(of: schema).form }

  /// The schema at the end of references and of compositions that are nothing but another schema.
  func resolved(_ schema: Schema) -> Schema? {
    if let known = ends[ObjectIdentifier(schema)] { return known.end }
    let end = end(of: schema)
    ends[ObjectIdentifier(schema)] = (schema, end)
    return end
  }

  private func end(of schema: Schema) -> Schema? {
    var current = schema
    for _ in 0..<64 {
      if current.isPureLink {
        guard let id = current.link?.target, let next = document.schemas[id] else { return nil }
        current = next
      } else if case .single(let next) = form(of: current), next !== current {
        current = next
      } else {
        return current
      }
    }
    return nil
  }

  /// What a schema is inside compositions that are nothing but another schema, references not followed.
  func inside(_ schema: Schema) -> Schema {
    var current = schema
    for _ in 0..<64 {
      guard case .single(let next) = form(of: current), !next.isPureLink else { break }
      current = next
    }
    return current
  }

  private func makeShape(of schema: Schema) -> SchemaShape {
    if schema.boolean != nil { return SchemaShape(form: .any) }
    if schema.isPureLink { return SchemaShape(form: .single(schema)) }
    if let union = descendants.union(for: schema) {
      return SchemaShape(form: .union(union))
    }
    noteUnchecked(schema)
    var parts = Parts()
    collect(directly: schema, into: &parts)
    if let shape = simpleShape(of: parts) { return shape }
    var flattening = Flattening(followed: followed[ObjectIdentifier(schema)] ?? [])
    flattening.followed.insert(schema.id)
    flatten(schema, into: &flattening)
    if flattening.isTooDeep {
      reportDepth(of: schema)
      return SchemaShape(form: .any)
    }
    let merged = MergedSchema(flattening.leaves)
    report(merged.conflicts, in: schema)
    if let group = flattening.groups.first {
      return distribute(flattening, merged, over: group, of: schema)
    }
    var form = typed(merged, of: schema)
    if case .enumeration(var strings) = form, openEnumerations.contains(ObjectIdentifier(schema)) {
      strings.isOpen = true
      form = .enumeration(strings)
    }
    return SchemaShape(
      form: form, constraints: flattening.leaves, identity: flattening.identity)
  }

  // MARK: - Parts

  /// What a schema is made of, one level deep.
  private struct Parts {
    /// Other schemas.
    var others: [Schema] = []
    /// The schema's own keywords, if they say something of the type.
    var own: Schema?
    var groups: [Alternatives] = []
    var constraints: [Schema] = []
  }

  struct Alternatives {
    var members: [Schema]
    var discriminator: SchemaKeywords.Discriminator?
  }

  private func collect(directly schema: Schema, into parts: inout Parts) {
    if let link = schema.link {
      parts.others.append(
        schema.with { keywords in
          keywords = SchemaKeywords()
          keywords.reference = link
        })
    }
    for part in schema.allOf where !part.isAnnotation {
      if part.isConstraint { parts.constraints.append(part) } else { parts.others.append(part) }
    }
    for group in alternatives(of: schema) {
      if let only = single(group) {
        parts.others.append(only)
      } else {
        parts.groups.append(group)
      }
    }
    if schema.saysType {
      parts.own = bare(schema)
    } else if schema.saysConstraints {
      parts.constraints.append(bare(schema))
    }
  }

  private func single(_ group: Alternatives) -> Schema? {
    if group.members.count == 1 { return group.members[0] }
    guard group.members.allSatisfy({ !$0.isCompound && $0.properties.isEmpty }),
      case .single(let only) = union(group)
    else { return nil }
    return only
  }

  /// The alternatives that make a difference for the type, `null` left aside.
  private func alternatives(of schema: Schema) -> [Alternatives] {
    [schema.oneOf, schema.anyOf].compactMap { members in
      let present = members.filter { !$0.isNull }
      guard !present.isEmpty, !present.contains(where: \.isAnnotation),
        !present.allSatisfy(\.isConstraint)
      else {
        return nil
      }
      return Alternatives(members: present, discriminator: schema.discriminator)
    }
  }

  private func optionalMembers(of schema: Schema) -> Schema? {
    guard !schema.oneOf.isEmpty || !schema.anyOf.isEmpty else { return nil }
    if let known = optionalMembers[ObjectIdentifier(schema)] { return known.members }
    let members = schema.optionalMembers(in: document.schemas)
    optionalMembers[ObjectIdentifier(schema)] = (schema, members)
    return members
  }

  /// The schema's own keywords without what it is composed of; always the same object.
  private func bare(_ schema: Schema) -> Schema {
    guard schema.isCompound || schema.discriminator != nil else { return schema }
    if let known = bare[ObjectIdentifier(schema)] { return known.bare }
    let result = schema.with { keywords in
      keywords.reference = nil
      keywords.dynamicReference = nil
      keywords.allOf = []
      // Alternatives that only say what is required stay: they are checked.
      if keywords.oneOf.contains(where: { !$0.isConstraint }) { keywords.oneOf = [] }
      if keywords.anyOf.contains(where: { !$0.isConstraint }) { keywords.anyOf = [] }
      keywords.discriminator = nil
    }
    bare[ObjectIdentifier(schema)] = (schema, result)
    return result
  }

  /// The shape where nothing has to be merged.
  private func simpleShape(of parts: Parts) -> SchemaShape? {
    let constraints = parts.constraints + [parts.own].compactMap { $0 }
    switch (parts.others.count, parts.groups.count, parts.own) {
    case (1, 0, nil) where keeps(parts.others[0], parts.constraints):
      return SchemaShape(form: .single(parts.others[0]), constraints: constraints)
    case (1, 0, let own?)
    where own.saysOnlyTypesOrRequired && implies(parts.others[0], own)
      && keeps(parts.others[0], parts.constraints):
      return SchemaShape(form: .single(parts.others[0]), constraints: constraints)
    case (0, 1, nil) where parts.groups[0].members.allSatisfy { keeps($0, parts.constraints) }:
      return SchemaShape(form: union(parts.groups[0]), constraints: constraints)
    case (0, 1, let own?)
    where own.saysOnlyTypesOrRequired && own.required.isEmpty
      && parts.groups[0].members.allSatisfy { keeps($0, parts.constraints) }:
      let members = parts.groups[0].members
      let isTold = members.allSatisfy { implies($0, own) }
      // Who writes a type beside alternatives of other types means the alternatives.
      guard isTold || members.contains(where: { contradicts($0, own) }) else { return nil }
      if !isTold { noteContradiction(own, members[0]) }
      return SchemaShape(form: union(parts.groups[0]), constraints: constraints)
    default: return nil
    }
  }

  /// Whether a schema's members have to be there as far as constraints beside it demand them.
  private func keeps(_ schema: Schema, _ constraints: [Schema]) -> Bool {
    let names = constraints.flatMap(\.demanded)
    guard !names.isEmpty else { return true }
    guard let merged = merged(schema) else { return false }
    return names.allSatisfy { name in
      merged.required.contains(ExactString(name)) || merged.property(named: name) == nil
    }
  }

  /// Whether all values of the schema are of the other's types and have the members that it requires.
  private func implies(_ schema: Schema, _ other: Schema) -> Bool {
    guard let merged = merged(schema) else { return false }
    if let wanted = other.types {
      guard let types = merged.types ?? (merged.properties.isEmpty ? nil : .object) else {
        return false
      }
      guard types.subtracting(.null).intersected(with: wanted) == types.subtracting(.null) else {
        return false
      }
    }
    return other.required.allSatisfy { merged.required.contains(ExactString($0)) }
  }

  /// Whether no value of the schema is of the other's types.
  private func contradicts(_ schema: Schema, _ other: Schema) -> Bool {
    guard let merged = merged(schema), let wanted = other.types else { return false }
    let types = (merged.types ?? merged.inferredTypes).subtracting(.null)
    return !types.isEmpty && types.intersected(with: wanted).subtracting(.null).isEmpty
  }

  private func noteContradiction(_ schema: Schema, _ member: Schema) {
    guard reported.insert(schema.id).inserted else { return }
    diagnostics.append(
      Diagnostic(
        .warning,
        "some alternatives here, such as the one at \(member.location), are not of the `type` beside them, which is ignored",
        at: schema.location, remedy: "drop the `type`, or correct it"))
  }

  /// All that holds for every value; `nil` if there are alternatives.
  private func merged(_ schema: Schema) -> MergedSchema? {
    var flattening = Flattening(followed: [])
    flatten(schema, into: &flattening)
    return flattening.groups.isEmpty && !flattening.isTooDeep
      ? MergedSchema(flattening.leaves) : nil
  }

  // MARK: - Flattening

  private func flatten(_ schema: Schema, into flattening: inout Flattening) {
    if let id = schema.link?.target, flattening.followed.insert(id).inserted,
      let target = document.schemas[id]
    {
      guard flattening.depth < Flattening.deepest else {
        flattening.isTooDeep = true
        return
      }
      flattening.depth += 1
      flatten(target, into: &flattening)
      flattening.depth -= 1
    }
    for part in schema.allOf { flatten(part, into: &flattening) }
    if schema.saysType || schema.saysConstraints { flattening.add(bare(schema)) }
    if let members = optionalMembers(of: schema) { flattening.add(members) }
    for group in alternatives(of: schema) {
      // Alternatives that are one type are a part like any other.
      if let only = single(group) {
        flatten(only, into: &flattening)
        continue
      }
      // A child that names its base in `allOf` is one of the base's alternatives already.
      let isChosen = group.members.contains { member in
        member.link?.target.map(flattening.followed.contains) ?? false
      }
      if !isChosen { flattening.groups.append(group) }
    }
  }

  /// Distributes what all branches have in common over them.
  private func distribute(
    _ flattening: Flattening, _ merged: MergedSchema, over group: Alternatives, of schema: Schema
  ) -> SchemaShape {
    let rest = flattening.groups.dropFirst().map { group in
      schema.with { keywords in
        keywords = SchemaKeywords()
        keywords.oneOf = group.members
        keywords.discriminator = group.discriminator
      }
    }
    let members = group.members.map { member -> UnionForm.Member in
      if rest.isEmpty, covers(member, flattening, merged) {
        return UnionForm.Member(schema: member, origin: member)
      }
      var keywords = SchemaKeywords()
      keywords.allOf = flattening.leaves + rest + [member]
      keywords.title = member.title
      keywords.description = member.description
      let whole = Schema(id: member.id, location: member.location, keywords: keywords)
      followed[ObjectIdentifier(whole)] = flattening.followed
      retain(whole)
      return UnionForm.Member(schema: whole, origin: member)
    }
    return SchemaShape(
      form: .union(UnionForm(members: members, discriminator: group.discriminator)),
      identity: flattening.identity)
  }

  /// Keeps a schema that only exists here, so that its identity stays its own.
  func retain(_ schema: Schema) { retained.append(schema) }

  /// Whether a branch says all by itself that is said beside it.
  private func covers(
    _ member: Schema, _ common: Flattening, _ merged: MergedSchema
  ) -> Bool {
    var own = Flattening(followed: [])
    flatten(member, into: &own)
    if common.leaves.allSatisfy({ own.isLeaf.contains(ObjectIdentifier($0)) }) { return true }
    guard own.groups.isEmpty, merged.patternProperties.isEmpty, merged.additional.isEmpty,
      merged.items.isEmpty, merged.prefixItems.isEmpty, merged.values == nil
    else { return false }
    let branch = MergedSchema(own.leaves)
    if let types = merged.types?.subtracting(.null) {
      let branchTypes = branch.types ?? (branch.properties.isEmpty ? [] : .object)
      guard !branchTypes.isEmpty,
        branchTypes.subtracting(.null).intersected(with: types) == branchTypes.subtracting(.null)
      else { return false }
    }
    return merged.properties.allSatisfy { branch.property(named: $0.name) != nil }
      && merged.required.isSubset(of: branch.required)
  }

  /// Keywords that make no difference for the type: those that say nothing of values of the schema's types, and those
  /// that `validate()` does not look at.
  private func noteUnchecked(_ schema: Schema) {
    let unchecked = conditions.unchecked(in: schema).map { "`\($0)`" }
    let idle = schema.keywords.idleKeyword
    guard idle != nil || !unchecked.isEmpty, unnoted.insert(schema.id).inserted else { return }
    if let keyword = idle {
      diagnostics.append(
        Diagnostic(
          .warning, "`\(keyword)` says nothing of values of the `type` beside it, and is ignored",
          at: schema.location, remedy: "correct the `type`, or drop `\(keyword)`"))
    }
    guard !unchecked.isEmpty else { return }
    diagnostics.append(
      Diagnostic(
        .note,
        "the type is exact, but `validate()` does not check \(unchecked.joined(separator: ", "))",
        at: schema.location))
  }

  private func reportDepth(of schema: Schema) {
    tooDeep += 1
    // Of a chain, all above the last few are so.
    guard tooDeep <= 10 else { return }
    diagnostics.append(
      Diagnostic(
        .warning,
        "this is composed of schemas nested deeper than \(Flattening.deepest) references, and becomes an untyped JSON value",
        at: schema.location, remedy: "compose it of fewer levels of `allOf`"))
  }

  private func report(_ conflicts: [MergedSchema.Conflict], in schema: Schema) {
    for conflict in conflicts where reported.insert(conflict.second.id).inserted {
      diagnostics.append(
        Diagnostic(
          .warning,
          "no value keeps the `\(conflict.keyword)` that is asked for here and at \(conflict.first.location); the first is generated",
          at: conflict.second.location, remedy: "make the two agree, or drop one of them"))
    }
  }
}
