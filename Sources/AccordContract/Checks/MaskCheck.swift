import AccordJSON
import AccordOpenAPI

/// Everybody sees what they may see, and nothing more or less.
public struct MaskCheck: ContractCheck {
  public let name = "mask"
  public let explanation =
    "A lesser viewer sees exactly the declared replacements at the masked properties, and all else as it is."

  public init() {}

  public func examine(_ trial: Trial, in context: CheckContext) -> Verdict {
    let verdict = compared(trial, in: context)
    if case .mask = trial.plan.purpose { return verdict }
    return verdict.and(seenByStrangers(trial, in: context))
  }

  // MARK: - Two viewers

  private func compared(_ trial: Trial, in context: CheckContext) -> Verdict {
    guard case .mask(let comparison) = trial.plan.purpose, trial.exchanges.count >= 2,
      let first = trial.exchanges[0].answer, let second = trial.exchanges[1].answer,
      first.isSuccess, second.isSuccess, let whole = first.json, let seen = second.json,
      let schema = first.media(of: trial.exchanges[0].request.operation)?.schema
    else { return .notApplicable }
    let viewer = trial.exchanges[1].request.viewer
    let sites = context.masks.survey(whole, schema).sites
    var view = MaskedComparison(viewer: viewer, sites: sites)
    let pairs = Self.pairs(comparison.scope, whole, seen, context.ownership)
    for pair in pairs { view.compare(pair.whole, pair.seen, at: pair.pointer) }
    var differences = view.differences
    if let again = trial.reread?.answer?.json {
      let volatile = JSONDifference.all(whole, again).map(\.pointer)
      differences.removeAll { difference in
        volatile.contains { JSONDifference.overlap($0, difference.pointer) }
      }
    }
    guard !differences.isEmpty else {
      let isMasking = sites.contains { site in
        pairs.contains { JSONDifference.overlap($0.pointer, site.pointer) }
      }
      return isMasking ? .holds : .notApplicable
    }
    let owner = trial.exchanges[0].request.viewer.name
    return .broken(
      differences.prefix(5).map { Self.finding($0, viewer: viewer.name, owner: owner, trial.plan) })
  }

  /// A part of two answers that shows the same to both viewers.
  struct Pair {
    let pointer: JSONPointer
    let whole: JSONValue
    let seen: JSONValue
  }

  static func pairs(
    _ scope: MaskComparison.Scope, _ whole: JSONValue, _ seen: JSONValue, _ ownership: Ownership
  ) -> [Pair] {
    switch scope {
    case .wholeAnswer:
      return [Pair(pointer: .root, whole: whole, seen: seen)]
    case .ownedItems:
      var pairs: [Pair] = []
      collectOwned(whole, seen, at: .root, ownership, into: &pairs)
      return pairs
    case .batch(let batch):
      guard let members = whole.object else { return [] }
      return members.flatMap { key, slices in
        batch.serves.compactMap { served -> Pair? in
          guard let slice = slices[served.slice], let other = seen[key]?[served.slice] else {
            return nil
          }
          // As for something that this viewer may not see at all: whether rightly so, the batch shows.
          if let absent = batch.absent, other == absent.value.value { return nil }
          let pointer = JSONPointer(tokens: [key]).appending(served.slice)
          return Pair(pointer: pointer, whole: slice, seen: other)
        }
      }
    }
  }

  private static func collectOwned(
    _ whole: JSONValue, _ seen: JSONValue, at pointer: JSONPointer, _ ownership: Ownership,
    into pairs: inout [Pair]
  ) {
    switch (whole, seen) {
    case (.object(let members), .object(let others)):
      if ownership.owns(members) {
        if members.identity == others.identity {
          pairs.append(Pair(pointer: pointer, whole: whole, seen: seen))
        }
        return
      }
      for (key, value) in members {
        guard let other = others[key] else { continue }
        collectOwned(value, other, at: pointer.appending(key), ownership, into: &pairs)
      }
    case (.array(let items), .array(let others)):
      for (index, item) in items.enumerated() {
        guard let identity = item.object?.identity,
          let other = others.first(where: { $0.object?.identity == identity })
        else { continue }
        collectOwned(item, other, at: pointer.appending(index), ownership, into: &pairs)
      }
    default: break
    }
  }

