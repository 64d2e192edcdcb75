import AccordJSON
import AccordOpenAPI

/// Makes the plan of an API from its document. Everything is decided here.
public struct Planner {
  private let document: OpenAPIDocument
  private let module: String

  /// - Parameter module: the name of the module that the code is for; `nil`: named after the document's title.
  public init(_ document: OpenAPIDocument, module: String?) {
    self.document = document
    self.module = module ?? SwiftNaming().typeName(document.info.title)
  }

  /// The plan, and what is worth knowing about it.
  public func plan() -> (plan: APIPlan, diagnostics: [Diagnostic]) {
    let naming = SwiftNaming(learningFrom: document.components.schemas.map(\.name))
    let names = APINames(module: module, base: base)
    let types = TypePlanner(document, naming: naming, reserving: names.all)
    var operationPlanner = OperationPlanner(document, naming: naming, types: types)
    let operations = operationPlanner.plan(document.operations, base: names.base)
    var plan = APIPlan(
      names: names, documentation: document.info.description, types: types.finish(),
      operations: operations, viewers: viewers(naming), masks: [], batches: [],
      invalidations: [])
    let recursion = Recursion(plan.types)
    plan.types = plan.types.map { $0.boxing(by: recursion) }
    var validation = Validation(plan.types)
    plan.types = plan.types.map { validation.pruned($0) }
    plan.operations = plan.operations.map { validation.pruned($0) }
    plan.masks = MaskPlanner(plan, document).masks()
    var relations = RelationPlanner(plan, document)
    plan.batches = relations.batches()
    plan.invalidations = relations.invalidations()
    return (plan, types.diagnostics + relations.diagnostics)
  }

  private var base: String {
    let name = SwiftNaming().typeName(module)
    let stem = name.hasSuffix("API") ? String(name.dropLast(3)) : name
    return stem.isEmpty ? "Service" : stem
  }

  private func viewers(_ naming: SwiftNaming) -> [ViewerPlan] {
    var scope = NameScope()
    return document.accord.viewers.map {
      ViewerPlan(
        value: $0.name, name: ReservedNames.escaped(scope.claim(naming.memberName($0.name))))
    }
  }
}

extension TypePlan {
  fileprivate func boxing(by recursion: Recursion) -> TypePlan {
    var plan = self
    plan.nested = nested.map { $0.boxing(by: recursion) }
    if case .structure(var structure) = shape {
      for index in structure.properties.indices {
        structure.properties[index].isBoxed = recursion.connects(
          qualifiedName, structure.properties[index].type)
      }
      plan.shape = .structure(structure)
    }
    // An alias that leads to itself stands for nothing; any value may be there.
    if case .alias = shape, recursion.isRecursive(qualifiedName) { plan.shape = .alias(.value) }
    return plan
  }
}

/// Knows which types have anything to check, so that no code is generated for the others.
private struct Validation {
  private var types: [String: TypePlan] = [:]
  private var checked: Set<String> = []

  init(_ plans: [TypePlan]) {
    let all = plans.flatMap(\.flattened)
    for plan in all { types[plan.qualifiedName] = plan }
    var before = -1
    while before != checked.count {
      before = checked.count
      for plan in all where !checked.contains(plan.qualifiedName) && hasChecks(plan) {
        checked.insert(plan.qualifiedName)
      }
    }
  }

  private func hasChecks(_ plan: TypePlan) -> Bool {
    switch plan.shape {
    case .structure(let structure):
      structure.properties.contains { !pruned($0.checks, of: $0.type).isEmpty }
    case .union(let union):
      union.cases.contains { !pruned([.own], of: $0.type).isEmpty }
    case .enumeration, .alias: false
    }
  }

  func pruned(_ checks: [CheckPlan], of type: TypeReference) -> [CheckPlan] {
    checks.compactMap { check in
      switch check {
      case .own:
        guard case .named(let name) = target(of: type) else { return nil }
        return checked.contains(name) ? .own : nil
      case .known:
        guard case .named(let name) = target(of: type), case .enumeration = types[name]?.shape
        else { return nil }
        return .known
      case .each(let inner):
        let element: TypeReference
        switch target(of: type) {
        case .array(let item): element = item
        case .map(let value): element = value
        case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
          .timestamp, .calendarDate, .uuid, .base64, .value, .optional, .named:
          return nil
        }
        let rest = pruned(inner, of: element)
        return rest.isEmpty ? nil : .each(rest)
      case .length:
        return target(of: type) == .string ? check : nil
      case .range, .multiple, .count, .unique: return check
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
    if case .structure(var structure) = plan.shape {
      for index in structure.properties.indices {
        let property = structure.properties[index]
        structure.properties[index].checks = pruned(property.checks, of: property.type)
      }
      plan.shape = .structure(structure)
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
    if var body = plan.body, case .json(let type, _) = body.content {
      body.checks = pruned(body.checks, of: type)
      plan.body = body
    }
    return plan
  }
}
