import AccordJSON
import AccordOpenAPI

/// Compares schemas of two documents, place by place. Named schemas of the same name are compared once, where
/// they are declared, and not again wherever they are referred to.
struct SchemaComparison {
  let old: DiffedDocument
  let new: DiffedDocument
  private let identity: SchemaIdentity
  private(set) var changes: [SchemaChange] = []
  /// Pairs that are being compared, or have been, so that recursive schemas come to an end.
  private var visited: Set<Pair> = []

  private struct Pair: Hashable {
    var old: SchemaID
    var new: SchemaID
  }

  /// What both sides are called where a change is reported.
  struct Site {
    var place: JSONPointer
    var old: SchemaFacets
    var new: SchemaFacets
  }

  init(_ old: DiffedDocument, _ new: DiffedDocument, _ identity: SchemaIdentity) {
    self.old = old
    self.new = new
    self.identity = identity
  }

  /// The changes between two schemas that stand at the same place.
  static func changes(
    _ oldSchema: Schema, _ newSchema: Schema, _ old: DiffedDocument, _ new: DiffedDocument,
    _ identity: SchemaIdentity, isDeclaration: Bool = false
  ) -> [SchemaChange] {
    var comparison = SchemaComparison(old, new, identity)
    comparison.compare(oldSchema, newSchema, at: .root, isDeclaration: isDeclaration)
    return comparison.changes.map { change in
      var change = change
      change.roots = [oldSchema.id, newSchema.id]
      return change
    }
  }

  /// - Returns: how the values stand to each other, as far as this place tells: named schemas of the same name
  ///   count as the same.
  @discardableResult
  mutating func compare(
    _ oldSchema: Schema, _ newSchema: Schema, at place: JSONPointer, isDeclaration: Bool = false
  ) -> Relation {
    if identity.areSame(oldSchema, newSchema) { return .same }
    if !isDeclaration, let name = old.componentName(of: oldSchema),
      new.componentName(of: newSchema).map({ $0.isExactly(name) }) == true
    {
      // Keywords beside the reference still belong to this place.
      if oldSchema.isBareReference && newSchema.isBareReference { return .same }
    }
    let facets = facets(of: oldSchema, newSchema)
    let pair = Pair(old: facets.old.source.id, new: facets.new.source.id)
    guard visited.insert(pair).inserted else { return .same }
    return compare(Site(place: place, old: facets.old, new: facets.new))
  }

  /// What the two demand. A named part that only one of them has is merged into it: members that were moved into a
  /// schema of their own are the same members.
  private func facets(
    of oldSchema: Schema, _ newSchema: Schema
  ) -> (old: SchemaFacets, new: SchemaFacets) {
    func facets(merging names: Set<String>) -> (old: SchemaFacets, new: SchemaFacets) {
      (
        SchemaFacets(oldSchema, in: old, merging: names),
        SchemaFacets(newSchema, in: new, merging: names)
      )
    }
    let plain = facets(merging: [])
    var (found, merged) = (plain, Set<String>())
    // Parts have parts; none is merged twice.
    while true {
      let apart = Set(found.old.parts.map(\.name)).symmetricDifference(found.new.parts.map(\.name))
      if apart.isEmpty { return found }
      merged.formUnion(apart)
      found = facets(merging: merged)
      if found.old.hasOverlaps || found.new.hasOverlaps { return plain }
    }
  }

  private mutating func compare(_ site: Site) -> Relation {
    compareAnnotations(site)
    compareMasks(site)
    var relation = compareNullability(site)
    let types = compareTypes(site)
    relation = relation.combined(with: types)
    // Of values of different types nothing more can be compared.
    if types == .replaced, (site.old.types ?? []).isDisjoint(with: site.new.types ?? []) {
      return relation
    }
    relation = relation.combined(with: compareValues(site))
    relation = relation.combined(with: compareNumbers(site))
    relation = relation.combined(with: compareStrings(site))
    relation = relation.combined(with: compareArrays(site))
    relation = relation.combined(with: compareObjects(site))
    relation = relation.combined(with: compareFurther(site))
    relation = relation.combined(with: compareParts(site))
    relation = relation.combined(with: compareAlternatives(site))
    return relation.combined(with: compareConditions(site))
  }

  // MARK: - Reporting

