public import AccordJSON

/// The changes for programs. Members are added in later versions, and never change their meaning.
public struct JSONReport {
  private let changes: [Change]

  public init(_ changes: [Change]) {
    self.changes = changes
  }

  public func value() -> JSONValue {
    let step = changes.map(\.step).max()
    return [
      "step": step.map { .string($0.rawValue) } ?? .null,
      "changes": .array(changes.map(\.json)),
    ]
  }
}

extension Change {
  fileprivate var json: JSONValue {
    var members: JSONDictionary<JSONValue> = [
      "rule": .string(rule.rawValue),
      "subject": .string(subject.description),
      "wire": .string(wire.rawValue),
      "swift": .string(swift.rawValue),
      "verdict": .string(verdict.rawValue),
      "step": .string(step.rawValue),
      "reason": .string(reason),
    ]
    if !swiftReasons.isEmpty {
      members["swiftReasons"] = .array(swiftReasons.map { .string($0) })
    }
    if !swiftBreaks.isEmpty {
      members["swiftBreaks"] = .array(swiftBreaks.sorted().map { .string($0.rawValue) })
    }
    if !mentions.isEmpty {
      members["mentions"] = .array(
        mentions.map {
          [
            "file": .string($0.file), "line": .number(JSONNumber(Int64($0.line))),
            "name": .string($0.name),
          ]
        })
    }
    if let old { members["old"] = .string(old.description) }
    if let new { members["new"] = .string(new.description) }
    if case .schema(_, _, let operations) = subject {
      members["operations"] = .array(operations.map { .string($0) })
    }
    if let witness {
      members["witness"] = [
        "value": witness.value, "travel": .string(witness.travel.rawValue),
        "refusal": .string(witness.refusal),
      ]
    }
    return .object(members)
  }
}
