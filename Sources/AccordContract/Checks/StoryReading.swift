import AccordJSON

/// What the answers of a story say of the one thing that it is about.
struct StoryReading {
  let memory: StoryMemory
  /// The property that the thing is known by, and its value.
  let identity: (property: String, value: JSONValue)

  init?(_ trial: Trial) {
    guard let memory = trial.memory, let created = memory.created else { return nil }
    self.memory = memory
    // What its own path is named by; else its id.
    let item = memory.story.acts.compactMap(\.item).first
    let name = item?.operation.path.parameterNames.last
    let candidates = (name.map(Ownership.propertyNames) ?? []) + ["id"]
    let own = name.map { name in memory.story.ownParameters.contains { $0.isExactly(name) } }
    for property in own == true ? ["id"] : candidates {
      if let value = created[property], ParameterEncoder.scalar(value) != nil {
        identity = (property, value)
        return
      }
    }
    return nil
  }

  /// The thing wherever it stands in an answer.
  func thing(in value: JSONValue) -> JSONDictionary<JSONValue>? {
    switch value {
    case .object(let members):
      if members[identity.property] == identity.value { return members }
      for member in members.values { if let found = thing(in: member) { return found } }
      return nil
    case .array(let items):
      for item in items { if let found = thing(in: item) { return found } }
      return nil
    case .null, .bool, .number, .string: return nil
    }
  }

  func answer(_ role: StoryRole) -> (answer: Answer, position: Int)? {
    guard let position = memory.position(of: role),
      let answer = memory.exchanges[position].answer
    else { return nil }
    return (answer, position)
  }

  /// The acts that were answered with success, with what they sent.
  var acts: [(number: Int, act: Story.Act, exchange: Exchange, position: Int)] {
    memory.story.acts.enumerated().compactMap { number, act in
      guard let position = memory.position(of: .act(number)),
        memory.exchanges[position].answer?.isSuccess ?? false
      else { return nil }
      return (number, act, memory.exchanges[position], position)
    }
  }
}
