import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  /// What a schema itself demands of values of a type, without what is inside them.
  func checks(on schema: Schema, type: TypeReference) -> [CheckPlan] {
    var checks: [CheckPlan] = []
    switch type {
    case .string:
      if schema.minLength ?? 0 > 0 || schema.maxLength != nil {
        checks.append(.length(min: schema.minLength, max: schema.maxLength))
      }
    case .int, .int32, .int64, .uint32, .uint64, .double, .float:
      let range = CheckPlan.range(
        min: bound(schema.minimum, for: type), max: bound(schema.maximum, for: type),
        above: bound(schema.exclusiveMinimum, for: type),
        below: bound(schema.exclusiveMaximum, for: type))
      if range != .range(min: nil, max: nil, above: nil, below: nil) { checks.append(range) }
      if type != .double, type != .float, let divisor = bound(schema.multipleOf, for: type) {
        checks.append(.multiple(of: divisor))
      }
    case .array:
      if schema.minItems ?? 0 > 0 || schema.maxItems != nil {
        checks.append(.count(min: schema.minItems, max: schema.maxItems))
      }
      if schema.uniqueItems { checks.append(.unique) }
    case .map:
      if schema.minProperties ?? 0 > 0 || schema.maxProperties != nil {
        checks.append(.count(min: schema.minProperties, max: schema.maxProperties))
      }
    case .bool, .number, .timestamp, .calendarDate, .uuid, .base64, .value, .optional, .named:
      break
    }
    return checks
  }

  /// A bound as the type can express it, or `nil` if it cannot: then every value of the type keeps it, or
  /// the document's bound has a fraction that no value of the type meets exactly.
  private func bound(_ number: JSONNumber?, for type: TypeReference) -> JSONNumber? {
    guard let number else { return nil }
    switch type {
    case .int, .int64: return number.integer(as: Int64.self).map { JSONNumber($0) }
    case .int32: return number.integer(as: Int32.self).map { JSONNumber($0) }
    case .uint32: return number.integer(as: UInt32.self).map { JSONNumber($0) }
    case .uint64: return number.integer(as: UInt64.self).map { JSONNumber($0) }
    case .float: return Float(number.double).isFinite ? number : nil
    default: return number.double.isFinite ? number : nil
    }
  }
}
