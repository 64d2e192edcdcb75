import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  /// Whether `null` is among the values.
  func isNullable(_ schema: Schema) -> Bool {
    guard nullabilityBeingRead.insert(schema.id).inserted else { return false }
    defer { nullabilityBeingRead.remove(schema.id) }
    if schema.isNullable { return true }
    if let types = schema.types {
      if !types.contains(.null) { return false }
      return schema.enumeration?.contains { $0.kind == .null } ?? true
    }
    if let id = schema.reference?.target { return document.schemas[id].map(isNullable) ?? false }
    if let values = schema.enumeration { return values.contains { $0.kind == .null } }
    if let constant = schema.constant { return constant.kind == .null }
    let alternatives = schema.oneOf.isEmpty ? schema.anyOf : schema.oneOf
    if !alternatives.isEmpty { return alternatives.contains(where: isNullable) }
    let parts = schema.allOf.filter { !SchemaForm.isAnnotation($0) }
    if !parts.isEmpty { return parts.allSatisfy(isNullable) }
    return false
  }
}
