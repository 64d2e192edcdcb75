import AccordJSON
import AccordOpenAPI

/// Makes the plan of an API from its document. Everything is decided here.
public struct Planner {
  private let document: OpenAPIDocument
  private let options: Generator.Options
  private let module: String

  public init(_ document: OpenAPIDocument, _ options: Generator.Options = .init()) {
    self.document = document
    self.options = options
    module = options.module ?? Generator.moduleName(for: document)
  }

  /// - Parameter module: the name of the module that the code is for; `nil`: named after the document's title.
  public init(_ document: OpenAPIDocument, module: String?) {
    self.init(document, Generator.Options(module: module))
  }

  /// The plan, and what is worth knowing about it.
  public func plan() -> (plan: APIPlan, diagnostics: [Diagnostic]) {
    let naming = SwiftNaming(learningFrom: document.components.schemas.map(\.name))
    let names = APINames(module: module, base: base)
    let overrides = NameOverrides(document, renames: options.renames)
    let webhookNames = APINames(module: module, base: base, subject: .webhooks)
    var webhooks = WebhookPlanner(
      document, names: webhookNames, naming: naming, keepsOperationIDs: options.keepsOperationIDs
    ) { options.selection.contains($0) }
    let types = TypePlanner(
      document, naming: naming, overrides: overrides,
      reserving: names.all + (webhooks.isEmpty ? [] : webhookNames.all), selected: selected)
    var operationPlanner = OperationPlanner(document, naming: naming, types: types)
    let operations = operationPlanner.plan(
      document.operations, base: names.base, keepsOperationIDs: options.keepsOperationIDs
    ) { options.selection.contains($0) }
    let webhookPlan = webhooks.plan(&operationPlanner)
    var plan = APIPlan(
      names: names, documentation: document.info.description, types: types.finish(),
      operations: operations, webhooks: webhookPlan, viewers: viewers(naming), masks: [],
      batches: [],
      invalidations: [])
    var securityPlanner = SecurityPlanner(document, naming: naming)
    let chosen = document.operations.filter { options.selection.contains($0) }
    let (security, requirements) = securityPlanner.plan(chosen)
    var serverPlanner = ServerPlanner(document, naming: naming)
    let (servers, ownServers) = serverPlanner.plan(chosen)
    plan.security = security
    plan.servers = servers
    for (index, (requirement, server)) in zip(requirements, ownServers).enumerated()
    where plan.operations.indices.contains(index) {
      plan.operations[index].security = requirement
      plan.operations[index].server = server
    }
    var refusals = SharedRefusals(
      types, of: plan.operations + (plan.webhooks?.operations ?? []))
    plan.operations = plan.operations.map { refusals.share($0) }
    if let operations = plan.webhooks?.operations {
      plan.webhooks?.operations = operations.map { refusals.share($0) }
    }
    plan.refusals = refusals.plans
    let cycles = AliasCycles(plan.types)
    if !cycles.isEmpty { plan.types = plan.types.map(cycles.broken) }
    plan.tags = tags(of: operations)
    let recursion = Recursion(plan.types)
    let validation = Validation(plan.types)
    for index in plan.types.indices {
      plan.types[index].changeProperties { owner, property in
        property.isBoxed = recursion.connects(owner, property.type)
        property.checks = validation.pruned(property.checks, of: property.type)
      }
    }
    plan.operations = plan.operations.map { validation.pruned($0) }
    if let operations = plan.webhooks?.operations {
      plan.webhooks?.operations = operations.map { validation.pruned($0) }
    }
    plan.masks = MaskPlanner(plan, document).masks()
    var relations = RelationPlanner(plan, document, isSelection: !options.selection.isEmpty)
    plan.batches = relations.batches()
    plan.invalidations = relations.invalidations()
    return (
      plan,
      options.selection.mistakes(in: document) + overrides.diagnostics + types.diagnostics
        + types.shapes.diagnostics + operationPlanner.diagnostics + webhooks.diagnostics
        + serverPlanner.diagnostics
        + relations.diagnostics
    )
  }

  private func tags(of operations: [OperationPlan]) -> [TagPlan] {
    var used = Set(operations.compactMap(\.tag).map { ExactString($0) })
    var tags: [TagPlan] = []
    for tag in document.tags where used.remove(ExactString(tag.name)) != nil {
      tags.append(TagPlan(name: tag.name, documentation: tag.description))
    }
    for name in operations.compactMap(\.tag) where used.remove(ExactString(name)) != nil {
      tags.append(TagPlan(name: name, documentation: nil))
    }
    return tags
  }

  /// The schemas that the selected operations can meet; `nil` if all are wanted.
  private var selected: Set<SchemaID>? {
    guard !options.selection.isEmpty else { return nil }
    let operations = (document.operations + document.webhooks).filter(options.selection.contains)
    let callbacks = document.callbacks.filter { options.selection.contains($0.parent) }
      .flatMap(\.callback.operations)
    return SchemaReach(operations + callbacks, in: document.schemas).schemas
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
