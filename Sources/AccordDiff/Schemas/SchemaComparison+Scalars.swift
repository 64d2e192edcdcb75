import AccordJSON
import AccordOpenAPI

extension SchemaComparison {
  // MARK: - Numbers

  mutating func compareNumbers(_ site: Site) -> Relation {
    var relation = Relation.same
    let lower = Self.relation(site.old.lower, site.new.lower) { $0 > $1 }
    if lower != .same {
      relation = report(
        .rangeChanged, lower, site,
        "the least value was \(site.old.lower.spelled) and is \(site.new.lower.spelled)")
    }
    let upper = Self.relation(site.old.upper, site.new.upper) { $0 < $1 }
    if upper != .same {
      relation = relation.combined(
        with: report(
          .rangeChanged, upper, site,
          "the greatest value was \(site.old.upper.spelled) and is \(site.new.upper.spelled)"))
    }
    return relation.combined(with: compareMultiples(site))
  }

  private static func relation(
    _ old: SchemaFacets.Bound?, _ new: SchemaFacets.Bound?,
    isTighter: (JSONNumber, JSONNumber) -> Bool
  ) -> Relation {
    switch (old, new) {
    case (nil, nil): return .same
    case (nil, _): return .narrowed
    case (_, nil): return .widened
    case (let old?, let new?):
      if old.number == new.number {
        return old.isExclusive == new.isExclusive ? .same : new.isExclusive ? .narrowed : .widened
      }
      return isTighter(new.number, old.number) ? .narrowed : .widened
    }
  }

  private mutating func compareMultiples(_ site: Site) -> Relation {
    let (before, after) = (Set(site.old.multiples), Set(site.new.multiples))
    guard before != after else { return .same }
    let reason =
      "values were multiples of \(site.old.multiples.spelled) and are of \(site.new.multiples.spelled)"
    if before.isSubset(of: after) { return report(.multipleChanged, .narrowed, site, reason) }
    if after.isSubset(of: before) { return report(.multipleChanged, .widened, site, reason) }
    guard before.count == 1, after.count == 1, let old = before.first?.integer(as: Int64.self),
      let new = after.first?.integer(as: Int64.self), old > 0, new > 0
    else { return report(.multipleChanged, .unknown, site, reason) }
    return report(
      .multipleChanged,
      new.isMultiple(of: old) ? .narrowed : old.isMultiple(of: new) ? .widened : .replaced, site,
      reason)
  }

  // MARK: - Strings

  mutating func compareStrings(_ site: Site) -> Relation {
    var relation = compareLimits(
      .lengthChanged, "characters", site, (site.old.minLength, site.new.minLength),
      (site.old.maxLength, site.new.maxLength))
    let formats = FormatRelation.relation(site.old.formats, site.new.formats)
    if formats != .same {
      relation = relation.combined(
        with: report(
          .formatChanged, formats, site,
          "the format was \(site.old.formats.spelled) and is \(site.new.formats.spelled)"))
    }
    let patterns = Self.relation(Set(site.old.patterns), Set(site.new.patterns))
    if patterns != .same {
      relation = relation.combined(
        with: report(
          .patternChanged, patterns, site,
          "the pattern was \(site.old.patterns.spelled) and is \(site.new.patterns.spelled)"))
    }
    if site.old.contents != site.new.contents {
      report(
        .contentChanged, request: .breaking, response: .breaking, site,
        "the content was \(site.old.contents.spelled) and is \(site.new.contents.spelled)")
    }
    return relation
  }

  /// Of demands that all have to be met. Different ones may still mean the same.
  private static func relation(_ old: Set<String>, _ new: Set<String>) -> Relation {
    if old == new { return .same }
    if old.isSubset(of: new) { return .narrowed }
    if new.isSubset(of: old) { return .widened }
    return .unknown
  }

  /// Reports changed counts.
  mutating func compareLimits(
    _ rule: Rule, _ unit: String, _ site: Site, _ least: (Int, Int), _ most: (Int?, Int?)
  ) -> Relation {
    var relation = Relation.same
    if least.0 != least.1 {
      relation = report(
        rule, least.1 > least.0 ? .narrowed : .widened, site,
        "at least \(least.0) \(unit) were asked for and now \(least.1) are")
    }
    if most.0 != most.1 {
      let isTighter = most.1.map { $0 < most.0 ?? .max } ?? false
      relation = relation.combined(
        with: report(
          rule, isTighter ? .narrowed : .widened, site,
          "at most \(most.0.map(String.init) ?? "any number of") \(unit) were allowed and now \(most.1.map(String.init) ?? "any number") are"
        ))
    }
    return relation
  }
}

extension SchemaFacets.Bound? {
  fileprivate var spelled: String {
    guard let self else { return "not limited" }
    return self.isExclusive ? "\(self.number.literal), exclusively" : self.number.literal
  }
}

extension [JSONNumber] {
  fileprivate var spelled: String {
    isEmpty ? "anything" : map(\.literal).joined(separator: " and ")
  }
}

extension [String] {
  /// In quotes, for reasons.
  var spelled: String {
    isEmpty ? "none" : map { "'\($0)'" }.joined(separator: " and ")
  }
}
