import AccordJSON

/// Checks one value against one schema.
///
/// The same code runs in two ways: without collecting, it stops at the first failure and keeps no path; with
/// collecting, it goes on and builds violations. Values are first checked without.
struct Validator {
  let program: SchemaProgram
  let direction: Direction?
  let limits: ValidationLimits

  private(set) var isCollecting = false
  var violations: [Violation] = []
  private(set) var incompleteness: Incompleteness?
  /// How often something could not be decided. Where this counts up, no conclusion is drawn from success.
  private(set) var doubts = 0
  /// Whether a limit was reached: then all checks pass, to get out quickly.
  private(set) var isAborted = false
  var steps = 0
  private var depth = 0
  /// How deep in the value the place is that is being checked.
  private var level = 0
  private var path: [PathStep] = []
  private var scope: [SchemaResource.ID] = []
  /// The schemas that are being applied and that may come back to themselves.
  private var active: [(node: SchemaNode.ID, level: Int)] = []
  private var optionalNames: [(names: Set<ExactString>, level: Int)] = []
  private var secrecy = 0

  enum PathStep {
    case member(String)
    case item(Int)
  }

  init(program: SchemaProgram, direction: Direction?, limits: ValidationLimits) {
    self.program = program
    self.direction = direction
    self.limits = limits
  }

  mutating func isValid(_ value: JSONValue, against root: SchemaNode.ID) -> Bool {
    var evaluation = Evaluation.untracked
    return check(root, value, &evaluation) && incompleteness == nil
  }

  mutating func validate(_ value: JSONValue, against root: SchemaNode.ID) -> ValidationResult {
    var evaluation = Evaluation.untracked
    if !check(root, value, &evaluation), !isAborted {
      isCollecting = true
      steps = 0
      _ = check(root, value, &evaluation)
    }
    return ValidationResult(violations: violations, incompleteness: incompleteness)
  }

  // MARK: - One schema, one value

  mutating func check(
    _ id: SchemaNode.ID, _ value: JSONValue, _ evaluation: inout Evaluation
  ) -> Bool {
    steps += 1
    guard steps <= limits.maximumSteps, !isAborted else { return abort(.steps) }
    let node = program.nodes[id]
    if let verdict = node.verdict {
      if !verdict { reportForbidden(node, value) }
      return verdict
    }
    guard depth < limits.maximumDepth else { return abort(.depth) }
    let isCycle = program.isInPlaceCycle[id]
    if isCycle {
      // Back at the same schema and the same value: it holds if everything else does.
      if active.contains(where: { $0.node == id && $0.level == level }) { return true }
      active.append((id, level))
    }
    depth += 1
    let entersResource = scope.last != node.resource
    if entersResource { scope.append(node.resource) }
    let hasOptionalNames = enterOptionalNames(of: id)
    if node.isSecret { secrecy += 1 }
    let isValid = checkRules(of: node, value, &evaluation)
    if node.isSecret { secrecy -= 1 }
    if hasOptionalNames { optionalNames.removeLast() }
    if entersResource { scope.removeLast() }
    depth -= 1
    if isCycle { active.removeLast() }
    return isValid
  }

  private mutating func enterOptionalNames(of id: SchemaNode.ID) -> Bool {
    guard let direction, let names = program.directionalNames[id]?.names(absentIn: direction),
      !names.isEmpty
    else { return false }
    optionalNames.append((names, level))
    return true
  }

  /// Whether a required member may be absent, because of the way the value travels.
  func mayBeAbsent(_ name: String) -> Bool {
    optionalNames.contains { $0.level == level && $0.names.contains(ExactString(name)) }
  }

  private mutating func checkRules(
    of node: SchemaNode, _ value: JSONValue, _ evaluation: inout Evaluation
  ) -> Bool {
    if node.rules.isNullable, case .null = value { return true }
    if let types = node.rules.types, !types.accepts(value) {
      report(node, "type", types.summary, found: value)
      return false
    }
    var local = Evaluation(
      isTracked: evaluation.isTracked || node.rules.unevaluatedItems != nil
        || node.rules.unevaluatedProperties != nil)
    var isValid = checkValue(of: node, value)
    if !isValid && !isCollecting { return false }
    switch value {
    case .object(let members):
      if let object = node.rules.object {
        isValid = checkObject(of: node, object, members, value, &local) && isValid
      }
    case .array(let items):
      if let array = node.rules.array {
        isValid = checkArray(of: node, array, items, &local) && isValid
      }
    case .null, .bool, .number, .string:
      break
    }
    if !isValid && !isCollecting { return false }
    isValid = checkCombinations(of: node, value, &local) && isValid
    if !isValid && !isCollecting { return false }
    isValid = checkUnevaluated(of: node, value, &local) && isValid
    if isValid { evaluation.merge(local) }
    return isValid
  }

