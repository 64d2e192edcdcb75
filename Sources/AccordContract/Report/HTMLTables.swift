/// The tables of the page: operations by checks, what the checks say, what was exercised.
struct HTMLTables {
  private struct Cell {
    var passed = 0
    var failed = 0
    /// The failure that the cell is about.
    var failure: Int?
  }

  func matrix(_ summary: Summary) -> String {
    let cells = cells(summary)
    let shown = (summary.operations.map(\.name) + [Self.others]).filter { cells[$0] != nil }
    guard !shown.isEmpty else { return "" }
    let head = summary.checks.map {
      "<th scope=\"col\"><span>\(HTMLText.escaped($0.name))</span></th>"
    }
    let body = shown.map { name in
      let row = summary.checks.map { cell(cells[name]?[$0.name]) }
      let title = name == Self.others ? Self.others : operation(name)
      return "<tr><th scope=\"row\">\(title)</th>\(row.joined())</tr>"
    }
    let silent = summary.operations.filter { cells[$0.name] == nil }
    let rest =
      silent.isEmpty
      ? ""
      : """
      <details class="silent"><summary>\(silent.count) operations without a case</summary>
      <ul>\(silent.map { "<li>\(operation($0.name))</li>" }.joined(separator: "\n"))</ul></details>
      """
    return """
      <section aria-labelledby="matrix"><h2 id="matrix">Operations by checks</h2>
      <p class="legend"><span class="cell good">12</span> cases passed <span class="cell bad">3</span> \
      failed <span class="cell none">·</span> nothing to look at</p>
      <div class="scroll" role="region" aria-labelledby="matrix" tabindex="0"><table class="matrix">
      <thead><tr><td></td>\(head.joined())</tr></thead>
      <tbody>
      \(body.joined(separator: "\n"))
      </tbody></table></div>
      \(rest)</section>
      """
  }

  /// The row of all methods that the document does not have.
  private static let others = "All other methods"

  private func cells(_ summary: Summary) -> [String: [String: Cell]] {
    let operations = Set(summary.operations.map(\.name))
    let row = { (name: String) in operations.contains(name) ? name : Self.others }
    var cells: [String: [String: Cell]] = [:]
    for result in summary.results {
      var cell = cells[row(result.operation)]?[result.check] ?? Cell()
      cell.passed += result.passed
      cell.failed += result.failed
      cells[row(result.operation), default: [:]][result.check] = cell
    }
    for failure in summary.failures.reversed() {
      for name in failure.otherOperations + [failure.operation] {
        var cell = cells[row(name)]?[failure.check] ?? Cell()
        cell.failed = Swift.max(cell.failed, 1)
        cell.failure = failure.number
        cells[row(name), default: [:]][failure.check] = cell
      }
    }
    return cells
  }

  private func cell(_ cell: Cell?) -> String {
    guard let cell, cell.passed + cell.failed > 0 else {
      return
        "<td class=\"none\"><span aria-hidden=\"true\">·</span><span class=\"hidden\">none</span></td>"
    }
    guard cell.failed > 0 else {
      return "<td class=\"good\">\(cell.passed)<span class=\"hidden\"> passed</span></td>"
    }
    let count = "\(cell.failed)<span class=\"hidden\"> failed, \(cell.passed) passed</span>"
    guard let failure = cell.failure else { return "<td class=\"bad\">\(count)</td>" }
    return "<td class=\"bad\"><a href=\"#failure-\(failure)\">\(count)</a></td>"
  }

  private func operation(_ name: String) -> String {
    guard let space = name.firstIndex(of: " ") else { return HTMLText.escaped(name) }
    return "<b class=\"method\">\(HTMLText.escaped(name[..<space]))</b> "
      + "<code>\(HTMLText.escaped(name[name.index(after: space)...]))</code>"
  }

  // MARK: - Checks

  func checks(_ summary: Summary) -> String {
    let rows = summary.checks.map { check -> String in
      let passed = summary.passed(check.name)
      let failed = summary.failed(check.name)
      let (kind, mark, word) =
        passed + failed == 0
        ? ("none", "–", "no case") : failed > 0 ? ("bad", "✗", "failed") : ("good", "✓", "passed")
      return """
        <tr class="\(kind)"><th scope="row"><span class="mark" aria-hidden="true">\(mark)</span> \
        \(HTMLText.escaped(check.name))<span class="hidden"> \(word)</span></th>\
        <td class="words">\(HTMLText.escaped(check.explanation))</td><td>\(passed)</td><td>\(failed)</td></tr>
        """
    }
    return """
      <section aria-labelledby="checks"><h2 id="checks">Checks</h2>
      <div class="scroll" role="region" aria-labelledby="checks" tabindex="0"><table class="checks">
      <thead><tr><th scope="col">Check</th><th scope="col">What has to be true</th>\
      <th scope="col">Passed</th><th scope="col">Failed</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></div></section>
      """
  }

  // MARK: - Coverage

  func coverage(_ summary: Summary) -> String {
    guard !summary.operations.isEmpty else { return "" }
    let rows = summary.operations.map { operation in
      """
      <tr><th scope="row">\(self.operation(operation.name))</th><td>\(operation.cases)</td>\
      <td>\(operation.successes)</td><td class="words">\(statuses(operation.statuses))</td>\
      <td>\(share(operation.parameters))</td><td>\(share(operation.constraints))</td></tr>
      """
    }
    return """
      <section aria-labelledby="coverage"><h2 id="coverage">What was exercised</h2>
      <div class="scroll" role="region" aria-labelledby="coverage" tabindex="0"><table class="coverage">
      <thead><tr><th scope="col">Operation</th><th scope="col">Cases</th><th scope="col">Successes</th>\
      <th scope="col">Statuses</th><th scope="col">Parameters</th><th scope="col">Constraints</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></div></section>
      """
  }

  private func statuses(_ statuses: Exercised) -> String {
    statuses.all.map { name in
      statuses.tried.contains(name)
        ? "<b class=\"seen\">\(HTMLText.escaped(name))</b>"
        : "<s class=\"unseen\"><span class=\"hidden\">not seen: </span>\(HTMLText.escaped(name))</s>"
    }.joined(separator: " ")
  }

  private func share(_ part: Exercised) -> String {
    part.all.isEmpty
      ? "<span class=\"nothing\">–</span>" : "\(part.triedCount) of \(part.all.count)"
  }
}
