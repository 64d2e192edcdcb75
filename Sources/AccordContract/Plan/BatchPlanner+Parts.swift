import AccordJSON
import AccordSchema

extension BatchPlanner {
  /// Bulk requests beside bulk requests for parts of their keys: all at once and one by one, as many as are
  /// allowed and two at a time, beside one odd key, and chosen at random.
  func parts(_ known: [JSONValue], _ limit: Int, _ viewer: ViewerAccess) -> [Case?] {
    guard limit > 0, !known.isEmpty else { return [] }
    var generator = SeededGenerator(seed: context.seed(for: bulk.operation))
    let all = Array(known.prefix(Swift.min(limit, Self.mostAtOnce)).shuffled(using: &generator))
    let singly = Array(all.prefix(Swift.min(context.configuration.cases, Self.mostParts)))
    var cases: [Case?] = [
      comparison("\(all.count) keys at once, and each by itself", all, singly.chunks(of: 1), viewer)
    ]
    if limit <= 5000 {
      let fill = (all + trickyKeys + unknownKeys(limit)).filter { body(with: [$0]) != nil }
      let most = Array(fill.prefix(limit).shuffled(using: &generator))
      cases.append(
        comparison("\(most.count) keys, and two at a time", most, all.chunks(of: 2), viewer))
    }
    let some = Array(all.prefix(Swift.min(6, limit - 1)))
    if !some.isEmpty {
      for odd in oddKeys {
        let keys = [some[0], odd] + some.dropFirst()
        cases.append(comparison("one odd key among others", keys, [some], viewer))
      }
    }
    let rounds = Swift.min(Swift.max(context.configuration.cases / 8, 1), 40)
    for _ in 0..<rounds {
      let pool = all + oddKeys.shuffled(using: &generator).prefix(2) + unknownKeys(2)
      let count = Int.random(in: 1...Swift.min(limit, pool.count), using: &generator)
      var keys = Array(pool.shuffled(using: &generator).prefix(count))
      // Now and then one of them twice or three times.
      for _ in 0..<Int.random(in: 0...2, using: &generator) where keys.count < limit {
        keys.append(keys[0])
      }
      let size = Int.random(in: 1...4, using: &generator)
      let distinct = Array(keys.prefix(count).prefix(8))
      cases.append(
        comparison("keys chosen at random", keys, distinct.chunks(of: size), viewer))
    }
    return cases
  }

  private static let mostAtOnce = 60
  private static let mostParts = 40

  /// Keys that need care, as long as they may be, and empty.
  private var oddKeys: [JSONValue] {
    let long = [1000, 255, 200, 100, 64].map {
      JSONValue.string(String(repeating: "accord ", count: $0 / 7 + 1).prefix($0 - 1) + "z")
    }
    let longest = long.first { body(with: [$0]) != nil }
    return trickyKeys + [longest, .string("")].compactMap { $0 }.filter { body(with: [$0]) != nil }
  }

  private func comparison(
    _ summary: String, _ keys: [JSONValue], _ parts: [[JSONValue]], _ viewer: ViewerAccess
  ) -> Case? {
    guard let whole = bulkRequest(keys: keys, as: viewer) else { return nil }
    var requests = [whole]
    var asked = [keys]
    for part in parts {
      guard let request = bulkRequest(keys: part, as: viewer) else { continue }
      requests.append(request)
      asked.append(part)
    }
    return Case(
      bulk.operation, .batchParts(BatchParts(batch: batch, keys: asked)), summary, requests)
  }
}
