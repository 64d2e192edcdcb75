import AccordJSON
import AccordOpenAPI

/// What a schema is made of, seen with the eyes of a type system. `null` is left aside: it makes a type
/// optional, whatever the form. References are followed by whoever asks.
enum SchemaForm {
  case any
  /// Nothing but another schema: an `allOf` or `anyOf` of one.
  case single(Schema)
  case scalar(TypeReference)
  case array(items: Schema?)
  /// An object without named properties.
  case map(values: Schema?)
  case object(MergedObject)
  /// Strings.
  case enumeration([String])
  case union([Schema])

  init(of schema: Schema, in document: OpenAPIDocument) {
    if schema.boolean != nil {
      self = .any
    } else if schema.reference != nil {
      self = .single(schema)
    } else if let values = Self.strings(schema) {
      self = .enumeration(values)
    } else if !schema.allOf.isEmpty {
      self = Self.conjunction(schema, in: document)
    } else if let union = Self.alternatives(schema) {
      self = union
    } else {
      self = Self.typed(schema, in: document)
    }
  }

  /// Whether a schema says nothing about values.
  static func isAnnotation(_ schema: Schema) -> Bool {
    schema.boolean != false && schema.reference == nil && schema.types == nil
      && schema.enumeration == nil && schema.constant == nil && schema.properties.isEmpty
      && schema.additionalProperties == nil && schema.items == nil && schema.allOf.isEmpty
      && schema.anyOf.isEmpty && schema.oneOf.isEmpty && schema.format == nil
  }

  private static func strings(_ schema: Schema) -> [String]? {
    if let constant = schema.constant { return constant.string.map { [$0] } }
    guard let values = schema.enumeration else { return nil }
    let present = values.filter { $0.kind != .null }
    let strings = present.compactMap(\.string)
    guard !strings.isEmpty, strings.count == present.count else { return nil }
    if let types = schema.types, !types.contains(.string) { return nil }
    var seen: Set<ExactString> = []
    return strings.filter { seen.insert(ExactString($0)).inserted }
  }

  private static func conjunction(_ schema: Schema, in document: OpenAPIDocument) -> SchemaForm {
    let parts = schema.allOf.filter { !isAnnotation($0) }
    let isPlain =
      schema.properties.isEmpty && schema.anyOf.isEmpty && schema.oneOf.isEmpty
      && (schema.additionalProperties == nil || schema.additionalProperties?.boolean != nil)
    if isPlain, parts.count == 1, let only = parts.first, schema.required.isEmpty {
      return .single(only)
    }
    var merged = MergedObject()
    if merged.add(schema, in: document), !merged.properties.isEmpty { return .object(merged) }
    // Not all parts are objects with properties: the first that is more than an annotation decides.
    return parts.first.map { .single($0) } ?? typed(schema, in: document)
  }

  private static func alternatives(_ schema: Schema) -> SchemaForm? {
    let alternatives = schema.oneOf.isEmpty ? schema.anyOf : schema.oneOf
    guard !alternatives.isEmpty else { return nil }
    // Alternatives that only say which of the properties are required do not change the type.
    if alternatives.allSatisfy(isAnnotation) { return nil }
    let members = alternatives.filter { $0.types != [.null] && $0.constant?.kind != .null }
    guard schema.properties.isEmpty else { return nil }
    switch members.count {
    case 0: return .any
    case 1: return .single(members[0])
    default: return .union(members)
    }
  }

  private static func typed(_ schema: Schema, in document: OpenAPIDocument) -> SchemaForm {
    let types = (schema.types ?? inferred(schema)).subtracting(.null)
    switch types {
    case .boolean: return .scalar(.bool)
    case .integer: return .scalar(integer(schema.format))
    case .number, [.integer, .number]: return .scalar(number(schema.format))
    case .string: return .scalar(string(schema.format))
    case .array: return .array(items: schema.items)
    case .object:
      var merged = MergedObject()
      if merged.add(schema, in: document), !merged.properties.isEmpty { return .object(merged) }
      if schema.additionalProperties?.boolean == false { return .object(merged) }
      return .map(values: schema.additionalProperties)
    default:
      let single = [SchemaTypes.boolean, .integer, .number, .string, .array, .object]
        .filter(types.contains)
      return single.isEmpty ? .any : .union(single.map { schema.narrowed(to: $0) })
    }
  }

  /// For schemas without `type`: what their keywords are about.
  private static func inferred(_ schema: Schema) -> SchemaTypes {
    if !schema.properties.isEmpty || schema.additionalProperties != nil { return .object }
    if schema.items != nil { return .array }
    if let format = schema.format, string(format) != .string { return .string }
    return []
  }

  private static func integer(_ format: String?) -> TypeReference {
    switch format {
    case "int32": .int32
    case "int64": .int64
    case "uint32": .uint32
    case "uint64": .uint64
    default: .int
    }
  }

  private static func number(_ format: String?) -> TypeReference {
    switch format {
    case "float": .float
    case "decimal": .number
    case "int32": .int32
    case "int64": .int64
    default: .double
    }
  }

  private static func string(_ format: String?) -> TypeReference {
    switch format {
    case "date-time": .timestamp
    case "date": .calendarDate
    case "uuid": .uuid
    case "byte": .base64
    default: .string
    }
  }
}

extension Schema {
  /// The same schema for one of its types only.
  fileprivate func narrowed(to type: SchemaTypes) -> Schema {
    var keywords = keywords
    keywords.types = type
    keywords.title = nil
    return Schema(id: id, location: location, keywords: keywords)
  }
}
