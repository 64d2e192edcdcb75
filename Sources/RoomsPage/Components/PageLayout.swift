import AccordRuntime

/// What all pages have around their content: the switches above it, and below it what it took.
struct PageLayout: Sendable {
  let title: String
  let route: PageRoute
  let context: PageContext

  func page(_ content: HTML) -> HTML {
    let settings = context.settings
    let refresh: HTML? =
      settings.isRefreshing
      ? "<meta http-equiv=\"refresh\" content=\"\(context.refreshInterval)\">" : nil
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      \(refresh)
      <title>\(title)</title>
      <link rel="stylesheet" href="\(PageRoute.styleSheet.url(settings))">
      </head>
      <body>
      <header><a class="brand" href="\(PageRoute.rooms.url(settings.with(\.page, 1)))">Rooms</a>
      \(viewers)
      <nav class="switches" aria-label="Settings">
      \(toggle("Batcher", "batcher", settings.isBatching, settings.with(\.isBatching, !settings.isBatching)))
      \(toggle("Refresh", "refresh", settings.isRefreshing, settings.with(\.isRefreshing, !settings.isRefreshing)))
      </nav></header>
      <main>
      \(content)
      </main>
      \(footer)
      </body>
      </html>

      """
  }

  private var viewers: HTML? {
    guard context.viewers.count > 1 else { return nil }
    let links = context.viewers.enumerated().map { index, viewer -> HTML in
      let url = route.url(context.settings.seen(by: index, of: context.viewers))
      let current: HTML? = index == context.settings.viewer ? " aria-current=\"true\"" : nil
      return "<a href=\"\(url)\"\(current)>\(viewer.name)</a>"
    }
    return "<nav class=\"viewers\" aria-label=\"Who looks\">\(links)</nav>"
  }

  private func toggle(
    _ title: HTML, _ id: HTML, _ isOn: Bool, _ other: PageSettings
  ) -> HTML {
    """
    <a class="switch" id="\(id)" role="switch" aria-checked="\(isOn ? "true" : "false")" \
    href="\(route.url(other))">\(title)</a>
    """
  }

  // MARK: - Footer

  private var footer: HTML {
    let count = context.traffic.count
    let kinds = count.requests.map { request, times -> HTML in
      "<li><span>\(times) ×</span> <code>\(request)</code></li>"
    }
    let statements: HTML? = count.statements.map { statements in
      " and <b id=\"statements\">\(statements)</b> database \(statements == 1 ? "statement" : "statements")"
    }
    return """
      <footer>
      <p>This page took <b id="requests">\(count.requestCount)</b> HTTP \
      \(count.requestCount == 1 ? "request" : "requests")\(statements), \
      with the batcher \(context.settings.isBatching ? "on" : "off").</p>
      <ul class="kinds">\(kinds)</ul>
      <p class="quiet">Times are in UTC. Loaded at \(Moments(now: context.now).element(context.now)).</p>
      </footer>
      """
  }
}
