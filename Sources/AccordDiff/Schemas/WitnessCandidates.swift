import AccordJSON

/// Values at the edges of what two versions of a schema demand: those that a sampler of one of them is not likely to
/// draw, because the edge is the other one's.
struct WitnessCandidates {
  private let facets: [SchemaFacets]
  /// A value of one item, or member.
  private let item: JSONValue

  /// More than this is not made up.
  private static let limit = 10_000

  init(_ old: SchemaFacets, _ new: SchemaFacets, item: JSONValue?) {
    facets = [old, new]
    self.item = item ?? "x"
  }

  func values() -> [JSONValue] {
    var values: [JSONValue] = [.null]
    for facets in facets {
      values += facets.values ?? []
      values += numbers(facets)
      values += strings(facets)
      values += arrays(facets)
      values += objects(facets)
    }
    return values
  }

  private func numbers(_ facets: SchemaFacets) -> [JSONValue] {
    var edges = [facets.lower?.number, facets.upper?.number].compactMap { $0 }
    edges += facets.multiples
    let (whole, long) = (JSONNumber(Int64(Int32.max) + 1), JSONNumber(Int64.max))
    var numbers: [JSONNumber] = []
    for edge in edges + [whole, long] {
      numbers.append(edge)
      for step in [-1, 1, -0.5, 0.5] {
        if let other = edge.moved(by: step) { numbers.append(other) }
      }
    }
    for step in facets.multiples {
      for factor in [2.0, 3, 5] {
        if let other = JSONNumber(step.double * factor) { numbers.append(other) }
      }
    }
    return numbers.map { .number($0) }
  }

  private func strings(_ facets: SchemaFacets) -> [JSONValue] {
    counts(facets.minLength, facets.maxLength).map { count in
      .string(String(repeating: "a", count: count))
    }
  }

  private func arrays(_ facets: SchemaFacets) -> [JSONValue] {
    (counts(facets.minItems, facets.maxItems) + (facets.hasUniqueItems ? [2] : [])).map { count in
      .array(Array(repeating: item, count: count))
    }
  }

  private func objects(_ facets: SchemaFacets) -> [JSONValue] {
    counts(facets.minProperties, facets.maxProperties).map { count in
      var members = JSONDictionary<JSONValue>()
      for index in 0..<count { members["m\(index)"] = item }
      return .object(members)
    }
  }

  /// One less than what has to be there, and one more than may be.
  private func counts(_ least: Int, _ most: Int?) -> [Int] {
    [least - 1, (most ?? Self.limit) + 1].filter { (0...Self.limit).contains($0) }
  }
}

extension JSONNumber {
  fileprivate func moved(by step: Double) -> JSONNumber? {
    if step.rounded() == step, let integer = integer(as: Int64.self) {
      let (sum, overflows) = integer.addingReportingOverflow(Int64(step))
      return overflows ? nil : JSONNumber(sum)
    }
    return JSONNumber(double + step)
  }
}
