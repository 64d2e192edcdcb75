/// Where a schema has other schemas inside.
enum SubschemaShape: Sendable {
  /// The keyword's value is a schema.
  case single
  /// It is an array of schemas.
  case list
  /// It is an object whose members are schemas.
  case map
  /// A schema or, as an older draft had it, an array of schemas.
  case singleOrList
  /// An object whose members are schemas or arrays of names.
  case mapOfSchemasOrNames

  /// `nil` for keywords whose value is data, even where it looks like a schema.
  init?(keyword: String, dialect: Dialect) {
    switch keyword {
    case "additionalProperties", "not":
      self = .single
    case "contains", "if", "then", "else", "propertyNames", "unevaluatedItems",
      "unevaluatedProperties", "contentSchema":
      guard dialect.isModern else { return nil }
      self = .single
    case "items":
      self = dialect == .draft4 ? .singleOrList : .single
    case "additionalItems":
      guard dialect == .draft4 else { return nil }
      self = .single
    case "allOf", "anyOf", "oneOf":
      self = .list
    case "prefixItems":
      guard dialect.isModern else { return nil }
      self = .list
    case "properties":
      self = .map
    case "$defs", "dependentSchemas":
      guard dialect.isModern else { return nil }
      self = .map
    case "patternProperties", "definitions":
      guard dialect != .openAPI30 else { return nil }
      self = .map
    case "dependencies":
      guard dialect != .openAPI30 else { return nil }
      self = .mapOfSchemasOrNames
    default:
      return nil
    }
  }
}
