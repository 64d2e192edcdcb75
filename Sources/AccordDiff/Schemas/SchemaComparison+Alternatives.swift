import AccordJSON
import AccordOpenAPI

extension SchemaComparison {
  mutating func compareAlternatives(_ site: Site) -> Relation {
    switch (site.old.alternatives.count, site.new.alternatives.count) {
    case (0, 0): return .same
    case (1, 1): return compareUnions(site)
    case (0, 1): return compareWithUnion(site, isNew: true)
    case (1, 0): return compareWithUnion(site, isNew: false)
    default:
      // Several unions side by side: which belongs to which is anybody's guess, unless nothing changed.
      let before = site.old.alternatives.map { written($0, old) }
      let after = site.new.alternatives.map { written($0, new) }
      guard before != after else { return .same }
      return report(.alternativesChanged, .unknown, site, "the alternatives have changed")
    }
  }

  private func written(
    _ alternatives: SchemaFacets.Alternatives, _ document: DiffedDocument
  ) -> [JSONValue?] {
    alternatives.branches.map { document.node(of: $0)?.value }
  }

  private mutating func compareUnions(_ site: Site) -> Relation {
    let (before, after) = (site.old.alternatives[0], site.new.alternatives[0])
    var relation = Relation.same
    // Where no value fits two alternatives, "exactly one" and "at least one" are the same.
    if before.isExclusive != after.isExclusive, distinctness(of: after, in: new).contains(false) {
      relation = report(
        .alternativesChanged, after.isExclusive ? .narrowed : .widened, site,
        after.isExclusive
          ? "exactly one of the alternatives must fit now" : "several alternatives may fit now")
    }
    if before.discriminator != after.discriminator {
      report(
        .discriminatorChanged, request: .breaking, response: .breaking, site,
        "the discriminator was \(before.discriminator ?? "none") and is \(after.discriminator ?? "none")"
      )
    }
    let pairs = matched(before.branches, after.branches)
    for pair in pairs.matched {
      relation = relation.combined(
        with: descend(
          before.branches[pair.0], after.branches[pair.1], site,
          after.isExclusive ? "oneOf" : "anyOf", String(pair.1)))
    }
    return relation.combined(with: reportUnmatched(pairs, before, after, site))
  }

  private mutating func reportUnmatched(
    _ pairs: Matching, _ before: SchemaFacets.Alternatives, _ after: SchemaFacets.Alternatives,
    _ site: Site
  ) -> Relation {
    var relation = Relation.same
    let removedOverlaps = pairs.removed.isEmpty ? [] : overlaps(of: before, in: old)
    for index in pairs.removed {
      let schema = before.branches[index]
      relation = relation.combined(
        with: reportChoice(
          isNew: false, canOverlap: removedOverlaps[index], site,
          "\(name(of: schema, old)) is no longer among the alternatives", old: schema.location))
    }
    let addedOverlaps = pairs.added.isEmpty ? [] : overlaps(of: after, in: new)
    for index in pairs.added {
      let schema = after.branches[index]
      relation = relation.combined(
        with: reportChoice(
          isNew: true, canOverlap: addedOverlaps[index], site,
          "\(name(of: schema, new)) is new among the alternatives", new: schema.location))
    }
    return relation
  }

  /// An alternative more, or less. Where exactly one must fit, a value that fits two is refused: with one more, what was
  /// allowed may be refused, and with one less, what was refused may be allowed.
  private mutating func reportChoice(
    isNew: Bool, canOverlap: Bool, _ site: Site, _ reason: String, old: Location? = nil,
    new: Location? = nil
  ) -> Relation {
    let relation: Relation = canOverlap ? .unknown : isNew ? .widened : .narrowed
    let effect: SchemaChange.Effect =
      canOverlap
      ? .verdicts(request: isNew ? .risky : .breaking, response: isNew ? .breaking : .risky)
      : .values(relation)
    append(
      isNew ? .alternativeAdded : .alternativeRemoved, effect, site, reason, old: old, new: new)
    return relation
  }

  /// For each alternative, whether no value of it can be of another one, as far as types tell.
  private func distinctness(
    of alternatives: SchemaFacets.Alternatives, in document: DiffedDocument
  ) -> [Bool] {
    let types = alternatives.branches.map { SchemaFacets($0, in: document).types?.expanded }
    return types.indices.map { index in
      guard let own = types[index] else { return false }
      return types.enumerated().allSatisfy { other, theirs in
        other == index || theirs.map { $0.isDisjoint(with: own) } == true
      }
    }
  }

