import AccordJSON

/// Walks through a value along its schemas, and notes what could be broken where.
struct MutationFinder {
  let program: SchemaProgram
  let direction: Direction
  let limits: SamplerLimits
  var generator: SeededGenerator
  private(set) var candidates: [MutationCandidate] = []

  init(program: SchemaProgram, direction: Direction, limits: SamplerLimits, seed: UInt64) {
    self.program = program
    self.direction = direction
    self.limits = limits
    generator = SeededGenerator(seed: seed)
  }

  mutating func visit(_ value: JSONValue, against ids: [SchemaNode.ID], at place: JSONPointer) {
    guard place.tokens.count <= limits.maximumDepth + 2, candidates.count < 20_000 else { return }
    let shape = ShapeBuilder(program: program).shape(
      of: ids,
      choosing: { _, branches in branches.firstIndex { isValid(value, $0) } },
      deciding: { _, condition in isValid(value, condition.test) })
    addWrongTypes(value, shape, at: place)
    addWrongValues(value, shape, at: place)
    switch value {
    case .number(let number): addNumbers(number, shape, at: place)
    case .string(let string): addStrings(string, shape, at: place)
    case .array(let items):
      addArrays(items, shape, at: place)
      // The items mostly have one schema: the first stands for all, and the last for the rest.
      for index in Set([0, items.count - 1]).sorted() where items.indices.contains(index) {
        visit(items[index], against: shape.schemas(ofItem: index), at: place.appending(index))
      }
    case .object(let members):
      addObjects(members, shape, at: place)
      for (name, member) in members {
        visit(member, against: shape.schemas(ofMember: name), at: place.appending(name))
      }
    case .null, .bool: break
    }
  }

  func isValid(_ value: JSONValue, _ id: SchemaNode.ID) -> Bool {
    var validator = Validator(program: program, direction: direction, limits: .init())
    return validator.isValid(value, against: id)
  }

  mutating func add(
    _ replacement: JSONValue, at place: JSONPointer, breaking: JSONPointer? = nil,
    _ keyword: String, _ summary: String, variant: String = ""
  ) {
    candidates.append(
      MutationCandidate(
        place: place, replacement: replacement, breaking: breaking ?? place, keyword: keyword,
        summary: summary, variant: variant))
  }

  /// A fresh value of some schemas, for where another one is needed.
  mutating func sample(of ids: [SchemaNode.ID], depth: Int) -> JSONValue? {
    var values = ValueGenerator(
      program: program, direction: direction, limits: limits,
      chooser: Chooser(mode: .random, seed: generator.next()))
    let place = ValueGenerator.Place(pointer: .root, depth: depth, room: 60)
    for _ in 0..<8 {
      if let value = values.value(of: ids, at: place), ids.allSatisfy({ isValid(value, $0) }) {
        return value
      }
    }
    return nil
  }

  // MARK: - Types and listed values

  private mutating func addWrongTypes(
    _ value: JSONValue, _ shape: SampleShape, at place: JSONPointer
  ) {
    guard shape.hasTypes else { return }
    let others: [JSONValue] = [.null, "text", 12, true, [], [:]]
    // Some of each sort: nothing at all, another scalar, another structure.
    var sorts: Set<String> = []
    for other in others where !shape.types.accepts(other) {
      let sort =
        switch other {
        case .null: "null"
        case .bool, .number, .string: "scalar"
        case .array, .object: "structure"
        }
      guard sorts.insert(sort).inserted else { continue }
      add(
        other, at: place, "type", "\(ValueSummary.of(other)) instead of \(shape.types.summary)",
        variant: sort)
    }
  }

  private mutating func addWrongValues(
    _ value: JSONValue, _ shape: SampleShape, at place: JSONPointer
  ) {
    guard let allowed = shape.values else { return }
    let keyword =
      shape.nodes.contains { program.nodes[$0].rules.enumeration != nil } ? "enum" : "const"
    let others: [JSONValue]
    switch value {
    case .string(let string):
      let swapped =
        string.uppercased().isExactly(string) ? string.lowercased() : string.uppercased()
      if !swapped.isExactly(string), !allowed.contains(.string(swapped)) {
        add(
          .string(swapped), at: place, keyword,
          "\(ValueSummary.quoted(swapped)), which differs by case only from a value that is allowed",
          variant: "case")
      }
      others = [.string(string + "-other"), "other"]
    case .number(let number):
      others = [
        JSONValue.number(JSONNumber((number.integer(as: Int32.self)).map { Int($0) + 1 } ?? 7)),
        987_654,
      ]
    case .bool(let bool): others = [.bool(!bool)]
    case .null: others = []
    case .array(let items): others = [.array(items + [nil])]
    case .object(var members):
      members["other"] = true
      others = [.object(members)]
    }
    for other in others where !allowed.contains(other) {
      add(
        other, at: place, keyword,
        "\(ValueSummary.of(other)), which is not among the allowed values")
    }
  }

  // MARK: - Numbers

