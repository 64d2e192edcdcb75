import AccordJSON
import AccordOpenAPI

/// Decides which types are shown differently to different viewers, and how.
struct MaskPlanner {
  private let plan: APIPlan
  private let document: OpenAPIDocument
  private let types: [String: TypePlan]

  init(_ plan: APIPlan, _ document: OpenAPIDocument) {
    self.plan = plan
    self.document = document
    types = plan.viewers.isEmpty ? [:] : plan.typesByName
  }

  func masks() -> [MaskPlan] {
    guard !plan.viewers.isEmpty else { return [] }
    let all = plan.types.flatMap(\.flattened)
    // A type is masked if it has a mask, or holds a value of a type that is.
    var masked = Set(all.filter { !rules(of: $0).isEmpty }.map(\.qualifiedName))
    var holders: [String: [String]] = [:]
    for type in all {
      for name in held(by: type) { holders[name, default: []].append(type.qualifiedName) }
    }
    var waiting = Array(masked)
    while let name = waiting.popLast() {
      for holder in holders[name, default: []] where masked.insert(holder).inserted {
        waiting.append(holder)
      }
    }
    return all.filter { masked.contains($0.qualifiedName) }.compactMap { type in
      guard case .structure(let structure) = type.shape else { return nil }
      let descents = structure.properties
        .filter { $0.type.name.map(masked.contains) ?? false }
        .map { MaskPlan.Descent(property: $0.name, type: $0.type, kind: $0.kind) }
      return MaskPlan(type: type.qualifiedName, rules: rules(of: type), descents: descents)
    }
  }

  private func held(by type: TypePlan) -> [String] {
    switch type.shape {
    case .structure(let structure): structure.properties.compactMap(\.type.name)
    case .union, .tuple, .enumeration, .values, .multipart, .headers, .alias: []
    }
  }

  private func rules(of type: TypePlan) -> [MaskPlan.Rule] {
    guard case .structure(let structure) = type.shape else { return [] }
    return structure.properties.compactMap { property in
      guard let mask = property.mask,
        let replacement = literal(mask.replacement, for: property)
      else { return nil }
      let conditions = mask.conditions.compactMap { condition -> String? in
        guard
          let sibling = structure.properties.first(where: {
            $0.jsonName.isExactly(condition.property)
          }), let value = literal(condition.value, for: sibling)
        else { return nil }
        let suffix = sibling.kind == .threeState ? ".value" : ""
        return "\(sibling.name)\(suffix) == \(value)"
      }
      guard conditions.count == mask.conditions.count else { return nil }
      return MaskPlan.Rule(
        property: property.name, replacement: replacement, conditions: conditions,
        visibleTo: plan.viewers.filter { mask.visibleTo.contains($0.value) }.map(\.name))
    }
  }

  private func valueEnum(of property: PropertyPlan) -> ValueEnumPlan? {
    guard case .named(let name) = property.type.unwrapped,
      case .values(let plan)? = types[name]?.shape
    else { return nil }
    return plan
  }

  /// A JSON value as Swift source for a property. The document's reader has made sure that it fits.
  private func literal(_ node: Node, for property: PropertyPlan) -> String? {
    switch (node.content, property.kind) {
    case (.null, .threeState): return ".null"
    case (.null, _): return "nil"
    case (_, _) where valueEnum(of: property) != nil:
      let known = valueEnum(of: property)?.cases.first { $0.value == node.value }
      return known.map { ".\($0.name)" }
    case (.string(let text), _):
      guard case .named(let name) = property.type.unwrapped else {
        return SourceText.literal(text)
      }
      guard case .enumeration(let enumeration) = types[name]?.shape else { return nil }
      let known = enumeration.cases.first { $0.value.isExactly(text) }
      return known.map { ".\($0.name)" } ?? ".unknown(\(SourceText.literal(text)))"
    case (.bool(let value), _): return value ? "true" : "false"
    case (.number(let number), _): return number.literal
    case (.array(let items), _): return items.isEmpty ? "[]" : nil
    case (.object(let object), _): return object.members.isEmpty ? "[:]" : nil
    }
  }
}
