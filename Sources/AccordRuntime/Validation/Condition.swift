/// A schema of JSON Schema 2020-12 without references, as generated code states one where a type does not say all:
/// `if`, `not`, `contains`, `dependentRequired` and their like, with what stands inside of them.
struct Condition: Sendable {
  private enum Rule: Sendable {
    case value(ValueRule)
    case array(ArrayRule)
    case object(ObjectRule)
    case compound(CompoundRule)
  }

  private enum ValueRule: Sendable {
    /// The schema `false`.
    case never
    case types([String])
    case values([JSONValue], keyword: String)
    case length(min: Int?, max: Int?)
    case pattern(String)
    case range(min: JSONNumber?, max: JSONNumber?, above: JSONNumber?, below: JSONNumber?)
    case multiple(of: JSONNumber)
  }

  private enum ArrayRule: Sendable {
    case items(first: [Condition], rest: Condition?)
    case count(min: Int?, max: Int?)
    case unique
    case contains(Condition, min: Int, max: Int?)
  }

  private enum ObjectRule: Sendable {
    case members(
      named: JSONDictionary<Condition>, matching: [(pattern: String, condition: Condition)],
      others: Condition?)
    case count(min: Int?, max: Int?)
    case names(Condition)
    case required([String])
    case dependentRequired(JSONDictionary<[String]>)
    case dependent(JSONDictionary<Condition>)
  }

  private enum CompoundRule: Sendable {
    case all([Condition])
    case any([Condition])
    case one([Condition])
    case not(Condition)
    case choice(Condition, then: Condition?, else: Condition?)
  }

  private let rules: [Rule]

  init(_ schema: JSONValue) {
    if schema.bool == false {
      rules = [.value(.never)]
    } else if let keywords = schema.object {
      rules =
        Self.valueRules(keywords).map(Rule.value) + Self.arrayRules(keywords).map(Rule.array)
        + Self.objectRules(keywords).map(Rule.object)
        + Self.compoundRules(keywords).map(Rule.compound)
    } else {
      rules = []
    }
  }

  // MARK: - Reading

  private typealias Keywords = JSONDictionary<JSONValue>

