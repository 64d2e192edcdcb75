import AccordJSON
import AccordOpenAPI

/// Compares what Accord's own extensions say: viewers, batches and invalidations. Masks belong to schemas and are
/// compared there.
struct ExtensionComparison {
  private let old: AccordExtensions
  private let new: AccordExtensions
  private let names: [String: String]
  private var found: [Change] = []

  init(_ old: OpenAPIDocument, _ new: OpenAPIDocument) {
    self.old = old.accord
    self.new = new.accord
    names = Dictionary(
      (old.operations + new.operations).compactMap { operation in
        operation.operationID.map { ($0, operation.name) }
      }, uniquingKeysWith: { $1 })
  }

  func changes() -> [Change] {
    var copy = self
    copy.compareViewers()
    copy.compareBatches()
    copy.compareInvalidations()
    return copy.found
  }

  private func subject(_ operationID: String, _ part: String) -> Subject {
    .operation(name: names[operationID] ?? operationID, part: part)
  }

  // MARK: - Viewers

  private mutating func compareViewers() {
    for viewer in old.viewers where !new.viewers.contains(where: { $0.name == viewer.name }) {
      found.append(
        Change(
          .viewerRemoved, .document, wire: .risky,
          reason: "the viewer '\(viewer.name)' is gone; what they may see is no longer said",
          old: viewer.location, new: nil))
    }
    for viewer in new.viewers where !old.viewers.contains(where: { $0.name == viewer.name }) {
      found.append(
        Change(
          .viewerAdded, .document, wire: .compatible, reason: "the viewer '\(viewer.name)' is new",
          old: nil, new: viewer.location))
    }
  }

  // MARK: - Batches

  private mutating func compareBatches() {
    for batch in old.batches {
      guard let other = new.batches.first(where: { $0.operationID == batch.operationID }) else {
        found.append(
          Change(
            .batchRemoved, subject(batch.operationID, "batch"), wire: .breaking,
            reason: "it no longer answers for others, whose calls go out one by one again",
            old: batch.location, new: nil))
        continue
      }
      compare(batch, other)
    }
    for batch in new.batches
    where !old.batches.contains(where: { $0.operationID == batch.operationID }) {
      found.append(
        Change(
          .batchAdded, subject(batch.operationID, "batch"), wire: .compatible,
          reason: "it answers for \(batch.serves.map(\.operationID).spelled) now", old: nil,
          new: batch.location))
    }
  }

  private mutating func compare(_ old: Batch, _ new: Batch) {
    let subject = subject(new.operationID, "batch")
    func change(_ rule: Rule, _ verdict: Verdict, _ reason: String) -> Change {
      Change(rule, subject, wire: verdict, reason: reason, old: old.location, new: new.location)
    }
    let (most, now) = (old.limit ?? .max, new.limit ?? .max)
    if now < most {
      found.append(
        change(
          .batchLimitReduced, .breaking,
          "it took \(old.limit.map(String.init) ?? "any number of") keys at once and takes \(now): clients that send more are refused"
        ))
    } else if now > most {
      found.append(
        change(
          .batchLimitRaised, .compatible,
          "it took \(most) keys at once and takes \(new.limit.map(String.init) ?? "any number")"))
    }
    if old.pairing != new.pairing {
      found.append(
        change(
          .batchRepaired, .breaking,
          "it answered \(old.pairing.joined(separator: "; ")) and answers \(new.pairing.joined(separator: "; "))"
        ))
    }
    if old.window != new.window {
      found.append(
        change(
          .batchWindowChanged, .none,
          "calls were collected for \(old.window) ms and are for \(new.window) ms"))
    }
    if old.absent?.statuses != new.absent?.statuses
      || old.absent?.value.value != new.absent?.value.value
    {
      found.append(
        change(
          .batchAbsenceChanged, .breaking, "a key that is refused is shown in another way"))
    }
  }

  // MARK: - Invalidation

  private mutating func compareInvalidations() {
    let before = old.invalidations.flatMap { change in change.edges.map { (change, $0) } }
    let after = new.invalidations.flatMap { change in change.edges.map { (change, $0) } }
    let known = Set(before.map { "\($0.0.operationID) \($0.1.spelled)" })
    let still = Set(after.map { "\($0.0.operationID) \($0.1.spelled)" })
    for (invalidation, edge) in before
    where !still.contains("\(invalidation.operationID) \(edge.spelled)") {
      found.append(
        Change(
          .invalidationRemoved, subject(invalidation.operationID, "invalidation"), wire: .risky,
          reason: "it no longer makes \(edge.spelled) stale: clients go on showing what they have",
          old: edge.location, new: nil))
    }
    for (invalidation, edge) in after
    where !known.contains("\(invalidation.operationID) \(edge.spelled)") {
      found.append(
        Change(
          .invalidationAdded, subject(invalidation.operationID, "invalidation"),
          wire: .compatible, reason: "it makes \(edge.spelled) stale, too", old: nil,
          new: edge.location))
    }
  }
}

extension Batch {
  /// Which operation is served from where.
  fileprivate var pairing: [String] {
    serves.map { "\($0.operationID) by \($0.key) from \($0.slice)" }.sorted()
  }
}

extension Invalidation.Edge {
  fileprivate var spelled: String {
    let arguments = self.arguments.map { "\($0.parameter): \($0.value)" }.sorted()
    return arguments.isEmpty
      ? operationID : "\(operationID)(\(arguments.joined(separator: ", ")))"
  }
}
