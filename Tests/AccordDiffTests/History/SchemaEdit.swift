import AccordJSON
import AccordTesting

/// What people do to schemas.
enum SchemaEdit: CaseIterable {
  case renameProperty, removeProperty, addProperty, addRequiredProperty, toggleRequired
  case changeType, toggleNull, addValue, removeValue, dropValues, limitValues
  case minimum, maximum, multiple, minLength, maxLength, pattern, format
  case minItems, maxItems, unique, closeOrOpen, typeOfMembers, defaultValue
  case description, deprecated, readOnly, writeOnly
  case wrapInAllOf, addAlternative, removeAlternative, reference, exclude

  /// `nil` where the schema has nothing to do it to.
  func apply(
    to schema: JSONValue, _ components: [String], _ random: inout SeededGenerator
  ) -> JSONValue? {
    guard var members = schema.object else { return nil }
    switch self {
    case .renameProperty, .removeProperty, .addProperty, .addRequiredProperty, .toggleRequired,
      .closeOrOpen, .typeOfMembers:
      guard editMembers(&members, components, &random) else { return nil }
    case .addValue, .removeValue, .dropValues, .limitValues:
      guard editValues(&members, &random) else { return nil }
    case .minimum, .maximum, .multiple, .minLength, .maxLength, .minItems, .maxItems:
      guard editLimits(&members, &random) else { return nil }
    case .wrapInAllOf, .addAlternative, .removeAlternative, .reference, .exclude:
      guard editWhole(&members, schema, components, &random) else { return nil }
    case .changeType:
      let types = ["string", "integer", "number", "boolean"]
      guard let type = members["type"]?.string, types.contains(type) else { return nil }
      members["type"] = .string(types.randomElement(using: &random) ?? "string")
    case .toggleNull:
      guard let type = members["type"] else { return nil }
      switch type {
      case .string(let name): members["type"] = [.string(name), "null"]
      case .array(let names): members["type"] = .array(names.filter { $0 != "null" })
      case .null, .bool, .number, .object: return nil
      }
    case .pattern: toggle(&members, "pattern", "^[a-z]*$", ofType: "string")
    case .format:
      guard members["type"]?.string == "string" else { return nil }
      members["format"] = members["format"] == nil ? "date-time" : nil
    case .unique: toggle(&members, "uniqueItems", true, ofType: "array")
    case .defaultValue: toggle(&members, "default", "x", ofType: "string")
    case .description: members["description"] = "Something else."
    case .deprecated: members["deprecated"] = members["deprecated"] == nil ? true : nil
    case .readOnly: members["readOnly"] = members["readOnly"] == nil ? true : nil
    case .writeOnly: members["writeOnly"] = members["writeOnly"] == nil ? true : nil
    }
    return .object(members)
  }

  private func toggle(
    _ members: inout JSONDictionary<JSONValue>, _ key: String, _ value: JSONValue,
    ofType type: String
  ) {
    guard members["type"]?.string == type else { return }
    members[key] = members[key] == nil ? value : nil
  }

  // MARK: - Objects

  private func editMembers(
    _ members: inout JSONDictionary<JSONValue>, _ components: [String],
    _ random: inout SeededGenerator
  ) -> Bool {
    var properties = members["properties"]?.object ?? [:]
    let isObject = members["type"]?.string == "object" || !properties.isEmpty
    guard isObject else { return false }
    var required = members["required"]?.array ?? []
    let name = properties.map(\.key).randomElement(using: &random)
    switch self {
    case .renameProperty:
      guard let name, let value = properties[name] else { return false }
      properties[name] = nil
      properties[name + "_2"] = value
      required = required.map { $0.string == name ? .string(name + "_2") : $0 }
    case .removeProperty:
      guard let name else { return false }
      properties[name] = nil
      required.removeAll { $0.string == name }
    case .addProperty, .addRequiredProperty:
      properties["added_later"] = Self.anySchema(components, &random)
      if self == .addRequiredProperty { required.append("added_later") }
    case .toggleRequired:
      guard let name else { return false }
      if required.contains(.string(name)) {
        required.removeAll { $0.string == name }
      } else {
        required.append(.string(name))
      }
    case .closeOrOpen:
      members["additionalProperties"] = members["additionalProperties"] == nil ? false : nil
    case .typeOfMembers:
      members["additionalProperties"] = Self.anySchema(components, &random)
    default: return false
    }
    if members["properties"] != nil || !properties.isEmpty {
      members["properties"] = .object(properties)
    }
    members["required"] = required.isEmpty ? nil : .array(required)
    return true
  }

