/// Words for people: failures that fit on a screen, and the closing summary.
public struct ConsoleReport: Sendable {
  /// Whether to use colour; only for a terminal that wants it.
  public let usesColour: Bool
  /// Whether failures are cut to what fits on a screen.
  public let shortens: Bool
  /// How many failures are written out; the rest is counted.
  private static let shownFailures = 20
  private static let shownNotes = 20

  /// What is left of a failure that would not fit on a screen: about 25 lines of 80 characters.
  private static let shownText = 240
  private static let shownCommand = 380
  private static let shownRemarks = 2

  public init(usesColour: Bool = false, shortens: Bool = true) {
    self.usesColour = usesColour
    self.shortens = shortens
  }

  private enum Colour: String {
    case red = "31"
    case green = "32"
    case yellow = "33"
    case bold = "1"
    case dim = "2"
  }

  private func paint(_ text: String, _ colour: Colour) -> String {
    usesColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Everything that is said at the end of a run.
  public func text(of summary: Summary) -> String {
    if case .noServer = summary.ending { return conclusion(of: summary) + "\n" }
    var blocks: [String] = []
    blocks += summary.failures.prefix(Self.shownFailures).map(text)
    let rest = summary.failures.count - Self.shownFailures
    if rest > 0 {
      blocks.append("... and \(rest) more failures; --html, --junit and --json hold them all")
    }
    blocks.append(table(of: summary))
    if !summary.notes.isEmpty {
      var lines = summary.notes.prefix(Self.shownNotes).map { "note: \($0)" }
      let rest = summary.notes.count - Self.shownNotes
      if rest > 0 { lines.append("... and \(rest) more notes") }
      blocks.append(lines.joined(separator: "\n"))
    }
    blocks.append(conclusion(of: summary))
    return blocks.joined(separator: "\n\n") + "\n"
  }

  public func text(of failure: Failure) -> String {
    let title = cut("\(failure.check): \(failure.operation)", to: 150)
    var lines = [paint(failure.number > 0 ? "\(failure.number)) \(title)" : title, .bold)]
    func add(_ label: String, _ text: String, _ colour: Colour? = nil) {
      let label = (label + ":").padded(to: 11)
      let shown = cut(text, to: Self.shownText)
      lines.append("   \(label)\(colour.map { paint(shown, $0) } ?? shown)")
    }
    if !failure.otherOperations.isEmpty { add("also at", Self.list(failure.otherOperations)) }
    add("tried", failure.attempt)
    if !failure.viewers.isEmpty { add("viewer", Self.list(failure.viewers)) }
    add("expected", failure.expected)
    add("got", failure.got, .red)
    if let place = failure.place { add("document", place) }
    let cases = failure.cases == 1 ? "1 case" : "\(failure.cases) cases"
    add("seen", "\(cases); \(failure.confirmation)")
    // The second request of a comparison is half of what there is to see; of many, two are enough.
    var isCut = false
    for command in failure.reproduction.prefix(2) {
      let shown = cut(command, to: Self.shownCommand)
      isCut = isCut || shown != command
      lines.append("   $ \(shown)")
    }
    let remarks = shortens ? Array(failure.remarks.prefix(Self.shownRemarks)) : failure.remarks
    for remark in remarks { lines.append("     # \(cut(remark, to: 160))") }
    if isCut { lines.append("     # cut here; --html, --junit and --json hold all of it") }
    return lines.joined(separator: "\n")
  }

  private func cut(_ text: String, to limit: Int) -> String {
    guard shortens, text.count > limit else { return text }
    return text.prefix(limit) + "…"
  }

  /// The first few; a failure has to fit on a screen.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(4).joined(separator: ", ")
    return names.count > 4 ? "\(shown), and \(names.count - 4) more" : shown
  }

  private func table(of summary: Summary) -> String {
    let width = summary.checks.map(\.name.count).max() ?? 0
    var lines: [String] = []
    for check in summary.checks {
      let passed = summary.passed(check.name)
      let failed = summary.failed(check.name)
      let name = check.name.padded(to: width)
      if passed + failed == 0 {
        lines.append("  \(paint("-", .dim)) \(name)  \(paint("skipped (no case)", .dim))")
      } else if failed == 0 {
        lines.append("  \(paint("✓", .green)) \(name)  \(String(passed).aligned(to: 6)) passed")
      } else {
        let count = String(passed).aligned(to: 6)
        lines.append(
          "  \(paint("✗", .red)) \(name)  \(count) passed  \(paint("\(failed) failed", .red))")
      }
    }
    return lines.joined(separator: "\n")
  }

  private func verdict(on summary: Summary) -> String {
    let count = summary.failures.count
    if count > 0 {
      return paint("the contract is broken: \(count) failure\(count == 1 ? "" : "s")", .red)
    }
    if summary.isEmpty { return paint("nothing was verified: there was no case", .yellow) }
    return summary.exitCode == 0
      ? paint("the contract holds", .green) : paint("the contract is not proved", .red)
  }

  private func conclusion(of summary: Summary) -> String {
    if case .noServer(let why) = summary.ending {
      return paint("there is no server to verify at \(summary.server): \(why)", .red)
    }
    let called = summary.operations.filter { $0.cases > 0 }.count
    let answered = summary.operations.filter { $0.successes > 0 }.count
    let shard = summary.shard.map { ", shard \($0)" } ?? ""
    let exercised = summary.exercised.dropFirst().filter { $0.all > 0 }
      .map { "\($0.tried) of \($0.all) \($0.name)" }.joined(separator: ", ")
    var lines = [
      "\(summary.title) at \(summary.server)",
      "\(called) of \(summary.operations.count) operations called, \(answered) answered with success; "
        + "viewers: \(summary.viewers.joined(separator: ", "))",
    ]
    if !exercised.isEmpty { lines.append("exercised: \(exercised)") }
    lines.append(
      "\(summary.casesRun) cases, \(summary.requests) requests in "
        + "\(summary.duration.seconds.rounded(to: 1)) s (\(summary.requestsPerSecond)/s); "
        + "seed \(summary.seed)\(shard)")
    switch summary.ending {
    case .completed, .noServer: break
    case .interrupted: lines.append(paint("stopped: not all cases were tried", .yellow))
    case .timeLimit:
      lines.append(
        paint("the time limit was reached: not all cases were tried", .yellow))
    case .serverGone(let why):
      lines.append(paint("stopped: the server does not answer any more (\(why))", .red))
    }
    lines.append(verdict(on: summary))
    return lines.joined(separator: "\n")
  }
}

extension String {
  /// With spaces behind it.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(width - count, 0))
  }

  /// With spaces before it.
  func aligned(to width: Int) -> String {
    String(repeating: " ", count: Swift.max(width - count, 0)) + self
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }

  /// Rounded to what reports tell.
  var inMilliseconds: Duration { .milliseconds(Int64((seconds * 1000).rounded())) }
}

extension Double {
  /// With that many digits behind the point.
  func rounded(to digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (self * scale).rounded()
    guard scaled.isFinite, abs(scaled) < 1e15 else { return "\(self)" }
    let whole = Int(scaled) / Int(scale)
    guard digits > 0 else { return "\(whole)" }
    let fraction = String(abs(Int(scaled)) % Int(scale))
    return "\(whole)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
