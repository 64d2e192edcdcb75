import AccordRuntime
import Foundation
import RoomsAPI
import Testing

@testable import RoomsPage

/// The pages as people see them: in a browser, without scripts.
@Suite(
  .serialized, .timeLimit(.minutes(10)),
  .enabled(if: Browser.path != nil, "skipped: there is no Chromium, and it cannot be installed"))
struct BrowserTests {
  private static let bulk = "POST /v1/rooms/meetings/bulk-status"

  /// What each card shows: the meetings with a badge, by room.
  private func badges(_ browser: Browser) async throws -> JSONDictionary<[String]> {
    let cards = try await browser.evaluate(
      """
      [...document.querySelectorAll('.card')].map(card => [card.dataset.room,
        ...[...card.querySelectorAll('[data-meeting]')].map(badge => badge.dataset.meeting)])
      """)
    return JSONDictionary(
      (cards.array ?? []).map { card in
        let texts = card.array?.compactMap(\.string) ?? []
        return (texts.first ?? "", Array(texts.dropFirst()))
      })
  }

  @Test func aPageOfRoomsIsOnePostAndItsBadgesAreThoseOfTheSingleCalls() async throws {
    try await PageTestServer.run { server in
      try await Browser.run { browser in
        try await browser.send("Emulation.setScriptExecutionDisabled", ["value": true])
        var seen: [Int] = []
        for viewer in ["Alice", "Bob", "Nobody"] {
          _ = server.wire.take()
          try await browser.load("\(server.url)/rooms?viewer=\(viewer)")
          #expect(server.wire.take().sorted() == ["GET /v1/rooms?page=1&size=100", Self.bulk])
          let shown = try await badges(browser)
          let client = try server.client(viewer)
          let rooms = try await client.list(page: 1, size: 100).items
          #expect(shown.keys == rooms.map(\.name))
          for room in rooms {
            let active = try await client.activeMeetings(roomName: room.name)
            #expect(shown[room.name] == active.prefix(2).map(\.id), "\(room.name)")
          }
          seen.append(rooms.count)
        }
        // All of them see different rooms, or the comparison would say little.
        #expect(Set(seen).count == 3 && seen.allSatisfy { $0 > 3 })
      }
    }
  }

  @Test func theSwitchTakesTheBatcherAwayAndTheFooterCounts() async throws {
    try await PageTestServer.run { server in
      try await Browser.run { browser in
        try await browser.load("\(server.url)/")
        _ = server.wire.take()
        try await browser.load("\(server.url)/rooms")
        let count = try await badges(browser).count
        #expect(server.wire.take().count == 2)
        #expect(try await browser.text("#requests") == "2")
        #expect(try await browser.texts(".kinds li").contains("1 × \(Self.bulk)"))
        // Two of the list, three of the bulk status.
        #expect(try await browser.text("#statements") == "5")
        let withBatcher = try await badges(browser)

        try await browser.click("#batcher")
        let lines = server.wire.take()
        #expect(lines.count == 2 * count + 1 && !lines.contains(Self.bulk))
        #expect(try await browser.text("#requests") == "\(lines.count)")
        let statements = Int(try await browser.text("#statements") ?? "") ?? 0
        #expect(statements >= 2 * count + 2)
        #expect(try await badges(browser) == withBatcher)

        try await browser.click("#batcher")
        #expect(try await browser.text("#requests") == "2")
      }
    }
  }