  private static func finding(
    _ difference: ViewDifference, viewer: String, owner: String, _ plan: Case
  ) -> Finding {
    let place = difference.pointer.tokens.isEmpty ? "the body" : "\(difference.pointer)"
    switch difference.kind {
    case .notMasked(let site, let got):
      return Finding(
        signature: "shown \(site.mask.location)", location: site.mask.location,
        expected: "\(place) to be \(site.replacement) for \(viewer): it is masked"
          + site.conditionText,
        got: "\(got.outline)\(got == site.value ? ", as \(owner) sees it" : "")", viewer: viewer)
    case .omitted(let site):
      return Finding(
        signature: "omitted \(site.mask.location)", location: site.mask.location,
        expected: "\(place) to be \(site.replacement) for \(viewer): it is masked, not left out",
        got: "no such property", viewer: viewer)
    case .changed(let expected, let got, let site):
      let reason =
        switch site {
        case nil: "no mask is declared there"
        case let site? where !site.conditionHolds: "its mask does not apply here"
        case .some: "\(viewer) may see it"
        }
      return Finding(
        signature: "changed \(site?.mask.location.description ?? plan.general(difference.pointer))",
        location: site?.mask.location ?? plan.location,
        expected: "\(place) to be the same for \(viewer) as for \(owner), "
          + "\(expected?.excerpt ?? "absent"): \(reason)",
        got: got?.excerpt ?? "no such property", viewer: viewer)
    }
  }

  // MARK: - Viewers by themselves

  /// Who shows no credentials owns nothing, so that every mask applies wherever it stands; to others it does
  /// where the object is known to be the first viewer's.
  private func seenByStrangers(_ trial: Trial, in context: CheckContext) -> Verdict {
    var verdict = Verdict.notApplicable
    for (position, exchange) in trial.exchanges.enumerated() {
      let request = exchange.request
      guard request.credential == request.viewer.presented,
        request.viewer != context.viewers.first, let answer = exchange.answer, answer.isSuccess,
        let json = answer.json,
        let schema = answer.media(of: request.operation)?.schema
      else { continue }
      let sites = context.masks.survey(json, schema).sites
        .filter { site in
          site.conditionHolds && !site.isVisible(to: request.viewer) && site.value != nil
            && (request.credential == nil || context.owned.contains(site))
        }
      guard !sites.isEmpty else { continue }
      let shown = sites.filter { $0.value != $0.replacement }
      guard !shown.isEmpty else {
        verdict = verdict.and(.holds)
        continue
      }
      verdict = verdict.and(
        .broken(
          shown.prefix(5).map { site in
            Finding(
              signature: "shown \(site.mask.location)", location: site.mask.location,
              expected: "\(site.pointer) to be \(site.replacement) for \(request.viewer.name): "
                + "it is masked\(site.conditionText)",
              got: site.value?.outline ?? "", requests: [position])
          }))
    }
    return verdict
  }
}

extension MaskSite {
  /// ` (platform is "whereby")`, or nothing.
  var conditionText: String {
    guard !mask.conditions.isEmpty else { return "" }
    let texts = mask.conditions.map { "\($0.property) is \($0.value.value)" }
    return " (\(texts.joined(separator: ", ")))"
  }
}

extension JSONValue {
  /// The beginning of its text, on one line.
  var excerpt: String { serialized().shortened(to: 100) }

  /// What it is, without what it says: for values that should have been hidden.
  var outline: String {
    switch self {
    case .string(let text) where !text.isEmpty: "a string of \(text.count) characters"
    case .array(let items) where !items.isEmpty: "an array of \(items.count) items"
    case .object(let members) where !members.isEmpty: "an object of \(members.count) members"
    case .null, .bool, .number, .string, .array, .object: serialized()
    }
  }
}

extension Case {
  /// A place in the answer without what differs from one answer to the next: keys and positions.
  fileprivate func general(_ pointer: JSONPointer) -> String {
    guard case .mask(let comparison) = purpose, case .batch = comparison.scope else {
      return pointer.generalised
    }
    return JSONPointer(tokens: ["*"] + pointer.tokens.dropFirst()).generalised
  }
}

extension JSONPointer {
  /// Without what differs from one answer to the next: positions in arrays.
  var generalised: String {
    JSONPointer(tokens: tokens.map { JSONPointer.index($0) == nil ? $0 : "*" }).description
  }
}
