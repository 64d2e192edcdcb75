import AccordJSON
import AccordOpenAPI

extension OperationPlanner {
  /// The arguments of an operation: those of its path, declared or not, and all others.
  mutating func parameters(of operation: Operation, typeName: String) -> [ParameterPlan] {
    let inTemplate = operation.path.parameterNames
    // What is not in the path cannot be sent; reading the document has said so.
    let declared = operation.parameters.filter { parameter in
      parameter.place != .path || inTemplate.contains { $0.isExactly(parameter.name) }
    }
    var seen: [String] = []
    let undeclared = inTemplate.filter { name in
      if seen.contains(where: { $0.isExactly(name) }) { return false }
      seen.append(name)
      return !declared.contains { $0.place == .path && $0.name.isExactly(name) }
    }
    let names = names(of: declared, undeclared: undeclared)
    return zip(undeclared, names).map { jsonName, name in
      ParameterPlan(
        jsonName: jsonName, name: name, place: .path, type: .string, defaultValue: nil,
        coding: .plain, allowsEmpty: false, checks: [], documentation: nil, isDeprecated: false)
    }
      + zip(declared, names.dropFirst(undeclared.count)).map { parameter, name in
        plan(parameter, called: name, of: typeName, beside: declared)
      }
  }

  /// Of parameters whose names are the same in Swift, the one of the path keeps it; the others have their place
  /// behind it: `id`, `idQuery`, `idHeader`.
  private mutating func names(of declared: [Parameter], undeclared: [String]) -> [String] {
    var scope = ReservedNames.locals
    let ladders =
      undeclared.map { ladder(for: $0, in: .path, scope) }
      + declared.map { ladder(for: $0.name, in: $0.place, scope) }
    let fixed: [String?] =
      undeclared.map { _ in nil } + declared.map { types.overrides.name(of: $0) }
    let claimed = scope.claim(ladders: ladders, fixed: fixed)
    for (index, parameter) in declared.enumerated() {
      let name = claimed[undeclared.count + index].name
      let wanted = fixed[undeclared.count + index] ?? naming.memberName(parameter.name)
      guard name != wanted else { continue }
      diagnostics.append(
        Diagnostic(
          .note, "the argument for this is called \(name), because \(wanted) is taken",
          at: parameter.location))
    }
    return claimed.map { ReservedNames.escaped($0.name) }
  }

  private func ladder(
    for name: String, in place: Parameter.Place, _ scope: NameScope
  ) -> [String] {
    let placed = naming.memberName("\(name) \(place.rawValue)")
    let plain = naming.memberName(name)
    if place == .path { return [scope.isTaken(plain) ? placed : plain] }
    return naming.memberNames(name) + [placed]
  }

  private func plan(
    _ parameter: Parameter, called name: String, of typeName: String, beside others: [Parameter]
  ) -> ParameterPlan {
    var use = TypeUse(.string)
    if let schema = parameter.schema {
      use = types.use(of: schema, named: typeName + naming.typeName(parameter.name))
    }
    // `null` cannot be told from its absence here.
    let type = use.type.unwrapped
    let defaultValue = parameter.schema.flatMap { types.defaultValue(of: $0, as: type) }
    let isOptional = !parameter.isRequired && defaultValue == nil && parameter.place != .path
    return ParameterPlan(
      jsonName: parameter.name, name: name, place: parameter.place,
      type: isOptional ? .optional(type) : type,
      defaultValue: parameter.isRequired ? nil : defaultValue ?? (isOptional ? "nil" : nil),
      coding: coding(of: parameter, type: type, beside: others),
      allowsEmpty: parameter.allowsEmptyValue, checks: use.checks,
      documentation: parameter.description, isDeprecated: parameter.isDeprecated)
  }

  // MARK: - Style

  private func coding(
    of parameter: Parameter, type: TypeReference, beside others: [Parameter]
  ) -> ParameterPlan.Coding {
    let isText = types.isText(type)
    switch parameter.serialization {
    case .content(let mediaType):
      // Text of another kind stands for itself; anything else has no text but JSON.
      return isText && !mediaType.isJSON
        ? .plain : .style(.json, isReserved: false, members: nil)
    case .style(let style, let explode, let allowsReserved, let schema):
      let isReserved = allowsReserved && parameter.place == .query
      let planned = Self.style(style, isExploded: explode)
      let isPlain =
        planned != .label && planned != .labelExploded && planned != .matrix
        && planned != .matrixExploded
      if isText, isPlain, !isReserved { return .plain }
      let members = planned == .form ? members(of: schema, beside: parameter, others) : nil
      return .style(planned, isReserved: isReserved, members: members)
    }
  }

  static func style(
    _ style: Parameter.Style, isExploded: Bool
  ) -> ParameterPlan.Style {
    switch style {
    case .simple: isExploded ? .simpleExploded : .simple
    case .label: isExploded ? .labelExploded : .label
    case .matrix: isExploded ? .matrixExploded : .matrix
    case .form: isExploded ? .form : .formJoined
    case .spaceDelimited: isExploded ? .form : .spaceDelimited
    case .pipeDelimited: isExploded ? .form : .pipeDelimited
    case .deepObject: .deepObject
    }
  }

  /// What the members of a schema's objects are called; `nil` if it has no objects.
  private func members(
    of schema: Schema, beside parameter: Parameter, _ others: [Parameter]
  ) -> ParameterPlan.Members? {
    var visited: Set<SchemaID> = []
    let others = others.filter { $0.place == parameter.place && !$0.name.isExactly(parameter.name) }
    guard case .allBut = members(of: schema, beside: [], visited: &visited) else {
      visited = []
      return members(of: schema, beside: [], visited: &visited)
    }
    // Neither another parameter nor, where its own name is not written, a member of its.
    let taken = others.flatMap { other -> [String] in
      guard case .style(.form, explode: true, _, let schema) = other.serialization else {
        return [other.name]
      }
      var visited: Set<SchemaID> = []
      guard case .named(let names) = members(of: schema, beside: [], visited: &visited) else {
        return [other.name]
      }
      return [other.name] + names
    }
    return .allBut(taken)
  }

  /// The same of the members of an object that stands alone.
  func members(of schema: Schema) -> ParameterPlan.Members? {
    var visited: Set<SchemaID> = []
    return members(of: schema, beside: [], visited: &visited)
  }

  private func members(
    of schema: Schema, beside others: [String], visited: inout Set<SchemaID>
  ) -> ParameterPlan.Members? {
    guard let schema = types.shapes.resolved(schema), visited.insert(schema.id).inserted else {
      return nil
    }
    switch types.shapes.form(of: schema) {
    case .map: return .allBut(others)
    case .object(let merged):
      return merged.additional.isEmpty && merged.patternProperties.isEmpty && !merged.allowsAny
        ? .named(merged.properties.map(\.name)) : .allBut(others)
    case .union(let union):
      var names: [String] = []
      for member in union.members {
        switch members(of: member.schema, beside: others, visited: &visited) {
        case .allBut(let others): return .allBut(others)
        case .named(let more): names += more.filter { !names.contains($0) }
        case nil: break
        }
      }
      return names.isEmpty ? nil : .named(names)
    case .any, .single, .scalar, .array, .tuple, .enumeration, .values: return nil
    }
  }
}