  // MARK: - Into the value

  mutating func check(
    member key: String, _ value: JSONValue, against id: SchemaNode.ID
  ) -> Bool {
    descend(to: .member(key), value, against: id)
  }

  mutating func check(item index: Int, _ value: JSONValue, against id: SchemaNode.ID) -> Bool {
    descend(to: .item(index), value, against: id)
  }

  private mutating func descend(
    to step: PathStep, _ value: JSONValue, against id: SchemaNode.ID
  ) -> Bool {
    if isCollecting { path.append(step) }
    level += 1
    var evaluation = Evaluation.untracked
    let isValid = check(id, value, &evaluation)
    level -= 1
    if isCollecting { path.removeLast() }
    return isValid
  }

  /// A member's name has no place of its own in the value: what is wrong with it is wrong with the object.
  mutating func check(name: String, against id: SchemaNode.ID) -> Bool {
    level += 1
    var evaluation = Evaluation.untracked
    let isValid = check(id, .string(name), &evaluation)
    level -= 1
    return isValid
  }

  /// Checks without building violations, where failing is no mistake.
  mutating func silently<Outcome>(_ body: (inout Validator) -> Outcome) -> Outcome {
    let wasCollecting = isCollecting
    isCollecting = false
    defer { isCollecting = wasCollecting }
    return body(&self)
  }

  /// The schema that a dynamic reference means here: that of the outermost resource in scope that has the
  /// anchor (JSON Schema 2020-12, section 8.2.3.2).
  func target(of reference: DynamicReference) -> SchemaNode.ID {
    for resource in scope {
      if let id = program.dynamicAnchors[resource]?[reference.anchor] { return id }
    }
    return reference.initial
  }

  // MARK: - What was found

  /// How many steps lead from the value to the place that is being checked.
  var depthOfPlace: Int { path.count }

  private mutating func abort(_ reason: Incompleteness) -> Bool {
    if !isAborted {
      isAborted = true
      doubt(reason)
    }
    return true
  }

  mutating func doubt(_ reason: Incompleteness) {
    doubts += 1
    if incompleteness == nil { incompleteness = reason }
  }

  mutating func report(
    _ node: SchemaNode, _ keyword: String, _ expected: @autoclosure () -> String,
    found value: JSONValue, causes: [Violation] = []
  ) {
    guard isCollecting else { return }
    report(
      node, keyword, at: node.location.appending(keyword), expected(), found: value,
      causes: causes)
  }

  mutating func report(
    _ node: SchemaNode, _ keyword: String, at location: SchemaLocation,
    _ expected: @autoclosure () -> String, found value: JSONValue, causes: [Violation] = []
  ) {
    guard isCollecting else { return }
    let found = secrecy > 0 ? ValueSummary.hidden(value) : ValueSummary.of(value)
    report(node, keyword, at: location, expected(), found: found, causes: causes)
  }

  mutating func report(
    _ node: SchemaNode, _ keyword: String, at location: SchemaLocation? = nil,
    _ expected: @autoclosure () -> String, found: @autoclosure () -> String,
    causes: [Violation] = []
  ) {
    guard isCollecting, !isAborted, violations.count < limits.maximumViolations else { return }
    let tokens = path.map { step in
      switch step {
      case .member(let key): key
      case .item(let index): String(index)
      }
    }
    violations.append(
      Violation(
        instance: JSONPointer(tokens: tokens),
        schema: location ?? node.location.appending(keyword), keyword: keyword,
        expected: expected(), found: found(), causes: causes))
  }

  /// The schema `false` is best known by the keyword whose value it is.
  private mutating func reportForbidden(_ node: SchemaNode, _ value: JSONValue) {
    guard isCollecting else { return }
    let expected: String
    let keyword = node.location.pointer.tokens.last ?? ""
    switch keyword {
    case "additionalProperties", "unevaluatedProperties": expected = "no other member"
    case "items", "additionalItems", "unevaluatedItems": expected = "no more items"
    default:
      return report(node, "false", at: node.location, "nothing there", found: value)
    }
    report(node, keyword, at: node.location, expected, found: value)
  }
}
