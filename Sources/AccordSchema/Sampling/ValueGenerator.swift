import AccordJSON

/// Makes one value out of schemas, following a chooser. What it makes is likely to be valid, and not certain.
struct ValueGenerator {
  let program: SchemaProgram
  let direction: Direction
  let limits: SamplerLimits
  let formats: FormatSamplers
  var chooser: Chooser

  init(
    program: SchemaProgram, direction: Direction, limits: SamplerLimits,
    formats: FormatSamplers = [:], chooser: Chooser
  ) {
    self.program = program
    self.direction = direction
    self.limits = limits
    self.formats = formats
    self.chooser = chooser
  }

  /// Where a value is being made, and how much room there is.
  struct Place {
    var pointer: JSONPointer
    var depth: Int
    /// About how many values may still be made inside this one.
    var room: Int

    static let root = Place(pointer: .root, depth: 0, room: 600)

    func inside(_ token: String, room: Int) -> Place {
      Place(pointer: pointer.appending(token), depth: depth + 1, room: room)
    }
  }

  func isSmall(_ place: Place) -> Bool { place.depth > limits.maximumDepth || place.room <= 0 }

  /// `nil` if none can be made the way the chooser chose.
  mutating func value(of ids: [SchemaNode.ID], at place: Place) -> JSONValue? {
    // Beyond this even what is required does not end.
    guard place.depth < 64 else { return nil }
    let shape = shape(of: ids, at: place)
    guard shape.isPossible else { return nil }
    if let values = shape.values {
      let allowed = values.filter { shape.types.accepts($0) }
      return choose(from: allowed.map { ($0, "the value \(ValueSummary.of($0))") }, at: place)
    }
    let types = shape.candidateTypes
    guard !types.isEmpty else { return nil }
    let decision = Decision(place: place.pointer, kind: .type)
    let index = chooser.choose(
      decision, of: types.count, smallest: types.count - 1, isSmall: isSmall(place)
    ) { "of type \(types[$0].summary)" }
    switch types[index] {
    case .object: return object(shape, at: place)
    case .array: return array(shape, at: place)
    case .string: return scalar(strings(shape, at: place), shape, ids, at: place)
    case .integer, .number: return scalar(numbers(shape), shape, ids, at: place)
    case .boolean:
      return choose(from: [(true, "true"), (false, "false")], at: place)
    default: return .null
    }
  }

  // MARK: - Forks

  private mutating func shape(of ids: [SchemaNode.ID], at place: Place) -> SampleShape {
    var chooser = self.chooser
    let isSmall = isSmall(place)
    let shape = ShapeBuilder(program: program).shape(
      of: ids,
      choosing: { node, branches in
        choose(
          node, among: branches, at: place.pointer, isSmall: isSmall, using: &chooser)
      },
      deciding: { node, _ in
        let decision = Decision(place: place.pointer, kind: .branch(node))
        return chooser.choose(decision, of: 2, isSmall: isSmall) {
          $0 == 0 ? "where `if` holds" : "where `if` does not hold"
        } == 0
      })
    self.chooser = chooser
    return shape
  }

  private func choose(
    _ node: SchemaNode.ID, among branches: [SchemaNode.ID], at place: JSONPointer, isSmall: Bool,
    using chooser: inout Chooser
  ) -> Int? {
    let finite = branches.indices.filter {
      program.heights[branches[$0]] != SchemaHeights.infinite
    }
    guard !finite.isEmpty else { return nil }
    let isNull = { (index: Int) in program.nodes[branches[index]].rules.types == .null }
    let usual = finite.firstIndex { !isNull($0) } ?? 0
    let smallest =
      finite.indices.min {
        program.heights[branches[finite[$0]]] < program.heights[branches[finite[$1]]]
      } ?? 0
    let index = chooser.choose(
      Decision(place: place, kind: .branch(node)), of: finite.count, usual: usual,
      smallest: smallest, isSmall: isSmall
    ) { option in
      let branch = program.location(ofBranch: branches[finite[option]])
      return "branch \(finite[option]) (\(branch.pointer.tokens.last ?? ""))"
    }
    return finite[index]
  }

  mutating func choose(
    from values: [(JSONValue, String)], at place: Place
  ) -> JSONValue? {
    guard !values.isEmpty else { return nil }
    let index = chooser.choose(
      Decision(place: place.pointer, kind: .value), of: values.count, isSmall: isSmall(place)
    ) { values[$0].1 }
    return values[index].0
  }

  // MARK: - Scalars

  /// One of the candidates that the schemas really allow; the document's own examples come first.
  private mutating func scalar(
    _ candidates: [(JSONValue, String)], _ shape: SampleShape, _ ids: [SchemaNode.ID],
    at place: Place
  ) -> JSONValue? {
    var kinds: Set<JSONValue.Kind> = []
    for (value, _) in candidates { kinds.insert(value.kind) }
    var all: [(JSONValue, String)] = []
    all += shape.suggestions.filter { kinds.contains($0.kind) }.map { ($0, "an example") }
    all += candidates
    var seen: Set<JSONValue> = []
    let valid = all.filter { seen.insert($0.0).inserted && isValid($0.0, ids) }
    // With nothing better at hand, whatever is there: the value around it may still not need it to be right.
    return choose(from: valid.isEmpty ? Array(all.prefix(1)) : valid, at: place)
  }

  func isValid(_ value: JSONValue, _ ids: [SchemaNode.ID]) -> Bool {
    ids.allSatisfy { id in
      var validator = Validator(program: program, direction: direction, limits: .init())
      return validator.isValid(value, against: id)
    }
  }

  private mutating func numbers(_ shape: SampleShape) -> [(JSONValue, String)] {
    let isInteger = !shape.types.contains(.number)
    guard let grid = NumberGrid(shape.numbers, isInteger: isInteger) else {
      let given = shape.numbers.flatMap { [$0.multipleOf, $0.minimum, $0.maximum] }
      return given.compactMap(\.self).map { (.number($0), "a bound") } + [(0, "zero")]
    }
    var result = grid.candidates().map { (JSONValue.number($0.value), $0.label) }
    if case .random = chooser.mode, let number = grid.random(using: &chooser.generator) {
      // As likely as all the special ones together.
      result += Array(repeating: (.number(number), "a random number"), count: result.count)
    }
    if !isInteger && chooser.mode != .random, let fraction = JSONNumber(literal: "12.5") {
      result.append((.number(fraction), "a fraction"))
    }
    return result
  }
}
