/// The changes for people who read a terminal.
public struct TextReport {
  private let changes: [Change]

  public init(_ changes: [Change]) {
    self.changes = changes
  }

  /// The worst first; in the order of the document among equals.
  public func text() -> String {
    var lines: [String] = []
    for verdict in Verdict.allCases.sorted(by: >) {
      for change in changes where change.verdict == verdict {
        lines.append(
          "\(verdict.rawValue) [\(change.rule.rawValue)] \(change.subject.description): \(change.reason)"
        )
        let places = [change.old.map { "was \($0)" }, change.new.map { "is \($0)" }]
        lines.append("  " + places.compactMap { $0 }.joined(separator: ", "))
        lines.append("  wire \(change.wire.rawValue), Swift \(change.swift.rawValue)")
        lines += change.swiftReasons.map { "  Swift: \($0)" }
        if !change.swiftBreaks.isEmpty {
          lines.append("  no longer compiles: \(change.swiftBreaks.spelled)")
        }
        lines += change.mentions.prefix(5).map { "  named at \($0.description)" }
        if let witness = change.witness {
          lines.append(
            "  for example \(witness.value.serialized().prefix(200)): \(witness.refusal)")
        }
      }
    }
    lines.append(summary)
    return lines.joined(separator: "\n") + "\n"
  }

  private var summary: String {
    guard let step = changes.map(\.step).max() else { return "No change." }
    let counts = Verdict.allCases.sorted(by: >).compactMap { verdict in
      let count = changes.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(verdict.rawValue)"
    }
    return
      "\(changes.count) change\(changes.count == 1 ? "" : "s") (\(counts.joined(separator: ", "))): a \(step.rawValue) version."
  }
}