  /// For each alternative, whether a value may be refused because it fits that one and another.
  private func overlaps(
    of alternatives: SchemaFacets.Alternatives, in document: DiffedDocument
  ) -> [Bool] {
    let isTold = !alternatives.isExclusive || alternatives.discriminator != nil
    return distinctness(of: alternatives, in: document).map { !$0 && !isTold }
  }

  /// A plain schema on one side, a union on the other.
  private mutating func compareWithUnion(_ site: Site, isNew: Bool) -> Relation {
    let union = isNew ? site.new.alternatives[0] : site.old.alternatives[0]
    let plain = isNew ? site.old : site.new
    let plainDocument = isNew ? old : new
    let unionDocument = isNew ? new : old
    let own = plainDocument.name(of: plain.source.id)
    let named = union.branches.firstIndex { branch in
      own.map { unionDocument.componentName(of: branch)?.isExactly($0) == true } ?? false
    }
    let fitting =
      named
      ?? union.branches.firstIndex { branch in
        let facets = SchemaFacets(branch, in: unionDocument)
        return facets.types == plain.types && facets.alternatives.isEmpty
      }
    guard let fitting else {
      if plain.isUntyped && plain.properties.isEmpty {
        return report(
          .alternativesChanged, isNew ? .narrowed : .widened, site,
          isNew ? "only these alternatives are allowed now" : "anything is allowed now")
      }
      return report(
        .typeChanged, .unknown, site,
        isNew ? "it became a choice of alternatives" : "it was a choice of alternatives")
    }
    let branch = union.branches[fitting]
    let inner =
      isNew
      ? descend(plain.source, branch, site, union.isExclusive ? "oneOf" : "anyOf", String(fitting))
      : descend(branch, plain.source, site)
    guard union.branches.count > 1 else { return inner }
    let others = union.branches.enumerated().filter { $0.offset != fitting }
      .map { name(of: $0.element, unionDocument) }.joined(separator: ", ")
    return inner.combined(
      with: reportChoice(
        isNew: isNew, canOverlap: overlaps(of: union, in: unionDocument)[fitting], site,
        isNew ? "\(others) is allowed, too" : "\(others) is no longer allowed"))
  }

  // MARK: - Which alternative became which

  struct Matching {
    var matched: [(Int, Int)] = []
    var removed: [Int] = []
    var added: [Int] = []
  }

  /// By name, then by what tells alternatives apart, then those of the same types in their order.
  private func matched(_ before: [Schema], _ after: [Schema]) -> Matching {
    var matching = Matching()
    var left = Array(before.indices)
    var right = Array(after.indices)
    func match(_ key: (Schema, DiffedDocument) -> String?) {
      for index in left {
        guard let own = key(before[index], old),
          let other = right.first(where: { key(after[$0], new)?.isExactly(own) == true })
        else { continue }
        matching.matched.append((index, other))
        left.removeAll { $0 == index }
        right.removeAll { $0 == other }
      }
    }
    match { $1.componentName(of: $0) }
    match { schema, _ in schema.title }
    match { schema, document in self.tag(of: schema, in: document) }
    match { schema, document in
      document.componentName(of: schema) == nil
        ? SchemaFacets(schema, in: document).types.spelled : nil
    }
    matching.removed = left
    matching.added = right
    matching.matched.sort { $0.1 < $1.1 }
    return matching
  }

  /// The single value of a property, such as `kind: "circle"`, that alternatives like to begin with.
  private func tag(of schema: Schema, in document: DiffedDocument) -> String? {
    let facets = SchemaFacets(schema, in: document)
    for property in facets.properties {
      let values = SchemaFacets(property.schema, in: document).values
      if let values, values.count == 1, let value = values.first?.string {
        return "\(property.name)=\(value)"
      }
    }
    return nil
  }

  private func name(of schema: Schema, _ document: DiffedDocument) -> String {
    if let name = document.componentName(of: schema) { return "schema \(name)" }
    if let title = schema.title { return "'\(title)'" }
    return SchemaFacets(schema, in: document).types.spelled
  }
}
