/// The run as one page: no network, no scripts, readable on a phone and at a desk, in light and in the dark.
public struct HTMLReport: Sendable {
  public init() {}

  public func text(of summary: Summary) -> String {
    let title = HTMLText.escaped("\(summary.title): \(verdict(on: summary).text)")
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(title)</title>
      <style>
      \(HTMLStyle.text)
      </style>
      </head>
      <body>
      <a class="skip" href="#main">Skip to the failures</a>
      \(header(summary))
      <main id="main">
      \(HTMLFailures().section(summary))
      \(HTMLTables().matrix(summary))
      \(HTMLTables().checks(summary))
      \(HTMLTables().coverage(summary))
      \(notes(summary))
      </main>
      <footer>
      <p>Written by <code>accord verify</code>. The same run again: <code>--seed \(summary.seed)</code>\
      \(summary.shard.map { " <code>--shard \($0)</code>" } ?? "")</p>
      </footer>
      </body>
      </html>

      """
  }

  private typealias Verdict = (kind: String, text: String)

  private func verdict(on summary: Summary) -> Verdict {
    let count = summary.failures.count
    switch summary.ending {
    case .noServer: return ("bad", "there is no server")
    case .completed, .timeLimit, .interrupted, .serverGone: break
    }
    if count > 0 {
      return ("bad", "the contract is broken: \(count) failure\(count == 1 ? "" : "s")")
    }
    if summary.isEmpty { return ("warn", "nothing was verified: there was no case") }
    return summary.exitCode == 0
      ? ("good", "the contract holds") : ("bad", "the contract is not proved")
  }

  private func header(_ summary: Summary) -> String {
    let verdict = verdict(on: summary)
    var remarks: [String] = []
    if let problem = summary.ending.problem { remarks.append(problem) }
    if summary.ending == .timeLimit {
      remarks.append("the time limit was reached: not all cases were tried")
    }
    if let shard = summary.shard {
      remarks.append("shard \(shard): the others are tried elsewhere")
    }
    let lines = remarks.map { "<p class=\"remark\">\(HTMLText.escaped($0.sentence))</p>" }.joined()
    let facts = [
      ("Cases", "\(summary.casesRun)"), ("Requests", "\(summary.requests)"),
      ("Per second", "\(summary.requestsPerSecond)"),
      ("Duration", "\(summary.duration.seconds.rounded(to: 1)) s"), ("Seed", "\(summary.seed)"),
    ]
    let viewers = HTMLText.escaped(summary.viewers.joined(separator: ", "))
    let tiles = facts.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" }
      .joined(separator: "\n")
    let shares = summary.exercised.filter { $0.all > 0 }.map(share).joined(separator: "\n")
    return """
      <header>
      <p class="eyebrow">Contract report</p>
      <h1>\(HTMLText.escaped(summary.title))</h1>
      <p class="server">\(HTMLText.escaped(summary.server))</p>
      <div class="verdict \(verdict.kind)"><p>\(HTMLText.escaped(verdict.text.sentence))</p>\(lines)</div>
      <dl class="facts">
      \(tiles)
      <div class="names"><dt>Viewers</dt><dd>\(viewers)</dd></div>
      </dl>
      <dl class="shares" aria-label="What of the document was exercised">
      \(shares)
      </dl>
      </header>
      """
  }

  private func share(_ part: (name: String, tried: Int, all: Int)) -> String {
    let percent = part.all > 0 ? part.tried * 100 / part.all : 0
    return """
      <div><dt>\(part.name.capitalisedFirst) exercised</dt><dd>\(part.tried) of \(part.all)\
      <span class="bar" aria-hidden="true"><span style="width:\(percent)%"></span></span></dd></div>
      """
  }

  private func notes(_ summary: Summary) -> String {
    guard !summary.notes.isEmpty else { return "" }
    let items = summary.notes.map { "<li>\(HTMLText.escaped($0))</li>" }.joined(separator: "\n")
    return """
      <section aria-labelledby="notes"><h2 id="notes">Notes</h2>
      <ul class="notes">
      \(items)
      </ul></section>
      """
  }
}

extension String {
  var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
  /// With a capital at the beginning and a full stop at the end.
  fileprivate var sentence: String { hasSuffix(".") ? capitalisedFirst : capitalisedFirst + "." }
}
