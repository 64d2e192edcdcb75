/// Knows which types have anything to check, so that no code is generated for the others.
struct Validation {
  private var types: [String: TypePlan] = [:]
  private var checked: Set<String> = []

  /// - Parameter all: all types, those inside others too.
  init(_ all: [TypePlan]) {
    for plan in all { types[plan.qualifiedName] = plan }
    // A type that turns out to have checks may give some to those that hold it, whatever the order of the types.
    var holders: [String: [String]] = [:]
    for plan in all {
      for name in plan.shape.names { holders[name, default: []].append(plan.qualifiedName) }
    }
    var waiting = Array(all.reversed())
    var seen: Set<String> = []
    while let plan = waiting.popLast() {
      let name = plan.qualifiedName
      if case .alias = plan.shape {
        // Only those that were reached from what they stand for have anything to hand on.
        guard seen.contains(name) else { continue }
      } else {
        guard !checked.contains(name), hasChecks(plan) else { continue }
        checked.insert(name)
      }
      for holder in holders[name, default: []] {
        guard let plan = types[holder] else { continue }
        if case .alias = plan.shape, !seen.insert(holder).inserted { continue }
        waiting.append(plan)
      }
    }
  }

  private func hasChecks(_ plan: TypePlan) -> Bool {
    switch plan.shape {
    case .structure(let structure):
      structure.isClosed
        || structure.properties.contains { !pruned($0.checks, of: $0.type).isEmpty }
    case .union(let union):
      union.cases.contains { !pruned([.own], of: $0.type).isEmpty }
    case .tuple(let tuple): tuple.places.contains { !pruned($0.checks, of: $0.type).isEmpty }
    case .multipart(let plan):
      plan.fields.contains { !pruned($0.property.checks, of: $0.property.type).isEmpty }
    case .enumeration, .values, .headers, .alias: false
    }
  }

  func pruned(_ checks: [CheckPlan], of type: TypeReference) -> [CheckPlan] {
    checks.compactMap { check in
      switch check {
      case .own:
        guard case .named(let name) = target(of: type) else { return nil }
        return checked.contains(name) ? .own : nil
      case .known:
        guard case .named(let name) = target(of: type), types[name]?.shape.isEnumeration == true
        else { return nil }
        return .known
      case .each(let inner):
        let element: TypeReference
        switch target(of: type) {
        case .array(let item): element = item
        case .map(let value): element = value
        case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
          .timestamp, .calendarDate, .time, .duration, .uuid, .base64, .file, .value, .optional,
          .named:
          return nil
        }
        let rest = pruned(inner, of: element)
        return rest.isEmpty ? nil : .each(rest)
      case .length, .pattern:
        let target = target(of: type)
        return target.isText && target != .uuid ? check : nil
      case .range, .exactRange, .multiple, .exactMultiple:
        return target(of: type).isNumber ? check : nil
      case .values:
        let target = target(of: type)
        return target.isNumber || target.isText || target == .bool ? check : nil
      case .count:
        let target = target(of: type)
        if case .array = target { return check }
        if case .map = target { return check }
        return nil
      case .unique:
        if case .array = target(of: type) { return check }
        return nil
      }
    }
  }

  /// What the type is once aliases are followed and `nil` is left aside.
  private func target(of type: TypeReference) -> TypeReference {
    var type = type.unwrapped
    for _ in 0..<64 {
      guard case .named(let name) = type, case .alias(let next) = types[name]?.shape else { break }
      type = next.unwrapped
    }
    return type
  }

  mutating func pruned(_ plan: TypePlan) -> TypePlan {
    var plan = plan
    plan.nested = plan.nested.map { pruned($0) }
    func prune(_ property: inout PropertyPlan) {
      property.checks = pruned(property.checks, of: property.type)
    }
    switch plan.shape {
    case .structure(var structure):
      for index in structure.properties.indices { prune(&structure.properties[index]) }
      plan.shape = .structure(structure)
    case .tuple(var tuple):
      for index in tuple.places.indices { prune(&tuple.places[index]) }
      plan.shape = .tuple(tuple)
    case .multipart(var multipart):
      for index in multipart.fields.indices { prune(&multipart.fields[index].property) }
      plan.shape = .multipart(multipart)
    case .enumeration, .values, .union, .headers, .alias: break
    }
    return plan
  }

  mutating func pruned(_ plan: OperationPlan) -> OperationPlan {
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