  private static func anySchema(
    _ components: [String], _ random: inout SeededGenerator
  ) -> JSONValue {
    let kinds: [JSONValue] = [
      ["type": "string"], ["type": "integer"], ["type": "string", "format": "date-time"],
      ["type": "string", "enum": ["on", "off"]], ["type": "array", "items": ["type": "string"]],
      ["type": "integer", "default": 3], ["type": "boolean"], [:],
    ]
    if Bool.random(using: &random), let name = components.randomElement(using: &random) {
      return ["$ref": .string("#/components/schemas/\(name)")]
    }
    return kinds.randomElement(using: &random) ?? [:]
  }

  // MARK: - Values and limits

  private func editValues(
    _ members: inout JSONDictionary<JSONValue>, _ random: inout SeededGenerator
  ) -> Bool {
    guard var values = members["enum"]?.array else {
      guard self == .limitValues, members["type"]?.string == "string" else { return false }
      members["enum"] = ["on", "off"]
      return true
    }
    switch self {
    case .addValue: values.append("added_later")
    case .removeValue:
      guard values.count > 1 else { return false }
      values.remove(at: Int.random(in: values.indices, using: &random))
    case .dropValues:
      members["enum"] = nil
      return true
    default: return false
    }
    members["enum"] = .array(values)
    return true
  }

  private func editLimits(
    _ members: inout JSONDictionary<JSONValue>, _ random: inout SeededGenerator
  ) -> Bool {
    let (key, types): (String, [String]) =
      switch self {
      case .minimum: ("minimum", ["integer", "number"])
      case .maximum: ("maximum", ["integer", "number"])
      case .multiple: ("multipleOf", ["integer", "number"])
      case .minLength: ("minLength", ["string"])
      case .maxLength: ("maxLength", ["string"])
      case .minItems: ("minItems", ["array"])
      default: ("maxItems", ["array"])
      }
    guard let type = members["type"]?.string, types.contains(type) else { return false }
    if members[key] != nil, Int.random(in: 0..<3, using: &random) == 0 {
      members[key] = nil
      return true
    }
    let isLower = key.hasPrefix("min")
    let number = Int64.random(in: isLower ? 0...3 : 4...60, using: &random)
    members[key] = .number(JSONNumber(number))
    return true
  }

  // MARK: - The whole schema

  private func editWhole(
    _ members: inout JSONDictionary<JSONValue>, _ schema: JSONValue, _ components: [String],
    _ random: inout SeededGenerator
  ) -> Bool {
    switch self {
    case .wrapInAllOf: members = ["allOf": [schema]]
    case .exclude: members["not"] = ["const": "x"]
    case .reference:
      guard let name = components.randomElement(using: &random) else { return false }
      members = ["$ref": .string("#/components/schemas/\(name)")]
    case .addAlternative:
      if let key = ["anyOf", "oneOf"].first(where: { members[$0] != nil }) {
        members[key] = .array(
          (members[key]?.array ?? []) + [Self.anySchema(components, &random)])
      } else {
        members = ["anyOf": [schema, Self.anySchema(components, &random)]]
      }
    case .removeAlternative:
      guard let key = ["anyOf", "oneOf"].first(where: { members[$0] != nil }),
        var branches = members[key]?.array, branches.count > 1
      else { return false }
      branches.remove(at: Int.random(in: branches.indices, using: &random))
      members[key] = .array(branches)
    default: return false
    }
    return true
  }
}

/// What people do to operations.
enum OperationEdit: CaseIterable {
  case remove, rename, addParameter, addRequiredParameter, removeParameter, toggleRequired
  case addStatus, addError, removeStatus, addContentType, removeContentType
  case requireBody, removeBody, protect, deprecate, describe

