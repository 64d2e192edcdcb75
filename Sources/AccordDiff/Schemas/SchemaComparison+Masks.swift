import AccordJSON
import AccordOpenAPI

extension SchemaComparison {
  /// What viewers see of a property. Showing more than before is a leak until somebody says that it is meant; showing
  /// less takes something away from those who saw it.
  mutating func compareMasks(_ site: Site) {
    switch (site.old.mask, site.new.mask) {
    case (nil, nil): return
    case (nil, let mask?):
      report(
        .maskAdded, request: .none, response: .breaking, site,
        "only \(mask.visibleTo.spelled) may see it now; all others see \(mask.replacement.value.serialized())"
      )
    case (let mask?, nil):
      report(
        .maskRemoved, request: .none, response: .breaking, site,
        "everybody sees it now, where only \(mask.visibleTo.spelled) did: make sure that this is meant"
      )
    case (let before?, let after?): compare(before, after, site)
    }
  }

  private mutating func compare(_ before: Mask, _ after: Mask, _ site: Site) {
    let more = after.visibleTo.filter { !before.visibleTo.contains($0) }
    let fewer = before.visibleTo.filter { !after.visibleTo.contains($0) }
    if !more.isEmpty {
      report(
        .maskShowsMore, request: .none, response: .breaking, site,
        "\(more.spelled) may see it now: make sure that this is meant")
    }
    if !fewer.isEmpty {
      report(
        .maskShowsLess, request: .none, response: .breaking, site,
        "\(fewer.spelled) may no longer see it")
    }
    let conditions = before.spelledConditions
    let others = after.spelledConditions
    if conditions != others {
      let isSubset = Set(others).isSubset(of: conditions)
      report(
        isSubset ? .maskShowsLess : .maskShowsMore, request: .none, response: .breaking, site,
        "it was hidden \(conditions.condition) and is hidden \(others.condition)")
    }
    if before.replacement.value != after.replacement.value {
      report(
        .maskChanged, request: .none, response: .risky, site,
        "who may not see it saw \(before.replacement.value.serialized()) and sees \(after.replacement.value.serialized())"
      )
    }
  }
}

extension Mask {
  fileprivate var spelledConditions: [String] {
    conditions.map { "\($0.property) is \($0.value.value.serialized())" }.sorted()
  }
}

extension [String] {
  fileprivate var condition: String {
    isEmpty ? "always" : "where \(joined(separator: " and "))"
  }
}
