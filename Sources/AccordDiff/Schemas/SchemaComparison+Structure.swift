import AccordJSON
import AccordOpenAPI

extension SchemaComparison {
  // MARK: - Arrays

  mutating func compareArrays(_ site: Site) -> Relation {
    var relation = compareLimits(
      .itemCountChanged, "items", site, (site.old.minItems, site.new.minItems),
      (site.old.maxItems, site.new.maxItems))
    if site.old.hasUniqueItems != site.new.hasUniqueItems {
      relation = relation.combined(
        with: report(
          .uniquenessChanged, site.new.hasUniqueItems ? .narrowed : .widened, site,
          site.new.hasUniqueItems ? "items must differ now" : "items may be equal now"))
    }
    switch (site.old.items, site.new.items) {
    case (nil, nil): break
    case (let before?, let after?):
      relation = relation.combined(with: descend(before, after, site, "items"))
    case (nil, let after?):
      if !after.isAnnotation {
        relation = relation.combined(
          with: report(.itemsChanged, .narrowed, site, "items were anything and are limited now"))
      }
    case (let before?, nil):
      if !before.isAnnotation {
        relation = relation.combined(
          with: report(.itemsChanged, .widened, site, "items were limited and are anything now"))
      }
    }
    return relation.combined(with: comparePrefix(site))
  }

  private mutating func comparePrefix(_ site: Site) -> Relation {
    var relation = Relation.same
    for (index, pair) in zip(site.old.prefixItems, site.new.prefixItems).enumerated() {
      relation = relation.combined(
        with: descend(pair.0, pair.1, site, "prefixItems", String(index)))
    }
    if site.old.prefixItems.count != site.new.prefixItems.count {
      relation = relation.combined(
        with: report(
          .itemsChanged, .unknown, site,
          "\(site.old.prefixItems.count) items had a meaning of their own and now \(site.new.prefixItems.count) have"
        ))
    }
    return relation
  }

  // MARK: - Objects

  mutating func compareObjects(_ site: Site) -> Relation {
    var relation = compareLimits(
      .memberCountChanged, "members", site, (site.old.minProperties, site.new.minProperties),
      (site.old.maxProperties, site.new.maxProperties))
    let before = Dictionary(
      site.old.properties.map { (ExactString($0.name), $0) }, uniquingKeysWith: { $1 })
    let after = Dictionary(
      site.new.properties.map { (ExactString($0.name), $0) }, uniquingKeysWith: { $1 })
    for property in site.old.properties {
      if let other = after[ExactString(property.name)] {
        relation = relation.combined(
          with: descend(property.schema, other.schema, site, "properties", property.name))
        relation = relation.combined(with: compareRequired(property, other, site))
      } else {
        reportRemoved(property, site)
      }
    }
    for property in site.new.properties where before[ExactString(property.name)] == nil {
      reportAdded(property, site)
    }
    relation = relation.combined(with: compareRequiredWithoutProperty(site, before, after))
    return relation.combined(with: compareAdditional(site))
  }

  private func place(_ site: Site, _ name: String) -> JSONPointer {
    site.place.appending(JSONPointer(tokens: ["properties", name]))
  }

  private mutating func compareRequired(
    _ old: SchemaKeywords.Property, _ new: SchemaKeywords.Property, _ site: Site
  ) -> Relation {
    let name = ExactString(old.name)
    let was = site.old.required.contains(name)
    let isNow = site.new.required.contains(name)
    guard was != isNow else { return .same }
    append(
      isNow ? .propertyBecameRequired : .propertyBecameOptional,
      .values(isNow ? .narrowed : .widened), site,
      isNow ? "'\(old.name)' must be there now" : "'\(old.name)' may be left out now",
      place: place(site, old.name), old: old.keyLocation, new: new.keyLocation,
      members: [old.schema, new.schema])
    return isNow ? .narrowed : .widened
  }

  /// `required` can name members that no property describes.
  private mutating func compareRequiredWithoutProperty(
    _ site: Site, _ before: [ExactString: SchemaKeywords.Property],
    _ after: [ExactString: SchemaKeywords.Property]
  ) -> Relation {
    func undescribed(_ names: Set<ExactString>) -> Set<ExactString> {
      names.filter { before[$0] == nil && after[$0] == nil }
    }
    let (was, isNow) = (undescribed(site.old.required), undescribed(site.new.required))
    var relation = Relation.same
    for name in isNow.subtracting(was).sorted(by: { $0.value < $1.value }) {
      relation = relation.combined(
        with: report(
          .propertyBecameRequired, .narrowed, site, "'\(name.value)' must be there now"))
    }
    for name in was.subtracting(isNow).sorted(by: { $0.value < $1.value }) {
      relation = relation.combined(
        with: report(
          .propertyBecameOptional, .widened, site, "'\(name.value)' may be left out now"))
    }
    return relation
  }