  private static func valueRules(_ keywords: Keywords) -> [ValueRule] {
    var rules: [ValueRule] = []
    if let type = keywords["type"] {
      rules.append(.types(type.array?.compactMap(\.string) ?? [type.string].compactMap(\.self)))
    }
    if let value = keywords["const"] { rules.append(.values([value], keyword: "const")) }
    if let values = keywords["enum"]?.array { rules.append(.values(values, keyword: "enum")) }
    if let (min, max) = bounds(keywords, "minLength", "maxLength") {
      rules.append(.length(min: min, max: max))
    }
    if let pattern = keywords["pattern"]?.string { rules.append(.pattern(pattern)) }
    let names = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]
    let numbers = names.map { keywords[$0]?.number }
    if numbers.contains(where: { $0 != nil }) {
      rules.append(
        .range(min: numbers[0], max: numbers[1], above: numbers[2], below: numbers[3]))
    }
    if let divisor = keywords["multipleOf"]?.number { rules.append(.multiple(of: divisor)) }
    return rules
  }

  private static func arrayRules(_ keywords: Keywords) -> [ArrayRule] {
    var rules: [ArrayRule] = []
    let first = conditions(keywords["prefixItems"])
    let rest = keywords["items"].map(Condition.init)
    if !first.isEmpty || rest != nil { rules.append(.items(first: first, rest: rest)) }
    if let (min, max) = bounds(keywords, "minItems", "maxItems") {
      rules.append(.count(min: min, max: max))
    }
    if keywords["uniqueItems"]?.bool == true { rules.append(.unique) }
    if let item = keywords["contains"] {
      rules.append(
        .contains(
          Condition(item), min: integer(keywords["minContains"]) ?? 1,
          max: integer(keywords["maxContains"])))
    }
    return rules
  }

  private static func objectRules(_ keywords: Keywords) -> [ObjectRule] {
    var rules: [ObjectRule] = []
    let named = conditionsByName(keywords["properties"])
    let matching = conditionsByName(keywords["patternProperties"]).map {
      (pattern: $0, condition: $1)
    }
    let others = keywords["additionalProperties"].map(Condition.init)
    if !named.isEmpty || !matching.isEmpty || others != nil {
      rules.append(.members(named: named, matching: matching, others: others))
    }
    if let (min, max) = bounds(keywords, "minProperties", "maxProperties") {
      rules.append(.count(min: min, max: max))
    }
    if let names = keywords["propertyNames"] { rules.append(.names(Condition(names))) }
    if let names = keywords["required"]?.array {
      rules.append(.required(names.compactMap(\.string)))
    }
    if let members = keywords["dependentRequired"]?.object {
      var required = JSONDictionary<[String]>()
      for (name, names) in members { required[name] = names.array?.compactMap(\.string) ?? [] }
      rules.append(.dependentRequired(required))
    }
    let dependent = conditionsByName(keywords["dependentSchemas"])
    if !dependent.isEmpty { rules.append(.dependent(dependent)) }
    return rules
  }

  private static func compoundRules(_ keywords: Keywords) -> [CompoundRule] {
    var rules: [CompoundRule] = []
    if let all = keywords["allOf"] { rules.append(.all(conditions(all))) }
    if let any = keywords["anyOf"] { rules.append(.any(conditions(any))) }
    if let one = keywords["oneOf"] { rules.append(.one(conditions(one))) }
    if let not = keywords["not"] { rules.append(.not(Condition(not))) }
    if let condition = keywords["if"] {
      rules.append(
        .choice(
          Condition(condition), then: keywords["then"].map(Condition.init),
          else: keywords["else"].map(Condition.init)))
    }
    return rules
  }

  private static func integer(_ value: JSONValue?) -> Int? { value?.number?.integer(as: Int.self) }

  private static func bounds(
    _ keywords: Keywords, _ lower: String, _ upper: String
  ) -> (min: Int?, max: Int?)? {
    let (min, max) = (integer(keywords[lower]), integer(keywords[upper]))
    return min == nil && max == nil ? nil : (min, max)
  }

  private static func conditions(_ value: JSONValue?) -> [Condition] {
    value?.array?.map(Condition.init) ?? []
  }

  private static func conditionsByName(_ value: JSONValue?) -> JSONDictionary<Condition> {
    var conditions = JSONDictionary<Condition>()
    for (name, schema) in value?.object ?? [:] { conditions[name] = Condition(schema) }
    return conditions
  }

  // MARK: - Checking

  private func isMet(by value: JSONValue) -> Bool {
    var validator = Validator(.body)
    check(value, &validator)
    return validator.violations.isEmpty
  }

  func check(_ value: JSONValue, _ validator: inout Validator) {
    for rule in rules {
      switch (rule, value) {
      case (.value(let rule), _): Self.check(rule, value, &validator)
      case (.array(let rule), .array(let items)): Self.check(rule, items, &validator)
      case (.object(let rule), .object(let members)): Self.check(rule, members, &validator)
      case (.compound(let rule), _): Self.check(rule, value, &validator)
      // Of other types they say nothing.
      case (.array, _), (.object, _): break
      }
    }
  }

  private static func check(_ rule: ValueRule, _ value: JSONValue, _ validator: inout Validator) {
    switch rule {
    case .never: validator.report("false", "must not be there")
    case .types(let types):
      let isInteger = value.number?.isInteger ?? false
      guard !types.contains(value.kind.rawValue), !(isInteger && types.contains("integer")) else {
        return
      }
      validator.report("type", "must be \(types.joined(separator: " or "))")
    case .values(let values, let keyword):
      guard !values.contains(value) else { return }
      validator.report(keyword, "must be one of the documented values")
    case .length(let min, let max): validator.length(value.string, min: min, max: max)
    case .pattern(let expression): validator.pattern(value.string, expression)
    case .range(let min, let max, let above, let below):
      validator.range(value.number, min: min, max: max, above: above, below: below)
    case .multiple(let divisor):
      if value.number != nil { validator.multiple(value, ofExact: divisor.literal) }
    }
  }

  private static func check(
    _ rule: ArrayRule, _ items: [JSONValue], _ validator: inout Validator
  ) {
    switch rule {
    case .items(let first, let rest):
      for (index, item) in items.enumerated() {
        guard let condition = index < first.count ? first[index] : rest else { return }
        validator.at(String(index)) { condition.check(item, &$0) }
      }
    case .count(let min, let max): validator.count(items, min: min, max: max)
    case .unique: validator.unique(items)
    case .contains(let condition, let min, let max):
      let count = items.count(where: condition.isMet)
      if count < min {
        validator.report("contains", "must hold at least \(min) of what the document asks for")
      }
      if let max, count > max {
        validator.report("maxContains", "must hold at most \(max) of what the document asks for")
      }
    }
  }

  private static func check(
    _ rule: ObjectRule, _ members: JSONDictionary<JSONValue>, _ validator: inout Validator
  ) {
    switch rule {
    case .members(let named, let matching, let others):
      for (name, value) in members {
        let found =
          [named[name]].compactMap(\.self)
          + matching.filter { Validator.matches($0.pattern, name) ?? false }.map(\.condition)
        let conditions = found.isEmpty ? [others].compactMap(\.self) : found
        validator.at(name) { for condition in conditions { condition.check(value, &$0) } }
      }
    case .count(let min, let max): validator.count(members, min: min, max: max)
    case .names(let condition):
      for name in members.keys where !condition.isMet(by: .string(name)) {
        validator.at(name) { $0.report("propertyNames", "must not be called so") }
      }
    case .required(let names): require(names, in: members, "required", &validator)
    case .dependentRequired(let dependencies):
      for (name, names) in dependencies where members[name] != nil {
        require(names, in: members, "dependentRequired", &validator)
      }
    case .dependent(let dependencies):
      for (name, condition) in dependencies where members[name] != nil {
        condition.check(.object(members), &validator)
      }
    }
  }

  private static func require(
    _ names: [String], in members: JSONDictionary<JSONValue>, _ keyword: String,
    _ validator: inout Validator
  ) {
    for name in names where members[name] == nil {
      validator.at(name) { $0.report(keyword, "must be there") }
    }
  }

  private static func check(
    _ rule: CompoundRule, _ value: JSONValue, _ validator: inout Validator
  ) {
    switch rule {
    case .all(let conditions): for condition in conditions { condition.check(value, &validator) }
    case .any(let conditions):
      guard !conditions.contains(where: { $0.isMet(by: value) }) else { return }
      validator.report("anyOf", "must be one of what the document allows here")
    case .one(let conditions):
      guard conditions.count(where: { $0.isMet(by: value) }) != 1 else { return }
      validator.report("oneOf", "must be exactly one of what the document allows here")
    case .not(let condition):
      guard condition.isMet(by: value) else { return }
      validator.report("not", "must not be what the document rules out here")
    case .choice(let condition, let then, let otherwise):
      (condition.isMet(by: value) ? then : otherwise)?.check(value, &validator)
    }
  }
}
