public import AccordJSON
import AccordOpenAPI

/// The changes as SARIF 2.1.0 (OASIS), for code scanning.
public struct SARIFReport {
  private let changes: [Change]

  public init(_ changes: [Change]) {
    self.changes = changes
  }

  public func value() -> JSONValue {
    let rules = Rule.allCases.filter { rule in changes.contains { $0.rule == rule } }
    let driver: JSONValue = [
      "name": "accord diff",
      "rules": .array(rules.map { ["id": .string($0.rawValue)] }),
    ]
    return [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [["tool": ["driver": driver], "results": .array(changes.map(result))]],
    ]
  }

  private func result(_ change: Change) -> JSONValue {
    let level =
      switch change.verdict {
      case .breaking: "error"
      case .risky: "warning"
      case .compatible: "note"
      case .none: "none"
      }
    var members: JSONDictionary<JSONValue> = [
      "ruleId": .string(change.rule.rawValue),
      "level": .string(level),
      "message": [
        "text": .string(
          "\(change.subject.description): \(([change.reason] + change.swiftReasons).joined(separator: "; "))"
        )
      ],
    ]
    if let location = change.new {
      members["locations"] = [["physicalLocation": place(location)]]
    } else if let location = change.old {
      members["locations"] = [
        [
          "physicalLocation": [
            "artifactLocation": ["uri": .string(location.file.withoutRevision)]
          ]
        ]
      ]
    }
    return .object(members)
  }

  private func place(_ location: Location) -> JSONValue {
    [
      "artifactLocation": ["uri": .string(location.file.path)],
      "region": [
        "startLine": .number(JSONNumber(Int64(location.line))),
        "startColumn": .number(JSONNumber(Int64(location.column))),
      ],
    ]
  }
}