  /// Nobody sends what a document does not name: a new member matters to those who refuse what they do not know.
  private mutating func reportAdded(_ property: SchemaKeywords.Property, _ site: Site) {
    let isRequired = site.new.required.contains(ExactString(property.name))
    let isReadOnly = SchemaFacets(property.schema, in: new).isReadOnly
    let response: Verdict =
      switch (site.old.additionalBoolean, site.old.additional) {
      case (true, _), (nil, nil): .compatible
      case (false, _): .breaking
      case (nil, _?): .risky
      }
    // Members that were allowed without being named may have held anything.
    let request: Verdict =
      isReadOnly ? .none : isRequired ? .breaking : site.old.allowsUnnamed ? .risky : .compatible
    append(
      isRequired ? .requiredPropertyAdded : .propertyAdded,
      .verdicts(request: request, response: response), site,
      isRequired
        ? "'\(property.name)' is new and must be there" : "'\(property.name)' is new, and optional",
      place: place(site, property.name), new: property.keyLocation, members: [property.schema])
  }

  private mutating func reportRemoved(_ property: SchemaKeywords.Property, _ site: Site) {
    let isRequired = site.old.required.contains(ExactString(property.name))
    let request: Verdict =
      site.new.additionalBoolean == false ? .breaking : .risky
    append(
      isRequired ? .requiredPropertyRemoved : .propertyRemoved,
      .verdicts(request: request, response: isRequired ? .breaking : .risky), site,
      isRequired
        ? "'\(property.name)' is gone, and was always there"
        : "'\(property.name)' is gone",
      place: place(site, property.name), old: property.keyLocation, members: [property.schema])
  }

  private mutating func compareAdditional(_ site: Site) -> Relation {
    let (before, after) = (site.old.additional, site.new.additional)
    switch (
      site.old.additionalBoolean, site.new.additionalBoolean, before == nil, after == nil
    ) {
    case (_, _, true, true): return .same
    case (false, false, _, _), (true, true, _, _), (true, _, _, true), (_, true, true, _):
      return .same
    case (_, false, _, _):
      // What nobody names nobody sends, unless the document invites it.
      let invited = before != nil
      report(
        .additionalPropertiesClosed, request: invited ? .breaking : .risky, response: .compatible,
        site, "members that are not named are no longer allowed")
      return invited ? .narrowed : .same
    case (false, _, _, _):
      report(
        .additionalPropertiesOpened, request: .compatible,
        response: after == nil ? .risky : .breaking, site,
        "members that are not named are allowed now")
      return .widened
    case (true, _, _, _), (_, _, true, _):
      return report(
        .additionalPropertiesChanged, .narrowed, site,
        "members that are not named were anything and are limited now")
    case (_, true, _, _), (_, _, _, true):
      return report(
        .additionalPropertiesChanged, .widened, site,
        "members that are not named were limited and are anything now")
    case (nil, nil, false, false):
      guard let before, let after else { return .same }
      return descend(before, after, site, "additionalProperties")
    }
  }

  // MARK: - allOf

  mutating func compareParts(_ site: Site) -> Relation {
    var relation = Relation.same
    for part in site.old.parts where !site.new.parts.contains(where: { $0.name == part.name }) {
      relation = relation.combined(
        with: report(
          .conditionChanged, .widened, site,
          "it no longer has to meet what schema \(part.name) demands"))
    }
    for part in site.new.parts where !site.old.parts.contains(where: { $0.name == part.name }) {
      relation = relation.combined(
        with: report(
          .conditionChanged, .narrowed, site,
          "it has to meet what schema \(part.name) demands, too"))
    }
    return relation
  }

  /// Parts that say something of the same value: they are compared in their order.
  mutating func compareFurther(_ site: Site) -> Relation {
    guard !site.old.further.isEmpty || !site.new.further.isEmpty else { return .same }
    let old = Dictionary(grouping: site.old.further) { JSONPointer(tokens: $0.tokens) }
    let new = Dictionary(grouping: site.new.further) { JSONPointer(tokens: $0.tokens) }
    var relation = Relation.same
    for pointer in Set(old.keys).union(new.keys).sorted(by: { "\($0)" < "\($1)" }) {
      let before = old[pointer] ?? []
      let after = new[pointer] ?? []
      let place = site.place.appending(pointer)
      for (before, after) in zip(before, after) {
        relation = relation.combined(with: compare(before.schema, after.schema, at: place))
      }
      let dropped = before.dropFirst(after.count).filter { !$0.schema.isMereDescription }
      let added = after.dropFirst(before.count).filter { !$0.schema.isMereDescription }
      guard !dropped.isEmpty || !added.isEmpty else { continue }
      let change: Relation = added.isEmpty ? .widened : .narrowed
      append(
        .conditionChanged, .values(change), site,
        added.isEmpty
          ? "a part no longer demands anything of it" : "a further part demands something of it",
        place: place, old: dropped.first?.schema.location, new: added.first?.schema.location)
      relation = relation.combined(with: change)
    }
    return relation
  }
}

extension SchemaKeywords {
  /// Whether it can be left out without a loss for anybody but readers.
  fileprivate var isMereDescription: Bool {
    isAnnotation && mask == nil && defaultValue == nil && !isReadOnly && !isWriteOnly
  }
}

extension SchemaFacets {
  /// Whether the document invites members that it does not name.
  fileprivate var allowsUnnamed: Bool {
    guard let additional else { return false }
    return additional.boolean != false
  }
}
