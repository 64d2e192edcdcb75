import AccordJSON

/// What a change is declared to make stale is other than before.
public struct InvalidatedChangesCheck: ContractCheck {
  public let name = "invalidated-changes"
  public let explanation =
    "After a creation or a change, the reads that it is declared to invalidate show it."

  public init() {}

  public func examine(_ trial: Trial, in context: CheckContext) -> Verdict {
    guard let reading = StoryReading(trial) else { return .notApplicable }
    var verdict = Verdict.notApplicable
    for (number, act, exchange, position) in reading.acts {
      guard exchange.answer?.status != 202 else { continue }
      for (index, target) in act.targets.enumerated() {
        guard let (old, _) = reading.answer(.before(act: number, target: index)), old.isSuccess,
          let (new, newPosition) = reading.answer(.after(act: number, target: index)),
          new.isSuccess, let before = old.json, let after = new.json
        else { continue }
        let isStale: Bool?
        switch act.kind {
        case .creation: isStale = lacksCreated(reading, before, after, target)
        case .change: isStale = showsOld(reading, before, after, exchange)
        case .deletion: isStale = nil
        }
        guard let isStale else { continue }
        guard isStale else {
          verdict = verdict.and(.holds)
          continue
        }
        let name = target.draft.operation.name
        verdict = verdict.and(
          .broken([
            Finding(
              signature: name, location: target.location,
              expected: "\(name) to show what \(exchange.request.operation?.name ?? "") did: "
                + "that is declared to invalidate it",
              got: "what it showed before", requests: [position, newPosition])
          ]))
      }
    }
    return verdict
  }

  /// `nil`: nothing can be said.
  private func lacksCreated(
    _ reading: StoryReading, _ before: JSONValue, _ after: JSONValue, _ target: Story.Target
  ) -> Bool? {
    if reading.thing(in: after) != nil {
      // What was there before was not created.
      return reading.thing(in: before) == nil ? false : nil
    }
    // It may be on another page.
    if target.isPaged {
      guard let capacity = target.capacity, after.largestArray < capacity else { return nil }
    }
    // What was there already, and was answered as what there is now, cannot be gone.
    if reading.thing(in: before) != nil { return true }
    guard before == after else { return nil }
    // Only where things of its kind are: with their identities.
    return after.isListOrEmpty(of: reading.identity.property) ? true : nil
  }

  private func showsOld(
    _ reading: StoryReading, _ before: JSONValue, _ after: JSONValue, _ exchange: Exchange
  ) -> Bool? {
    guard let old = reading.thing(in: before) else { return nil }
    guard let new = reading.thing(in: after), new == old else { return false }
    guard let sent = exchange.request.json?.object else {
      // Without a body the change is the operation itself.
      return exchange.request.body.isEmpty ? true : nil
    }
    let changed = sent.contains { property, value in
      value != .null && old[property] != nil && old[property] != value
        && (exchange.answer?.json?[property].map { $0 == value } ?? true)
    }
    return changed ? true : nil
  }
}

extension JSONValue {
  fileprivate var largestArray: Int {
    switch self {
    case .array(let items): Swift.max(items.count, items.map(\.largestArray).max() ?? 0)
    case .object(let members): members.values.map(\.largestArray).max() ?? 0
    case .null, .bool, .number, .string: 0
    }
  }

  /// Whether it is, or has, a list whose items have that property, or an empty list.
  fileprivate func isListOrEmpty(of property: String) -> Bool {
    switch self {
    case .array(let items): items.allSatisfy { $0[property] != nil }
    case .object(let members):
      members.values.contains { member in
        guard case .array = member else { return false }
        return member.isListOrEmpty(of: property)
      }
    case .null, .bool, .number, .string: false
    }
  }
}
