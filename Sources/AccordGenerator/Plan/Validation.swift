/// Knows which types have anything to check, so that no code is generated for the others.
struct Validation {
  /// What matters of a type once it is known whether it has anything to check.
  private enum Kind {
    case alias(TypeReference)
    case enumeration
    case other
  }

  private var numbers = TypeNumbers()
  private var kinds: [Kind] = []
  private var isChecked: [Bool] = []

  init(_ types: [TypePlan]) {
    var shapes: [TypePlan.Shape] = []
    types.visit { type in
      guard numbers.number(adding: type.qualifiedName) == shapes.count else { return }
      shapes.append(type.shape)
    }
    kinds = shapes.map { shape in
      if case .alias(let target) = shape { return .alias(target) }
      return shape.isEnumeration ? .enumeration : .other
    }
    isChecked = Array(repeating: false, count: shapes.count)
    // A type that turns out to have checks may give some to those that hold it, whatever the order of the types.
    var holders = Array(repeating: [] as [Int], count: shapes.count)
    for (holder, shape) in shapes.enumerated() {
      shape.forEachName { name in
        if let number = numbers[name] { holders[number].append(holder) }
      }
    }
    var waiting = Array(shapes.indices)
    var isSeen = isChecked
    while let number = waiting.popLast() {
      if case .alias = kinds[number] {
        // Only those that were reached from what they stand for have anything to hand on.
        guard isSeen[number] else { continue }
      } else {
        guard !isChecked[number], hasChecks(shapes[number]) else { continue }
        isChecked[number] = true
      }
      for holder in holders[number] {
        if case .alias = kinds[holder] {
          if isSeen[holder] { continue }
          isSeen[holder] = true
        }
        waiting.append(holder)
      }
    }
  }

  private func hasChecks(_ shape: TypePlan.Shape) -> Bool {
    switch shape {
    case .structure(let structure):
      structure.isClosed || !structure.conditions.isEmpty
        || structure.properties.indices.contains { index in
          // By index: iterators copy what they hand out.
          keepsAny(structure.properties[index].checks, of: structure.properties[index].type)
        }
    case .union(let union): union.cases.contains { keepsAny([.own], of: $0.type) }
    case .tuple(let tuple): tuple.places.contains { keepsAny($0.checks, of: $0.type) }
    case .multipart(let plan):
      plan.fields.contains { keepsAny($0.property.checks, of: $0.property.type) }
    case .enumeration, .values, .headers, .alias: false
    }
  }

  private func keepsAny(_ checks: [CheckPlan], of type: TypeReference) -> Bool {
    guard !checks.isEmpty else { return false }
    let target = target(of: type)
    return checks.contains { pruned($0, of: target) != nil }
  }

  func pruned(_ checks: [CheckPlan], of type: TypeReference) -> [CheckPlan] {
    guard !checks.isEmpty else { return checks }
    let target = target(of: type)
    return checks.compactMap { pruned($0, of: target) }
  }

  /// - Parameter target: a type that is no alias, and not optional.
  private func pruned(_ check: CheckPlan, of target: TypeReference) -> CheckPlan? {
    switch check {
    case .own:
      guard case .named(let name) = target, let number = numbers[name] else { return nil }
      return isChecked[number] ? .own : nil
    case .meets: return target == .file ? nil : check
    case .known:
      guard case .named(let name) = target, let number = numbers[name],
        case .enumeration = kinds[number]
      else { return nil }
      return .known
    case .each(let inner):
      let element: TypeReference
      switch target {
      case .array(let item): element = item
      case .map(let value): element = value
      case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
        .timestamp, .calendarDate, .time, .duration, .uuid, .base64, .file, .value, .optional,
        .named:
        return nil
      }
      let rest = pruned(inner, of: element)
      return rest.isEmpty ? nil : .each(rest)
    case .length, .pattern: return target.isText && target != .uuid ? check : nil
    case .range, .exactRange, .multiple, .exactMultiple: return target.isNumber ? check : nil
    case .values: return target.isNumber || target.isText || target == .bool ? check : nil
    case .count:
      switch target {
      case .array, .map: return check
      case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
        .timestamp, .calendarDate, .time, .duration, .uuid, .base64, .file, .value, .optional,
        .named:
        return nil
      }
    case .unique:
      if case .array = target { return check }
      return nil
    }
  }

  /// What the type is once aliases are followed and `nil` is left aside.
  private func target(of type: TypeReference) -> TypeReference {
    var type = type.unwrapped
    for _ in 0..<64 {
      guard case .named(let name) = type, let number = numbers[name],
        case .alias(let next) = kinds[number]
      else { break }
      type = next.unwrapped
    }
    return type
  }

  func pruned(_ plan: OperationPlan) -> OperationPlan {
    var plan = plan
    plan.parameters = plan.parameters.map { parameter in
      var parameter = parameter
      parameter.checks = pruned(parameter.checks, of: parameter.type)
      return parameter
    }
    if var body = plan.body {
      switch body.content {
      case .json(let type, _), .form(let type, _): body.checks = pruned(body.checks, of: type)
      case .none, .multipart, .text, .bytes, .stream, .items, .encoded, .choice: body.checks = []
      }
      plan.body = body
    }
    return plan
  }
}
