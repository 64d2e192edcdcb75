import AccordAsyncHTTPClient
import AccordRuntime
import Foundation
import RoomsAPI
import RoomsServer

/// A page of rooms, each asking both of its questions, with the batcher and without it, against the same live server in the
/// same process: its work counts as well.
enum PageBenchmark {
  private static let sizes = [1, 10, 100, 1000]

  static func run() async throws {
    try await RoomsDemo.run(rooms: sizes.max() ?? 0) { demo in
      let page = Page(demo: demo)
      // Connections, caches and statements of the database are there before anything is measured.
      for isBatching in [true, false] { _ = try await page.cost(rooms: 100, isBatching) }
      var table = Table([
        "rooms", "batcher", "requests", "statements", "wall ms", "CPU ms", "CPU, times as much",
      ])
      for size in sizes {
        let with = try await page.cost(rooms: size, true)
        let without = try await page.cost(rooms: size, false)
        for (name, cost) in [("on", with), ("off", without)] {
          table.add([
            "\(size)", name, "\(cost.requests)", "\(cost.statements)",
            (cost.wall * 1000).rounded(to: 1), (cost.processor * 1000).rounded(to: 1),
            (cost.processor / with.processor).rounded(to: 1),
          ])
        }
      }
      table.show()
    }
  }

  private struct Cost {
    var requests = 0
    var statements = 0
    var wall = 0.0
    var processor = 0.0
  }

  private struct Page: Sendable {
    let demo: RoomsDemo
    private let transport = AsyncHTTPClientTransport()

    init(demo: RoomsDemo) {
      self.demo = demo
    }

    /// The cheapest of three.
    func cost(rooms count: Int, _ isBatching: Bool) async throws -> Cost {
      var best: Cost?
      for _ in 0..<3 {
        let traffic = Traffic()
        let client = RoomsClient(
          server: demo.server, transport: CountingTransport(base: transport, traffic: traffic),
          credentials: demo.viewers[0].credentials)
        let rooms: any RoomsAPI = isBatching ? client.batching() : client
        let (start, processorStart) = (ContinuousClock.now, Measurement.processorSeconds)
        try await ask(count, rooms)
        let wall = ContinuousClock.now - start
        let cost = Cost(
          requests: traffic.count.requestCount, statements: traffic.count.statements ?? 0,
          wall: Double(wall.components.seconds) + Double(wall.components.attoseconds) / 1e18,
          processor: Measurement.processorSeconds - processorStart)
        if best.map({ cost.processor < $0.processor }) ?? true { best = cost }
      }
      return best ?? Cost()
    }

    private func ask(_ count: Int, _ rooms: any RoomsAPI) async throws {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...count {
          group.addTask {
            let name = "room \(number)"
            async let active = rooms.activeMeetings(roomName: name)
            async let upcoming = rooms.upcomingMeetings(roomName: name)
            let ours = try await active.allSatisfy { $0.roomName == name }
            guard ours, try await upcoming.count == 1 else { throw WrongAnswer() }
          }
        }
        try await group.waitForAll()
      }
    }
  }

  private struct WrongAnswer: Error {}
}
