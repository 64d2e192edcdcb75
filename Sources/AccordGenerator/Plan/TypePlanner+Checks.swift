import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  /// What is checked of a value where a schema is used. What named and nested types check of themselves is
  /// one of the checks.
  func checks(of schema: Schema) -> [CheckPlan] {
    if schema.isPureLink { return checks(ofLink: schema) }
    let shape = shapes.shape(of: schema)
    switch shape.form {
    case .any: return conditions(on: shape).map(CheckPlan.meets)
    case .single(let member):
      return checks(of: member) + own(shape, type: plainType(of: member))
    case .scalar(let type): return own(shape, type: type)
    case .array(let items):
      return own(shape, type: .array(.value)) + each(items.map { checks(of: $0) } ?? [])
    case .map(let values):
      return own(shape, type: .map(.value)) + each(values.map { checks(of: $0) } ?? [])
    case .enumeration(let strings): return strings.isOpen ? [] : [.known]
    case .values: return [.known]
    case .object: return [.own]
    case .tuple, .union: return [.own] + conditions(on: shape).map(CheckPlan.meets)
    }
  }

  private func checks(ofLink schema: Schema) -> [CheckPlan] {
    guard let id = schema.link?.target, let target = document.schemas[id] else { return [] }
    if let known = checksByTarget[id] { return known }
    // Aliases that lead back to themselves have nothing more to say.
    // Nor is there anybody who would want checks of a hundred arrays inside one another.
    guard aliasesBeingRead.count < 128, aliasesBeingRead.insert(id).inserted else { return [] }
    defer { aliasesBeingRead.remove(id) }
    let checks = checks(of: target)
    checksByTarget[id] = checks
    return checks
  }

  private func each(_ checks: [CheckPlan]) -> [CheckPlan] {
    checks.isEmpty ? [] : [.each(checks)]
  }

  /// The type, as far as its constraints depend on it.
  private func plainType(of schema: Schema) -> TypeReference {
    guard let resolved = shapes.resolved(schema) else { return .value }
    switch shapes.form(of: resolved) {
    case .scalar(let type): return type
    case .array: return .array(.value)
    case .map: return .map(.value)
    case .any, .single, .object, .enumeration, .values, .tuple, .union: return .value
    }
  }

  /// What stands beside the form and no type expresses, each once.
  func conditions(on shape: SchemaShape) -> [JSONValue] {
    var conditions: [JSONValue] = []
    for schema in shape.constraints {
      guard let condition = shapes.conditions.condition(of: schema),
        !conditions.contains(condition)
      else { continue }
      conditions.append(condition)
    }
    return conditions
  }

  private func own(_ shape: SchemaShape, type: TypeReference) -> [CheckPlan] {
    var checks: [CheckPlan] = []
    for schema in shape.constraints {
      for check in self.checks(on: schema, type: type) where !checks.contains(check) {
        checks.append(check)
      }
    }
    return checks + conditions(on: shape).map(CheckPlan.meets)
  }

  // MARK: - One schema

  /// What a schema itself demands of values of a type, without what is inside them.
  private func checks(on schema: Schema, type: TypeReference) -> [CheckPlan] {
    var checks: [CheckPlan] = []
    switch type {
    case .string, .timestamp, .calendarDate, .time, .duration, .base64:
      if schema.minLength ?? 0 > 0 || schema.maxLength != nil {
        checks.append(.length(min: schema.minLength, max: schema.maxLength))
      }
      if let pattern = schema.pattern { checks.append(.pattern(pattern)) }
    case .int, .int32, .int64, .uint32, .uint64, .double, .float, .number:
      checks += numberChecks(on: schema, type: type)
    case .array:
      let places = schema.items?.boolean == false ? schema.prefixItems.count : nil
      let most = [schema.maxItems, places].compactMap(\.self).min()
      if schema.minItems ?? 0 > 0 || most != nil {
        checks.append(.count(min: schema.minItems, max: most))
      }
      if schema.uniqueItems { checks.append(.unique) }
    case .map:
      if schema.minProperties ?? 0 > 0 || schema.maxProperties != nil {
        checks.append(.count(min: schema.minProperties, max: schema.maxProperties))
      }
    // All UUIDs are of one length and one form.
    case .bool, .uuid, .file, .value, .optional, .named:
      break
    }
    if let values = schema.constant.map({ [$0] }) ?? schema.enumeration, type.isScalarValue {
      checks.append(.values(values.map(\.value)))
    }
    return checks
  }

  private func numberChecks(on schema: Schema, type: TypeReference) -> [CheckPlan] {
    var checks: [CheckPlan] = []
    let bounds = ScalarFormats.bounds(schema.format)
    func bound(_ number: JSONNumber?) -> JSONNumber? { number.map { $0.written(as: type) ?? $0 } }
    let minimum = bound(
      [schema.minimum, bounds.map { JSONNumber($0.lowerBound) }].compactMap(\.self).max())
    let maximum = bound(
      [schema.maximum, bounds.map { JSONNumber($0.upperBound) }].compactMap(\.self).min())
    let above = bound(schema.exclusiveMinimum)
    let below = bound(schema.exclusiveMaximum)
    let numbers = [minimum, maximum, above, below].compactMap(\.self)
    if numbers.allSatisfy({ $0.written(as: type) != nil }) {
      if !numbers.isEmpty {
        checks.append(.range(min: minimum, max: maximum, above: above, below: below))
      }
    } else {
      checks.append(.exactRange(min: minimum, max: maximum, above: above, below: below))
    }
    if let divisor = schema.multipleOf {
      let written = type.isInteger ? divisor.written(as: type) : nil
      checks.append(written.map { .multiple(of: $0) } ?? .exactMultiple(of: divisor))
    }
    if type == .number, schema.types == .integer {
      checks.append(.exactMultiple(of: JSONNumber(1)))
    }
    return checks
  }
}

extension JSONNumber {
  /// The same value as a literal of the type; `nil` if the type has no such value.
  func written(as type: TypeReference) -> JSONNumber? {
    switch type {
    case .int, .int64: integer(as: Int64.self).map { JSONNumber($0) }
    case .int32: integer(as: Int32.self).map { JSONNumber($0) }
    case .uint32: integer(as: UInt32.self).map { JSONNumber($0) }
    case .uint64: integer(as: UInt64.self).map { JSONNumber($0) }
    case .float: Float(double).isFinite ? self : nil
    case .double: double.isFinite ? self : nil
    case .number, .string, .bool, .timestamp, .calendarDate, .time, .duration, .uuid, .base64,
      .file, .value, .array, .map,
      .optional, .named:
      nil
    }
  }
}

extension TypeReference {
  fileprivate var isInteger: Bool {
    switch self {
    case .int, .int32, .int64, .uint32, .uint64: true
    case .double, .float, .number, .string, .bool, .timestamp, .calendarDate, .time, .duration,
      .uuid, .base64, .file,
      .value, .array, .map, .optional, .named:
      false
    }
  }

  fileprivate var isScalarValue: Bool { isNumber || isText || self == .bool }
}
