import AccordSchema

/// How the values of `format`s stand to each other.
enum FormatRelation {
  /// All of them have to be met. One that nobody knows may mean anything.
  static func relation(_ old: [String], _ new: [String]) -> Relation {
    if Set(old) == Set(new) { return .same }
    let (before, after) = (demands(old), demands(new))
    if before == after {
      // Only what limits nothing has come or gone: a password is any string.
      return Set(old).symmetricDifference(new) == ["password"] ? .same : .unknown
    }
    if let relation = integers(before, after) { return relation }
    let isKnown = (old + new).allSatisfy { $0 == "password" || KnownFormat($0) != nil }
    guard isKnown else { return .unknown }
    if before.isSubset(of: after) { return .narrowed }
    if after.isSubset(of: before) { return .widened }
    return .unknown
  }

  private static func demands(_ formats: [String]) -> Set<KnownFormat> {
    Set(formats.compactMap { KnownFormat($0) })
  }

  /// Formats of integers are ranges.
  private static func integers(
    _ before: Set<KnownFormat>, _ after: Set<KnownFormat>
  ) -> Relation? {
    guard before.count == 1, after.count == 1, let old = before.first?.bounds,
      let new = after.first?.bounds
    else { return nil }
    let (isLower, isUpper) = (new.lower <= old.lower, new.upper >= old.upper)
    switch (isLower, isUpper) {
    case (true, true): return .widened
    case (false, false): return .narrowed
    case (true, false): return new.lower == old.lower ? .narrowed : .replaced
    case (false, true): return new.upper == old.upper ? .narrowed : .replaced
    }
  }
}