  /// `nil` where the operation has nothing to do it to.
  func apply(
    to operation: JSONValue, _ random: inout SeededGenerator
  ) -> (JSONValue, DocumentChange.AccordVerdict)? {
    guard var members = operation.object else { return nil }
    var least = DocumentChange.AccordVerdict.nothing
    switch self {
    case .remove: return nil
    case .rename: members["operationId"] = "renamed_later"
    case .deprecate: members["deprecated"] = true
    case .describe: members["description"] = "Something else."
    case .addParameter, .addRequiredParameter, .removeParameter, .toggleRequired:
      guard let verdict = editParameters(&members, &random) else { return nil }
      least = verdict
    case .addStatus, .addError, .removeStatus, .addContentType, .removeContentType:
      guard let verdict = editResponses(&members, &random) else { return nil }
      least = verdict
    case .requireBody:
      guard var body = members["requestBody"]?.object, body["content"] != nil else { return nil }
      least = body["required"] == true ? .nothing : .breaking
      body["required"] = body["required"] == true ? false : true
      members["requestBody"] = .object(body)
    case .removeBody:
      guard members["requestBody"] != nil else { return nil }
      members["requestBody"] = nil
      least = .risky
    case .protect:
      members["security"] = [["invented_later": ["a"]]]
      least = .risky
    }
    return (.object(members), least)
  }

  private func editParameters(
    _ members: inout JSONDictionary<JSONValue>, _ random: inout SeededGenerator
  ) -> DocumentChange.AccordVerdict? {
    var parameters = members["parameters"]?.array ?? []
    func isFree(_ parameter: JSONValue) -> Bool {
      parameter["in"]?.string == "query" || parameter["in"]?.string == "header"
    }
    let free = parameters.indices.filter { isFree(parameters[$0]) }
    var least = DocumentChange.AccordVerdict.nothing
    switch self {
    case .addParameter, .addRequiredParameter:
      let isRequired = self == .addRequiredParameter
      parameters.append([
        "name": "added_later", "in": "query", "required": .bool(isRequired),
        "schema": ["type": "string"],
      ])
      if isRequired { least = .breaking }
    case .removeParameter:
      guard let index = free.randomElement(using: &random) else { return nil }
      parameters.remove(at: index)
      least = .risky
    case .toggleRequired:
      guard let index = free.randomElement(using: &random),
        var parameter = parameters[index].object
      else { return nil }
      let wasRequired = parameter["required"] == true
      parameter["required"] = .bool(!wasRequired)
      parameters[index] = .object(parameter)
      if !wasRequired { least = .breaking }
    default: return nil
    }
    members["parameters"] = .array(parameters)
    return least
  }

  private func editResponses(
    _ members: inout JSONDictionary<JSONValue>, _ random: inout SeededGenerator
  ) -> DocumentChange.AccordVerdict? {
    guard var responses = members["responses"]?.object,
      let status = responses.map(\.key).randomElement(using: &random),
      var response = responses[status]?.object
    else { return nil }
    var least = DocumentChange.AccordVerdict.nothing
    switch self {
    case .addStatus:
      guard responses["206"] == nil, responses["2XX"] == nil, responses["default"] == nil else {
        return nil
      }
      responses["206"] = ["description": "a part"]
      least = .risky
    case .addError: responses["418"] = ["description": "a teapot"]
    case .removeStatus:
      guard responses.count > 1 else { return nil }
      responses[status] = nil
      if status.hasPrefix("2"), responses["default"] == nil, responses["2XX"] == nil {
        least = .breaking
      }
    case .addContentType, .removeContentType:
      guard var content = response["content"]?.object, let type = content.map(\.key).first else {
        return nil
      }
      if self == .addContentType {
        content["application/x-added-later"] = [:]
      } else {
        content[type] = nil
        content["application/x-added-later"] = [:]
      }
      least = .risky
      response["content"] = .object(content)
      responses[status] = .object(response)
    default: return nil
    }
    members["responses"] = .object(responses)
    return least
  }
}