  @discardableResult
  mutating func report(
    _ rule: Rule, _ relation: Relation, _ site: Site, _ reason: String
  ) -> Relation {
    guard relation != .same else { return .same }
    append(rule, .values(relation), site, reason)
    return relation
  }

  mutating func report(
    _ rule: Rule, request: Verdict, response: Verdict, _ site: Site, _ reason: String
  ) {
    append(rule, .verdicts(request: request, response: response), site, reason)
  }

  mutating func append(
    _ rule: Rule, _ effect: SchemaChange.Effect, _ site: Site, _ reason: String,
    place: JSONPointer? = nil, old: Location? = nil, new: Location? = nil,
    members: [Schema] = []
  ) {
    changes.append(
      SchemaChange(
        rule: rule, place: place ?? site.place, effect: effect, reason: reason,
        oldSchema: site.old.source, newSchema: site.new.source,
        old: old ?? site.old.source.location, new: new ?? site.new.source.location,
        members: members.map(\.id)))
  }

  /// Compares what stands below a place that both have.
  mutating func descend(
    _ oldSchema: Schema, _ newSchema: Schema, _ site: Site, _ tokens: String...
  ) -> Relation {
    compare(oldSchema, newSchema, at: site.place.appending(JSONPointer(tokens: tokens)))
  }

  // MARK: - Everything that has no file of its own

  private mutating func compareNullability(_ site: Site) -> Relation {
    switch (site.old.isNullable, site.new.isNullable) {
    case (false, true):
      // Where anything goes, `null` went before.
      if site.old.isUntyped { return .same }
      return report(.becameNullable, .widened, site, "null is allowed now")
    case (true, false):
      if site.new.isUntyped { return .same }
      return report(.becameNonNull, .narrowed, site, "null is no longer allowed")
    case (true, true), (false, false): return .same
    }
  }

  private mutating func compareTypes(_ site: Site) -> Relation {
    if site.old.isNever != site.new.isNever {
      return report(
        .typeChanged, site.new.isNever ? .narrowed : .widened, site,
        site.new.isNever ? "no value is allowed any more" : "values are allowed now")
    }
    let before = types(of: site.old, in: old)?.expanded
    let after = types(of: site.new, in: new)?.expanded
    guard before != after else { return .same }
    // A union says its types in its alternatives.
    if site.old.types == nil, !site.old.alternatives.isEmpty { return .same }
    if site.new.types == nil, !site.new.alternatives.isEmpty { return .same }
    if site.old.isTypedByValues || site.new.isTypedByValues {
      return compareTypesOfValues(site, before, after)
    }
    let relation: Relation =
      switch (before, after) {
      case (nil, _): .narrowed
      case (_, nil): .widened
      case (let before?, let after?):
        after.isSuperset(of: before)
          ? .widened : after.isSubset(of: before) ? .narrowed : .replaced
      }
    return report(
      .typeChanged, relation, site,
      "the type was \(before.spelled) and is \(after.spelled)")
  }

  /// What a schema says of types: an enum says it by its values, and parts say it for the whole.
  private func types(of facets: SchemaFacets, in document: DiffedDocument) -> SchemaTypes? {
    if let types = facets.types { return types }
    if let values = facets.values { return values.reduce(into: []) { $0.formUnion($1.type) } }
    return facets.parts.compactMap { SchemaFacets($0.schema, in: document).types }
      .reduce(nil) { known, more in known?.intersectingNumbers(more) ?? more }
  }

  /// Values that are still of an allowed type are compared as values.
  private mutating func compareTypesOfValues(
    _ site: Site, _ before: SchemaTypes?, _ after: SchemaTypes?
  ) -> Relation {
    guard let before, let after, site.old.values == nil || site.new.values == nil,
      !(site.old.isTypedByValues ? after.isSuperset(of: before) : before.isSuperset(of: after))
    else { return .same }
    return report(
      .typeChanged, .replaced, site,
      site.old.isTypedByValues
        ? "the values were of type \(before.spelled) and are of type \(after.spelled)"
        : "the type was \(before.spelled), and the values are of type \(after.spelled)"
    )
  }

