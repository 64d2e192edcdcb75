import AccordJSON

/// A value with the reason why it is worth trying.
public struct Sample: Sendable, Hashable {
  public let value: JSONValue
  /// Such as `/name: of the maximum length`.
  public let summary: String

  public init(value: JSONValue, summary: String) {
    self.value = value
    self.summary = summary
  }
}

/// How far sampling goes.
public struct SamplerLimits: Sendable, Hashable {
  /// How many values ``Sampler/boundaries()`` gives at most.
  public var maximumSamples: Int
  /// Deeper in a value there is only what is required.
  public var maximumDepth: Int
  /// The items of an array that needs no more.
  public var maximumItems: Int
  /// In characters: longer strings are not made, and boundaries beyond it are left out.
  public var maximumStringLength: Int
  /// How often to try for one value, where the schema makes it hard.
  public var maximumAttempts: Int

  public init(
    maximumSamples: Int = 200, maximumDepth: Int = 6, maximumItems: Int = 5,
    maximumStringLength: Int = 4096, maximumAttempts: Int = 50
  ) {
    self.maximumSamples = maximumSamples
    self.maximumDepth = maximumDepth
    self.maximumItems = maximumItems
    self.maximumStringLength = maximumStringLength
    self.maximumAttempts = maximumAttempts
  }
}

/// Valid values of a schema. Each one that it gives out has been confirmed by the validator. From the same seed
/// come the same values.
public struct Sampler: Sendable {
  public let schema: CompiledSchema
  public let direction: Direction
  public let limits: SamplerLimits
  private let formats: FormatSamplers
  private let seed: UInt64
  private var round: UInt64 = 0

  /// - Parameter formats: makes strings of formats; what is not valid by the schema's other keywords is not given out.
  public init(
    _ schema: CompiledSchema, direction: Direction, seed: UInt64,
    limits: SamplerLimits = SamplerLimits(), formats: FormatSamplers = [:]
  ) {
    self.schema = schema
    self.direction = direction
    self.seed = seed
    self.limits = limits
    self.formats = formats
  }

  /// The smallest value that was found: only what is required, and the shortest way out of recursions.
  public func simplest() -> JSONValue? {
    if let value = make(Chooser(mode: .smallest, seed: seed)) { return value }
    var chooser = Chooser(mode: .systematic, seed: seed)
    for includesOptional in [false, true] {
      chooser.includesOptional = includesOptional
      if let value = make(chooser) { return value }
    }
    var copy = self
    return copy.random()
  }

  /// The examples and the default that the document gives for the schema itself, as far as they are valid.
  public func examples() -> [Sample] {
    var seen: Set<JSONValue> = []
    return schema.suggestions.filter { seen.insert($0).inserted && isValid($0) }
      .map { Sample(value: $0, summary: "an example of the document") }
  }

  /// The next random value; `nil` if no valid one was found within the limits.
  public mutating func random() -> JSONValue? {
    for _ in 0..<limits.maximumAttempts {
      round += 1
      var mixer = SeededGenerator(seed: seed ^ (round &* 0xD134_2543_DE82_EF95))
      if let value = make(Chooser(mode: .random, seed: mixer.next())) { return value }
    }
    return make(Chooser(mode: .systematic, seed: seed))
      ?? make(Chooser(mode: .smallest, seed: seed))
  }

  private func isValid(_ value: JSONValue) -> Bool {
    schema.isValid(value, direction: direction)
  }

  private func make(_ chooser: Chooser) -> JSONValue? {
    var generator = generator(chooser)
    guard let value = generator.value(of: [schema.root], at: .root), isValid(value) else {
      return nil
    }
    return value
  }

  private func generator(_ chooser: Chooser) -> ValueGenerator {
    ValueGenerator(
      program: schema.program, direction: direction, limits: limits, formats: formats,
      chooser: chooser)
  }
}

// MARK: - Boundaries

