import AccordOpenAPI

/// How a run is divided. A case belongs to the shard that its place in its own list says, and a list is what is
/// planned at one time for one operation and phase: if another one comes out longer on one machine than on another,
/// because their servers show different things, that changes nothing for this one.
extension [Case] {
  /// - Parameter label: tells the list from others.
  func shared(by label: String) -> [Case] {
    var hash = Fingerprint()
    hash.combine(label)
    let start = hash.number
    return enumerated().map { position, plan in
      var plan = plan
      plan.share = start &+ position
      return plan
    }
  }
}

extension Case {
  /// Whether its answers are needed to plan and to judge other cases. Every shard asks for them, and judges its own.
  var teaches: Bool {
    switch purpose {
    case .mask: true
    case .valid: operation?.method == .get
    case .invalid, .withoutCredentials, .badCredential, .unknownMethod, .ownerMask, .ownerSight,
      .batch, .batchParts, .precedent, .story, .undisturbed:
      false
    }
  }
}

extension ContractConfiguration {
  /// Whether this run's shard has the case. What changes something is not divided: what one request creates only
  /// the next ones can change and delete, and nobody should disturb them. The last shard does it, and therefore has
  /// only half of what the others have of all else.
  func isOwn(_ plan: Case) -> Bool {
    guard let shard else { return true }
    guard allowsWrites, shard.count > 1 else { return plan.share % shard.count == shard.number - 1 }
    return plan.share % (2 * shard.count - 1) / 2 == shard.number - 1
  }

  /// Whether this run's shard changes something.
  var ownsState: Bool { shard.map { $0.number == $0.count } ?? true }
}