  @Test func aRoomsOwnPageIsABatchOfOneAndItsButtonsChangeItsBadge() async throws {
    try await PageTestServer.run { server in
      try await Browser.run { browser in
        try await browser.send("Emulation.setScriptExecutionDisabled", ["value": true])
        try await browser.load("\(server.url)/rooms")
        let room = "empty"
        #expect(try await badges(browser)[room] == [])
        _ = server.wire.take()
        try await browser.click(".card[data-room=\(room)] a")
        #expect(server.wire.take().sorted() == ["GET /v1/rooms/name/\(room)", Self.bulk])
        #expect(try await browser.text("h1") == room)

        try await browser.click("button.start")
        let started = try await browser.evaluate(
          "document.querySelector('[data-meeting]').dataset.meeting")
        let active = try await server.client("Alice").activeMeetings(roomName: room)
        #expect(active.map(\.id) == [started.string])
        try await browser.load("\(server.url)/rooms")
        #expect(try await badges(browser)[room] == active.map(\.id))

        try await browser.click(".card[data-room=\(room)] a")
        try await browser.click("button.end")
        #expect(try await browser.texts("[data-meeting]").isEmpty)
        try await browser.load("\(server.url)/rooms")
        #expect(try await badges(browser)[room] == [])
        #expect(try await browser.text(".card[data-room=\(room)] .free") == "Free")
      }
    }
  }

  @Test func everyRoomsPageOpensWhateverItsName() async throws {
    try await PageTestServer.run { server in
      try await Browser.run { browser in
        try await browser.load("\(server.url)/rooms")
        let names = try await badges(browser).keys
        #expect(names.contains("sales/emea") && names.contains("<b>{room}</b>"))
        for (index, name) in names.enumerated() {
          try await browser.load("\(server.url)/rooms")
          try await browser.click(".card:nth-of-type(\(index + 1)) a")
          #expect(try await browser.text("h1")?.isExactly(name) == true, "\(name)")
        }
      }
    }
  }

  @Test func itLoadsItselfAgainUntilThatIsSwitchedOff() async throws {
    try await PageTestServer.run(refreshInterval: 1) { server in
      try await Browser.run { browser in
        try await browser.load("\(server.url)/rooms")
        #expect(try await badges(browser)["empty"] == [])
        try await browser.loading {
          _ = try await server.client("Alice").createMeeting(
            roomName: "empty", body: CreateRoomMeeting())
        }
        // The load that was waited for may have begun before.
        if try await badges(browser)["empty"] == [] { try await browser.loading {} }
        #expect(try await badges(browser)["empty"]?.count == 1)
        try await browser.click("#refresh")
        #expect(
          try await browser.evaluate("document.querySelector('meta[http-equiv]') === null") == true)
      }
    }
  }

  /// Nothing is cut off or overlaps sideways, on a phone and on a desktop, and text can be read in light and in dark.
  @Test(arguments: [(390, false), (390, true), (1280, false), (1280, true)])
  func itFitsAndCanBeRead(width: Int, dark: Bool) async throws {
    try await PageTestServer.run { server in
      try await Browser.run { browser in
        try await browser.show(width: width, height: width < 500 ? 844 : 900, dark: dark)
        for (name, path) in [("rooms", "/rooms"), ("room", "/room?name=standup")] {
          try await browser.load(server.url + path)
          let overflow = try await browser.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth")
          #expect(overflow == 0)
          let poor = try await browser.evaluate(Self.poorContrast)
          #expect(poor == [], "\(poor)")
          if let directory = ProcessInfo.processInfo.environment["ACCORD_SCREENSHOTS"] {
            let file = "\(directory)/\(name)-\(width)-\(dark ? "dark" : "light").png"
            try await browser.screenshot().write(to: URL(fileURLWithPath: file))
          }
        }
      }
    }
  }

  /// Texts with less contrast than WCAG 2.2, success criterion 1.4.3, asks for.
  private static let poorContrast = """
    (() => {
      const channels = text => (text.match(/[0-9.]+/g) || []).map(Number);
      const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
      const ground = element => {
        for (let e = element; e; e = e.parentElement) {
          const c = channels(getComputedStyle(e).backgroundColor);
          if (c.length === 3 || c[3] === 1) return c;
        }
        return [255, 255, 255];
      };
      const poor = new Set();
      for (const element of document.querySelectorAll('body *')) {
        if (![...element.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
        const [a, b] = [luminance(channels(getComputedStyle(element).color)), luminance(ground(element))]
          .sort((x, y) => y - x);
        if ((a + 0.05) / (b + 0.05) < 4.5) poor.add(element.tagName + '.' + element.className);
      }
      return [...poor];
    })()
    """
}
