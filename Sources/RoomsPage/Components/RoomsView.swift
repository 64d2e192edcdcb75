import AccordRuntime
import RoomsAPI

/// The page of all rooms.
struct RoomsView: Sendable {
  let context: PageContext

  private static let size = 100

  /// - Throws: what keeps the list from being loaded. What a single card lacks is shown there.
  func render() async throws(CallError<ListRefusal>) -> HTML {
    let list = try await context.rooms.list(page: context.settings.page, size: Self.size)
    let cards = await cards(of: list.items)
    let total = list.total ?? list.items.count
    let content: HTML =
      list.items.isEmpty
      ? "<p class=\"empty\">There are no rooms that \(context.viewer.name) may see.</p>"
      : "<ul class=\"cards\">\n\(cards)</ul>"
    return """
      <div class="title"><h1>Meeting rooms</h1><p>\(total) \(total == 1 ? "room" : "rooms")</p></div>
      \(content)
      \(pages(of: list.pages ?? 1))
      """
  }

  private func cards(of rooms: [RoomDetails]) async -> [HTML] {
    await withTaskGroup(of: (Int, HTML).self) { group in
      for (index, room) in rooms.enumerated() {
        group.addTask { (index, await RoomCard(room: room, context: context).render()) }
      }
      var cards = [HTML](repeating: "", count: rooms.count)
      for await (index, card) in group { cards[index] = card }
      return cards
    }
  }

  private func pages(of count: Int) -> HTML? {
    guard count > 1 else { return nil }
    let page = context.settings.page
    func link(_ title: HTML, to target: Int) -> HTML? {
      guard 1...count ~= target else { return nil }
      let url = PageRoute.rooms.url(context.settings.with(\.page, target))
      return "<a href=\"\(url)\">\(title)</a>"
    }
    return """
      <nav class="pages" aria-label="Pages">\(link("Previous", to: page - 1)) \
      <span>\(page) of \(count)</span> \(link("Next", to: page + 1))</nav>
      """
  }
}
