import AccordJSON

/// The failures of the page, each with all that is known of it.
struct HTMLFailures {
  /// How many are open when the page is; with more, a list to choose from is the better start.
  private static let openCount = 5

  func section(_ summary: Summary) -> String {
    guard !summary.failures.isEmpty else {
      return """
        <section aria-labelledby="failures"><h2 id="failures">Failures</h2>
        <p class="empty">None.</p></section>
        """
    }
    let items = summary.failures.enumerated().map { index, failure in
      article(failure, isOpen: index < Self.openCount)
    }
    return """
      <section aria-labelledby="failures"><h2 id="failures">Failures</h2>
      \(items.joined(separator: "\n"))
      </section>
      """
  }

  private func article(_ failure: Failure, isOpen: Bool) -> String {
    """
    <details class="failure" id="failure-\(failure.number)"\(isOpen ? " open" : "")>
    <summary><span class="number">\(failure.number)</span><span class="what"><span class="check">\
    \(HTMLText.escaped(failure.check))</span> <span class="operation">\(operation(failure.operation))\
    </span></span></summary>
    <div class="inside">
    \(facts(failure))
    \(differences(failure))
    \(commands(failure))
    \(exchanges(failure))
    </div>
    </details>
    """
  }

  /// The method set apart from the path.
  private func operation(_ name: String) -> String {
    guard let space = name.firstIndex(of: " ") else { return HTMLText.escaped(name) }
    let path = HTMLText.escaped(name[name.index(after: space)...])
    return "<b class=\"method\">\(HTMLText.escaped(name[..<space]))</b> <code>\(path)</code>"
  }

  private func facts(_ failure: Failure) -> String {
    var rows: [(String, String)] = [
      ("Expected", "<span class=\"expected\">\(HTMLText.escaped(failure.expected))</span>"),
      ("Got", "<span class=\"got\">\(HTMLText.escaped(failure.got))</span>"),
      ("Tried", HTMLText.escaped(failure.attempt)),
    ]
    if !failure.viewers.isEmpty {
      rows.append(("Viewer", HTMLText.escaped(failure.viewers.joined(separator: ", "))))
    }
    if !failure.otherOperations.isEmpty {
      rows.append(("Also at", failure.otherOperations.map(operation).joined(separator: ", ")))
    }
    if let place = failure.place {
      rows.append(("Document", "<code>\(HTMLText.escaped(place))</code>"))
    }
    let count = failure.cases == 1 ? "1 case" : "\(failure.cases) cases"
    rows.append(("Seen", HTMLText.escaped("\(count); \(failure.confirmation)")))
    let lines = rows.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" }
    return "<dl class=\"about\">\n\(lines.joined(separator: "\n"))\n</dl>"
  }

  private func differences(_ failure: Failure) -> String {
    guard !failure.differences.isEmpty else { return "" }
    let rows = failure.differences.map { difference in
      """
      <tr><th scope="row"><code>\(HTMLText.escaped(difference.pointer.isEmpty ? "(all)" : difference.pointer))\
      </code></th><td>\(value(difference.expected, "expected"))</td><td>\(value(difference.got, "got"))\
      </td></tr>
      """
    }
    return """
      <h3>Difference</h3>
      <div class="scroll" role="region" aria-label="Difference" tabindex="0"><table class="difference">
      <thead><tr><th scope="col">Place</th><th scope="col">Expected</th><th scope="col">Got</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></div>
      """
  }

  private func value(_ text: String?, _ kind: String) -> String {
    text.map { "<code class=\"\(kind)\">\(HTMLText.escaped($0))</code>" }
      ?? "<span class=\"nothing\">nothing</span>"
  }

  private func commands(_ failure: Failure) -> String {
    guard !failure.reproduction.isEmpty else { return "" }
    let lines = failure.remarks.map { "# \($0)" } + failure.reproduction
    return """
      <h3>See it yourself</h3>
      <pre class="command" tabindex="0" aria-label="Commands"><code>\
      \(HTMLText.escaped(lines.joined(separator: "\n\n")))</code></pre>
      """
  }

  private func exchanges(_ failure: Failure) -> String {
    guard !failure.exchanges.isEmpty else { return "" }
    let parts = failure.exchanges.enumerated().map { index, exchange in
      let pointers = failure.differences.filter { $0.exchange == index }
        .compactMap { JSONPointer($0.pointer) }
      return self.exchange(exchange, marking: Set(pointers))
    }
    let rest = failure.reproduction.count - failure.exchanges.count
    let more =
      rest > 0 ? "<p class=\"more\">\(rest) more requests are in the commands above.</p>" : ""
    return "<h3>Requests and answers</h3>\n\(parts.joined(separator: "\n"))\n\(more)"
  }

  private func exchange(
    _ exchange: RecordedExchange, marking pointers: Set<JSONPointer>
  ) -> String {
    let request = exchange.request
    let answer: String
    switch exchange.outcome {
    case .failure(let why):
      answer = "<h4>No answer</h4>\n<p class=\"got\">\(HTMLText.escaped(why))</p>"
    case .answer(let recorded):
      answer = """
        <h4>Answer <b class="status">\(recorded.status)</b></h4>
        \(message(recorded.fields, recorded.body, marking: pointers, label: "Answer"))
        """
    }
    return """
      <div class="exchange">
      <div><h4>Request of \(HTMLText.escaped(exchange.viewer))</h4>
      <p class="line"><b class="method">\(HTMLText.escaped(request.method))</b> <code>\
      \(HTMLText.escaped(request.target))</code></p>
      \(message(request.fields, request.body, marking: [], label: "Request"))</div>
      <div>\(answer)</div>
      </div>
      """
  }

  private func message(
    _ fields: [RecordedExchange.Field], _ body: RecordedExchange.Body?,
    marking pointers: Set<JSONPointer>, label: String
  ) -> String {
    let list = fields.map {
      "<div><dt>\(HTMLText.escaped($0.name))</dt><dd>\(HTMLText.escaped($0.value))</dd></div>"
    }
    var parts: [String] = []
    if !list.isEmpty { parts.append("<dl class=\"fields\">\(list.joined(separator: "\n"))</dl>") }
    if let body {
      parts.append(
        "<pre tabindex=\"0\" aria-label=\"\(label) body\"><code>"
          + HTMLText.body(body.text, marking: pointers) + "</code></pre>")
      if body.isAbridged {
        parts.append("<p class=\"more\">Abridged; as sent it has \(body.byteCount) bytes.</p>")
      }
    } else {
      parts.append("<p class=\"nothing\">No body.</p>")
    }
    return parts.joined(separator: "\n")
  }
}
