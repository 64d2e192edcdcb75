/// A question about schemas whose answer depends on that of others, which may lead back to the first. Each is asked
/// once: chains of ten thousand would else be walked from each of their links.
struct CircularQuestion<Key: Hashable, Answer> {
  private var answers: [Key: Answer] = [:]
  private var open: Set<Key> = []
  /// How many open questions met themselves. What was answered on the way holds inside of that circle only.
  private var circles = 0
  private var circlesBefore: [Key: Int] = [:]
  private let ofItself: Answer

  /// - Parameter answer: what a question that is still open contributes to its own answer.
  init(ofItself answer: Answer) {
    ofItself = answer
  }

  /// The answer if there is one; `nil` if it has to be found, and then handed to ``end(_:_:)``.
  mutating func begin(_ key: Key) -> Answer? {
    if let known = answers[key] { return known }
    guard open.insert(key).inserted else {
      circles += 1
      return ofItself
    }
    circlesBefore[key] = circles
    return nil
  }

  mutating func end(_ key: Key, _ answer: Answer) -> Answer {
    open.remove(key)
    let before = circlesBefore.removeValue(forKey: key)
    // Whoever was asked first has the whole answer, circles or not.
    if before == circles || open.isEmpty { answers[key] = answer }
    return answer
  }
}
