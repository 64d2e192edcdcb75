import AccordJSON
import AccordOpenAPI

/// Compares an operation of two documents.
struct OperationComparison {
  let before: Operation
  let after: Operation
  let old: DiffedDocument
  let new: DiffedDocument
  var found: [Change] = []
  let witnesses: WitnessSearch
  private let identity: SchemaIdentity
  /// How its requests travel: what the API calls at its users comes from the server.
  private let way: Travel

  init(
    _ before: Operation, _ after: Operation, _ old: DiffedDocument, _ new: DiffedDocument,
    _ witnesses: WitnessSearch, _ identity: SchemaIdentity, way: Travel = .request
  ) {
    self.way = way
    self.before = before
    self.after = after
    self.old = old
    self.new = new
    self.witnesses = witnesses
    self.identity = identity
  }

  func changes() -> [Change] {
    var copy = self
    copy.compareItself()
    copy.compareParameters()
    copy.compareBody()
    copy.compareResponses()
    copy.found += SecurityComparison.requirements(before, after)
    return copy.found
  }

  mutating func report(
    _ rule: Rule, _ part: String?, _ verdict: Verdict, _ reason: String,
    old: Location? = nil, new: Location? = nil
  ) {
    // The verdicts are those of calls. Whether the users of an API get along with another request than before, or
    // the API with another answer, is between the two of them.
    let verdict: Verdict = way == .response && verdict != .none ? .risky : verdict
    found.append(
      Change(
        rule, .operation(name: after.name, part: part), wire: verdict, reason: reason,
        old: old ?? before.location, new: new ?? after.location))
  }

  /// Compares the schemas of a part of the operation.
  mutating func compare(
    _ oldSchema: Schema?, _ newSchema: Schema?, _ part: String, _ travel: Travel,
    at location: (old: Location, new: Location)
  ) {
    let travel = way == .request ? travel : travel.reversed
    switch (oldSchema, newSchema) {
    case (nil, nil): return
    case (nil, _?):
      report(
        .typeChanged, part, Relation.narrowed.verdict(travel), "a schema says now what it may be",
        old: location.old, new: location.new)
    case (_?, nil):
      report(
        .typeChanged, part, Relation.widened.verdict(travel),
        "no schema says any more what it may be", old: location.old, new: location.new)
    case (let oldSchema?, let newSchema?):
      for change in SchemaComparison.changes(oldSchema, newSchema, old, new, identity) {
        let place = change.place.tokens.isEmpty ? part : "\(part), \(change.place)"
        found.append(
          Change(
            change, .operation(name: after.name, part: place), [travel], witnesses))
      }
    }
  }

  // MARK: - The operation itself

  private mutating func compareItself() {
    if before.method != after.method || before.path.shape != after.path.shape {
      report(
        .operationMoved, nil, .breaking,
        "it was \(before.name): what calls that finds nothing there")
    } else if before.path != after.path {
      let names = zip(before.path.parameterNames, after.path.parameterNames)
        .filter { !$0.isExactly($1) }.map { "'\($0)' to '\($1)'" }.joined(separator: ", ")
      report(
        .pathParameterRenamed, nil, .none,
        "parameters of the path were renamed: \(names); the wire does not know their names")
    }
    if before.operationID != after.operationID {
      report(
        .operationRenamed, nil, .none,
        "the operationId was \(before.operationID ?? "none") and is \(after.operationID ?? "none")")
    }
    if before.isDeprecated != after.isDeprecated {
      report(
        after.isDeprecated ? .operationDeprecated : .operationRevived, nil, .none,
        after.isDeprecated ? "it is deprecated now" : "it is no longer deprecated")
    }
    if before.summary != after.summary || before.description != after.description {
      report(.documentationChanged, nil, .none, "its description has changed")
    }
    if Set(before.tags) != Set(after.tags) {
      report(
        .tagsChanged, nil, .none,
        "the tags were \(before.tags.spelled) and are \(after.tags.spelled)")
    }
  }
}

extension PathTemplate {
  /// The path with nothing in its braces.
  fileprivate var shape: [String?] {
    parts.map { part in
      switch part {
      case .literal(let text): text
      case .parameter: nil
      }
    }
  }
}