  private mutating func addNumbers(
    _ number: JSONNumber, _ shape: SampleShape, at place: JSONPointer
  ) {
    let isInteger = !shape.types.contains(.number)
    if isInteger, shape.hasTypes, let integer = number.integer(as: Int64.self),
      let fraction = JSONNumber(literal: "\(integer).5")
    {
      add(
        .number(fraction), at: place, "type", "\(fraction) instead of an integer",
        variant: "fraction")
    }
    for rules in shape.numbers {
      for (keyword, bound) in rules.bounds {
        guard let grid = NumberGrid([bound], isInteger: isInteger) else { continue }
        let (below, above) = grid.outside()
        for outside in [below, above].compactMap(\.self) {
          add(
            .number(outside), at: place, keyword, "\(outside), just beyond what `\(keyword)` allows"
          )
        }
      }
      if let factor = rules.multipleOf {
        var free = shape.numbers
        for index in free.indices { free[index].multipleOf = nil }
        for (candidate, _) in NumberGrid(free, isInteger: isInteger)?.candidates() ?? []
        where candidate.isMultiple(of: factor) == false {
          add(.number(candidate), at: place, "multipleOf", "\(candidate), no multiple of \(factor)")
        }
      }
      if let format = rules.format, rules.assertsFormat, let beyond = format.firstBeyond {
        add(.number(beyond), at: place, "format", "\(beyond), beyond \(format.rawValue)")
      }
    }
  }

  // MARK: - Strings

  private mutating func addStrings(
    _ string: String, _ shape: SampleShape, at place: JSONPointer
  ) {
    for rules in shape.strings {
      if let minimum = rules.minLength, minimum > 0, minimum <= limits.maximumStringLength {
        let short = ValueGenerator.fitted(string, 0, minimum - 1)
        add(.string(short), at: place, "minLength", "of \(minimum - 1) characters, one too few")
      }
      if let maximum = rules.maxLength, maximum < limits.maximumStringLength {
        let long = ValueGenerator.fitted(string, maximum + 1, maximum + 1)
        add(.string(long), at: place, "maxLength", "of \(maximum + 1) characters, one too many")
      }
      if case .expression(let expression) = rules.pattern {
        for text in Self.broken(string) where expression.matches(text).isMatch == false {
          add(
            .string(text), at: place, "pattern",
            "\(ValueSummary.quoted(text)), which the pattern does not match")
        }
      }
      if let format = rules.format, rules.assertsFormat {
        for text in FormatSamples.broken(format) {
          add(
            .string(text), at: place, "format",
            "\(ValueSummary.quoted(text)), no \(format.rawValue)")
        }
      }
    }
  }

  /// The string with one character changed, and some that hardly any pattern matches.
  private static func broken(_ string: String) -> [String] {
    var result: [String] = []
    let scalars = Array(string.unicodeScalars)
    for index in Set([0, scalars.count / 2, scalars.count - 1]).sorted()
    where scalars.indices.contains(index) {
      for replacement in ["!", " ", "0", "z", "\u{E9}"] as [Unicode.Scalar] {
        var changed = scalars
        changed[index] = replacement
        var text = ""
        text.unicodeScalars.append(contentsOf: changed)
        result.append(text)
      }
    }
    return result + [string + "!", " " + string, "", "!", "\n"]
  }
}

extension NumberRules {
  /// Each bound by itself, with its keyword: together with the step, which the neighbour beyond it has to keep.
  fileprivate var bounds: [(keyword: String, rules: NumberRules)] {
    var result: [(String, NumberRules)] = []
    func only(_ change: (inout NumberRules) -> Void) -> NumberRules {
      var rules = NumberRules()
      rules.multipleOf = multipleOf
      change(&rules)
      return rules
    }
    if minimum != nil { result.append(("minimum", only { $0.minimum = minimum })) }
    if maximum != nil { result.append(("maximum", only { $0.maximum = maximum })) }
    if exclusiveMinimum != nil {
      result.append(("exclusiveMinimum", only { $0.exclusiveMinimum = exclusiveMinimum }))
    }
    if exclusiveMaximum != nil {
      result.append(("exclusiveMaximum", only { $0.exclusiveMaximum = exclusiveMaximum }))
    }
    return result
  }
}

extension NumberFormat {
  /// The smallest number above the range.
  fileprivate var firstBeyond: JSONNumber? {
    switch self {
    case .int8: JSONNumber(1 << 7 as Int64)
    case .int16: JSONNumber(1 << 15 as Int64)
    case .int32: JSONNumber(1 << 31 as Int64)
    case .uint8: JSONNumber(1 << 8 as Int64)
    case .uint16: JSONNumber(1 << 16 as Int64)
    case .uint32: JSONNumber(1 << 32 as Int64)
    case .int64: JSONNumber(1 << 63 as UInt64)
    case .uint64: JSONNumber(literal: "18446744073709551616")
    case .float: JSONNumber(literal: "1e39")
    case .double: JSONNumber(literal: "1e309")
    }
  }
}