extension Sampler {
  /// A finite list of distinct values: the document's examples, the fullest value, the smallest one, and
  /// then, one at a time, every branch, boundary, kind of value and member that may be absent.
  public func boundaries() -> [Sample] {
    var list = BoundaryList(limit: limits.maximumSamples)
    for sample in examples() { list.append(sample.value, sample.summary) }
    var usual = Chooser(mode: .systematic, seed: seed)
    var queue: [Variation] = []
    for includesOptional in [true, false] {
      usual.includesOptional = includesOptional
      let summary = includesOptional ? "all members" : "required members only"
      let run = attempt(usual)
      if let value = run.value { list.append(value, summary) }
      if run.value != nil || !includesOptional {
        queue = variations(of: run.chooser, overrides: [:], known: [])
        break
      }
    }
    if let value = simplest() { list.append(value, "the smallest value") }
    explore(from: queue, usual, into: &list)
    return list.samples
  }

  /// One way of making a value that differs in one more point from the way it was found by.
  private struct Variation {
    let overrides: [Decision: Int]
    let focus: Decision
  }

  private func explore(from start: [Variation], _ usual: Chooser, into list: inout BoundaryList) {
    var queue = start
    var known = Set(start.map(\.focus))
    var next = 0
    // Not every variation makes a new value: the work is bounded, too.
    while next < queue.count, !list.isFull, next < limits.maximumSamples * 4 {
      let variation = queue[next]
      next += 1
      var chooser = usual
      chooser.overrides = variation.overrides
      chooser.focus = variation.focus
      let run = attempt(chooser)
      if let value = run.value {
        let place = variation.focus.place.description
        let summary = run.chooser.summary ?? "a variation"
        list.append(value, place.isEmpty ? summary : "\(place): \(summary)")
      }
      // Behind another branch there is more to decide.
      for found in variations(of: run.chooser, overrides: variation.overrides, known: known) {
        queue.append(found)
      }
      for (decision, _, _) in run.chooser.encountered { known.insert(decision) }
    }
  }

  private func attempt(_ chooser: Chooser) -> (value: JSONValue?, chooser: Chooser) {
    var generator = generator(chooser)
    guard let value = generator.value(of: [schema.root], at: .root), isValid(value) else {
      return (nil, generator.chooser)
    }
    return (value, generator.chooser)
  }

  /// All that could be decided otherwise, what is near the surface first.
  private func variations(
    of chooser: Chooser, overrides: [Decision: Int], known: Set<Decision>
  ) -> [Variation] {
    var seen = known
    var found: [(depth: Int, variation: Variation)] = []
    for (decision, options, usual) in chooser.encountered where seen.insert(decision).inserted {
      for option in 0..<min(options, 64) where option != usual {
        var changed = overrides
        changed[decision] = option
        found.append(
          (decision.place.tokens.count, Variation(overrides: changed, focus: decision)))
      }
    }
    // Stable, so that the order is that of the document within one depth.
    return found.enumerated().sorted {
      ($0.element.depth, $0.offset) < ($1.element.depth, $1.offset)
    }.map(\.element.variation)
  }
}

/// Values in order, each once.
private struct BoundaryList {
  let limit: Int
  private(set) var samples: [Sample] = []
  private var seen: Set<JSONValue> = []

  init(limit: Int) {
    self.limit = limit
  }

  var isFull: Bool { samples.count >= limit }

  mutating func append(_ value: JSONValue, _ summary: String) {
    guard !isFull, seen.insert(value).inserted else { return }
    samples.append(Sample(value: value, summary: summary))
  }
}

extension CompiledSchema {
  /// What the document gives as examples, of the schema and of what it refers to.
  var suggestions: [JSONValue] {
    var values: [JSONValue] = []
    var id = root
    var seen: Set<SchemaNode.ID> = []
    while seen.insert(id).inserted {
      let node = program.nodes[id]
      if let example = node.source["example"] { values.append(example) }
      values += node.source["examples"]?.array ?? []
      if let value = node.source["default"] { values.append(value) }
      guard let reference = node.rules.reference else { break }
      id = reference
    }
    return values
  }
}