  private mutating func compareValues(_ site: Site) -> Relation {
    switch (site.old.values, site.new.values) {
    case (nil, nil): return .same
    case (nil, let values?):
      return report(
        .enumAdded, .narrowed, site, "only these values are allowed now: \(values.spelled)")
    case (let values?, nil):
      return report(
        .enumRemoved, .widened, site, "other values than these are allowed now: \(values.spelled)")
    case (let before?, let after?):
      let (known, still) = (Set(before), Set(after))
      let gone = before.filter { !still.contains($0) }
      let added = after.filter { !known.contains($0) }
      var relation = Relation.same
      if !gone.isEmpty {
        relation = report(
          .enumValueRemoved, .narrowed, site, "\(gone.spelled) is no longer among the values")
      }
      if !added.isEmpty {
        relation = relation.combined(
          with: report(
            .enumValueAdded, .widened, site, "\(added.spelled) is new among the values"))
      }
      return relation
    }
  }

  private mutating func compareConditions(_ site: Site) -> Relation {
    let keywords = (site.old.conditions + site.new.conditions).map(\.keyword)
    var seen: Set<String> = []
    var relation = Relation.same
    for keyword in keywords where seen.insert(keyword).inserted {
      let before = site.old.conditions.filter { $0.keyword == keyword }.map(\.value)
      let after = site.new.conditions.filter { $0.keyword == keyword }.map(\.value)
      guard before != after else { continue }
      // What only adds a condition can only exclude; `then` and `else` mean nothing by themselves.
      let change: Relation =
        before.isEmpty && after.count == 1
        ? .narrowed : after.isEmpty && before.count == 1 ? .widened : .unknown
      relation = relation.combined(
        with: report(.conditionChanged, change, site, "`\(keyword)` has changed"))
    }
    return relation
  }

  private mutating func compareAnnotations(_ site: Site) {
    let (before, after) = (site.old, site.new)
    if before.defaultValue != after.defaultValue {
      report(
        .defaultChanged, request: .risky, response: .compatible, site,
        "the default was \(before.defaultValue.spelled) and is \(after.defaultValue.spelled); who leaves the value out gets another one"
      )
    }
    if before.isReadOnly != after.isReadOnly {
      report(
        .readOnlyChanged, request: after.isReadOnly ? .risky : .compatible,
        response: .none, site,
        after.isReadOnly
          ? "only the server sets it now; what clients send may be refused or ignored"
          : "clients may set it now")
    }
    if before.isWriteOnly != after.isWriteOnly {
      report(
        .writeOnlyChanged, request: .none, response: after.isWriteOnly ? .breaking : .compatible,
        site,
        after.isWriteOnly ? "answers no longer hold it" : "answers hold it now")
    }
    if before.isDeprecated != after.isDeprecated {
      report(
        .schemaDeprecated, request: .none, response: .none, site,
        after.isDeprecated ? "it is deprecated now" : "it is no longer deprecated")
    }
    if before.discriminator != after.discriminator, before.alternatives.isEmpty {
      report(
        .discriminatorChanged, request: .risky, response: .risky, site,
        "the discriminator was \(before.discriminator ?? "none") and is \(after.discriminator ?? "none")"
      )
    }
  }
}

extension SchemaFacets {
  /// Whether values of any type are allowed.
  var isUntyped: Bool { types == nil && !saysTypesOtherwise }

  /// Whether only the values that are listed say of which types they are.
  var isTypedByValues: Bool { types == nil && values != nil }

  var saysTypesOtherwise: Bool { values != nil || !alternatives.isEmpty || !parts.isEmpty }
}

extension JSONValue {
  /// The narrowest type of the value.
  fileprivate var type: SchemaTypes {
    switch self {
    case .null: .null
    case .bool: .boolean
    case .number(let number): number.isInteger ? .integer : .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }
}

// MARK: - Spelling

extension [JSONValue] {
  /// A few of them, as JSON.
  var spelled: String {
    let shown = prefix(5).map { $0.serialized() }.joined(separator: ", ")
    return count > 5 ? "\(shown) and \(count - 5) more" : shown
  }
}

extension JSONValue? {
  var spelled: String { self?.serialized() ?? "none" }
}

extension SchemaTypes? {
  var spelled: String { self?.spelled ?? "any" }
}

extension SchemaTypes {
  fileprivate var spelled: String {
    let names: [(SchemaTypes, String)] = [
      (.null, "null"), (.boolean, "boolean"), (.integer, "integer"), (.number, "number"),
      (.string, "string"), (.array, "array"), (.object, "object"),
    ]
    let own = names.filter { type, _ in
      contains(type) && !(type == .integer && contains(.number))
    }
    return own.map(\.1).joined(separator: " or ")
  }
}
