import AccordJSON

/// The changes for a pull request: what matters first, the rest folded away.
public struct MarkdownReport {
  private let changes: [Change]

  public init(_ changes: [Change]) {
    self.changes = changes
  }

  public func text() -> String {
    guard let step = changes.map(\.step).max() else { return "### The API has not changed\n" }
    var text = "### The API has changed: a \(step.rawValue) version\n"
    for verdict in Verdict.allCases.sorted(by: >) {
      let own = changes.filter { $0.verdict == verdict }
      guard !own.isEmpty else { continue }
      let title = "\(own.count) \(verdict.title)"
      let isOpen = verdict >= .risky
      text += isOpen ? "\n#### \(title)\n\n" : "\n<details><summary>\(title)</summary>\n\n"
      text += "| where | what | wire | Swift |\n|---|---|---|---|\n"
      for change in own { text += row(change) }
      if !isOpen { text += "\n</details>\n" }
    }
    return text
  }

  private func row(_ change: Change) -> String {
    var what = change.reason.cell
    for reason in change.swiftReasons { what += "<br>Swift: \(reason.cell)" }
    for mention in change.mentions.prefix(5) { what += "<br>named at \(mention.description.code)" }
    if let witness = change.witness {
      what += "<br>for example \(witness.value.serialized().shortened(to: 120).code)"
    }
    return
      "| \(change.subject.description.code) | \(what) | \(change.wire.rawValue) | \(change.swift.rawValue) |\n"
  }
}

extension Verdict {
  fileprivate var title: String {
    switch self {
    case .none: "without effect"
    case .compatible: "compatible"
    case .risky: "risky"
    case .breaking: "breaking"
    }
  }
}

extension String {
  /// Text in a cell of a table: nothing in it is markup, and it stays in its cell.
  fileprivate var cell: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "|", "`", "*", "_", "[", "]", "\\", "#", "~", "@", "!":
        result += "&#\(scalar.value);"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\n", "\r", "\u{2028}", "\u{2029}", "\u{85}", "\u{0B}", "\u{0C}": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The same as code.
  fileprivate var code: String { "<code>\(cell)</code>" }

  fileprivate func shortened(to count: Int) -> String {
    self.count > count ? prefix(count) + "…" : self
  }
}
