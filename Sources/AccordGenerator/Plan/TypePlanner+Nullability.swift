import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  /// Whether `null` is among the values.
  func isNullable(_ schema: Schema) -> Bool {
    if schema.isNullable { return true }
    if let types = schema.types, !types.contains(.null) { return false }
    let values = schema.constant.map { [$0] } ?? schema.enumeration
    if let values, !values.contains(where: { $0.kind == .null }) { return false }
    if let id = schema.link?.target {
      if let known = nullability.begin(id) { return known }
      return nullability.end(id, document.schemas[id].map(isNullable) ?? false)
    }
    for alternatives in [schema.oneOf, schema.anyOf] where !alternatives.isEmpty {
      return alternatives.contains(where: isNullable)
    }
    let parts = schema.allOf.filter { !$0.isAnnotation }
    if !parts.isEmpty { return parts.allSatisfy(isNullable) }
    return schema.types != nil || values != nil
  }
}
