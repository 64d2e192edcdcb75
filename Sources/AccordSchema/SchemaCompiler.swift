import AccordJSON
import AccordPatterns

/// Turns schemas into nodes: each place once, however often it is referred to.
struct SchemaCompiler {
  let resources: SchemaResources
  private var ids: [SchemaLocation: SchemaNode.ID] = [:]
  private var pending: [Pending] = []
  private var nodes: [SchemaNode?] = []
  private var problems: [(node: SchemaNode.ID, problem: SchemaProblem)] = []
  private var patterns: [ExactString: RegularExpression?] = [:]
  private var enteredResources: Set<SchemaResource.ID> = []
  private var dynamicNames: Set<ExactString> = []
  private var dynamicAnchors: [SchemaResource.ID: [ExactString: SchemaNode.ID]] = [:]

  struct Pending {
    let id: SchemaNode.ID
    let location: SchemaLocation
    let resource: SchemaResource.ID
    let source: JSONValue
  }

  init(resources: SchemaResources) {
    self.resources = resources
  }

  /// The node of a schema from which compiling starts.
  mutating func root(_ location: SchemaLocation) throws(SchemaError) -> SchemaNode.ID {
    guard resources.hasDocument(location.uri),
      let resource = resources.resource(containing: location)
    else { throw SchemaError(reason: .unknownDocument, location: location) }
    guard let source = resources.value(at: location) else {
      throw SchemaError(reason: .nothingThere, location: location)
    }
    switch source {
    case .object, .bool: return node(at: location, source: source, resource: resource)
    case .null, .number, .string, .array:
      throw SchemaError(reason: .notASchema, location: location)
    }
  }

  /// Compiles all that the roots lead to.
  mutating func link() -> SchemaProgram {
    repeat {
      while let next = pending.popLast() { compile(next) }
      addDynamicAnchors()
    } while !pending.isEmpty
    return SchemaProgram(
      nodes: nodes.compactMap(\.self), dynamicAnchors: dynamicAnchors, problems: problems)
  }

  /// Whatever a dynamic reference may mean in some scope has to be compiled.
  private mutating func addDynamicAnchors() {
    // In a fixed order, so that the same schemas always become the same program.
    for resource in enteredResources.sorted() {
      for name in dynamicNames.sorted() where dynamicAnchors[resource]?[name] == nil {
        guard let anchor = resources.resources[resource].anchors[name], anchor.isDynamic,
          let source = resources.value(at: anchor.location)
        else { continue }
        let id = node(at: anchor.location, source: source, resource: resource)
        dynamicAnchors[resource, default: [:]][name] = id
      }
    }
  }

  // MARK: - Nodes

  private mutating func node(
    at location: SchemaLocation, source: JSONValue, resource: SchemaResource.ID
  ) -> SchemaNode.ID {
    if let id = ids[location] { return id }
    let id = nodes.count
    nodes.append(nil)
    ids[location] = id
    enteredResources.insert(resource)
    pending.append(Pending(id: id, location: location, resource: resource, source: source))
    return id
  }

  /// The node of a schema that stands inside the one being compiled.
  mutating func child(
    _ source: JSONValue, at location: SchemaLocation, of parent: Pending
  ) -> SchemaNode.ID {
    node(
      at: location, source: source,
      resource: resources.resource(rootedAt: location) ?? parent.resource)
  }

  private mutating func compile(_ schema: Pending) {
    var rules: SchemaRules
    switch schema.source {
    case .bool(let verdict):
      rules = SchemaRules(verdict: verdict)
    case .object(let keywords):
      rules = compile(keywords, of: schema)
    case .null, .number, .string, .array:
      rules = .acceptsAll
      report("a schema is an object or a boolean, and this is neither", schema, nil)
    }
    nodes[schema.id] = SchemaNode(
      location: schema.location, resource: schema.resource, source: schema.source, rules: rules)
  }

  private mutating func compile(
    _ keywords: JSONDictionary<JSONValue>, of schema: Pending
  ) -> SchemaRules {
    let resource = resources.resources[schema.resource]
    let dialect = resource.dialect
    var rules = SchemaRules()
    compileReferences(keywords, of: schema, into: &rules)
    // Before 2019 whatever stands beside a reference was ignored.
    if !dialect.isModern && rules.hasReference { return rules }
    let vocabularies = resources.vocabularies(of: resource)
    if vocabularies.contains(.validation) {
      compileValues(keywords, of: schema, dialect: dialect, into: &rules)
      compileNumbers(keywords, of: schema, into: &rules)
    }
    compileStrings(keywords, of: schema, vocabularies: vocabularies, into: &rules)
    compileArrays(keywords, of: schema, vocabularies: vocabularies, into: &rules)
    compileObjects(keywords, of: schema, vocabularies: vocabularies, into: &rules)
    if vocabularies.contains(.applicator) {
      compileApplicators(keywords, of: schema, dialect: dialect, into: &rules)
    }
    if vocabularies.contains(.unevaluated), dialect.isModern {
      rules.unevaluatedItems = subschema("unevaluatedItems", keywords, of: schema)
      rules.unevaluatedProperties = subschema("unevaluatedProperties", keywords, of: schema)
    }
    rules.isReadOnly = keywords["readOnly"]?.bool ?? false
    rules.isWriteOnly = keywords["writeOnly"]?.bool ?? false
    return rules
  }

  // MARK: - References

  private mutating func compileReferences(
    _ keywords: JSONDictionary<JSONValue>, of schema: Pending, into rules: inout SchemaRules
  ) {
    let isModern = resources.resources[schema.resource].dialect.isModern
    if let reference = reference("$ref", keywords, of: schema, into: &rules) {
      rules.reference = reference.id
    }
    guard isModern, let target = reference("$dynamicRef", keywords, of: schema, into: &rules) else {
      return
    }
    guard let anchor = target.dynamicAnchor else {
      // A dynamic reference to anything but a dynamic anchor is a plain one; there may be one already.
      if rules.reference == nil {
        rules.reference = target.id
      } else {
        rules.allOf.append(target.id)
      }
      return
    }
    dynamicNames.insert(ExactString(anchor))
    rules.dynamicReference = DynamicReference(initial: target.id, anchor: ExactString(anchor))
  }

  private mutating func reference(
    _ keyword: String, _ keywords: JSONDictionary<JSONValue>, of schema: Pending,
    into rules: inout SchemaRules
  ) -> (id: SchemaNode.ID, dynamicAnchor: String?)? {
    guard let value = keywords[keyword] else { return nil }
    guard let text = value.string else {
      report("the reference is no string", schema, keyword)
      rules.hasUnresolvedReference = true
      return nil
    }
    guard let target = resources.target(of: text, in: schema.resource),
      let source = resources.value(at: target.location),
      let resource = resources.resource(containing: target.location)
    else {
      report("the reference \(JSONValue.string(text)) leads nowhere", schema, keyword)
      rules.hasUnresolvedReference = true
      return nil
    }
    return (node(at: target.location, source: source, resource: resource), target.dynamicAnchor)
  }

  // MARK: - What the keyword groups share

  mutating func report(_ message: String, _ schema: Pending, _ keyword: String?) {
    let location = keyword.map { schema.location.appending($0) } ?? schema.location
    problems.append((schema.id, SchemaProblem(location: location, message: message)))
  }

  mutating func subschema(
    _ keyword: String, _ keywords: JSONDictionary<JSONValue>, of schema: Pending
  ) -> SchemaNode.ID? {
    guard let source = keywords[keyword] else { return nil }
    return child(source, at: schema.location.appending(keyword), of: schema)
  }

  mutating func subschemas(
    _ keyword: String, _ keywords: JSONDictionary<JSONValue>, of schema: Pending
  ) -> [SchemaNode.ID] {
    guard let value = keywords[keyword] else { return [] }
    guard let items = value.array else {
      report("expected an array of schemas", schema, keyword)
      return []
    }
    let location = schema.location.appending(keyword)
    return items.enumerated().map { child($1, at: location.appending($0), of: schema) }
  }

  mutating func members(
    _ keyword: String, _ keywords: JSONDictionary<JSONValue>, of schema: Pending
  ) -> JSONDictionary<JSONValue> {
    guard let value = keywords[keyword] else { return [:] }
    guard let members = value.object else {
      report("expected an object", schema, keyword)
      return [:]
    }
    return members
  }

  /// A length or count. Above the largest `Int` it stays at that: no value is that long.
  mutating func count(
    _ keyword: String, _ keywords: JSONDictionary<JSONValue>, of schema: Pending
  ) -> Int? {
    guard let value = keywords[keyword] else { return nil }
    guard let number = value.number, number.isInteger, number >= 0 else {
      report("expected an integer that is not negative", schema, keyword)
      return nil
    }
    return number.integer(as: Int.self) ?? Int.max
  }

  mutating func names(_ value: JSONValue, _ schema: Pending, _ keyword: String) -> [String] {
    guard let items = value.array else {
      report("expected an array of names", schema, keyword)
      return []
    }
    let names = items.compactMap(\.string)
    if names.count < items.count { report("a name is a string", schema, keyword) }
    return names
  }

  mutating func expression(
    _ pattern: String, _ schema: Pending, _ keyword: String
  ) -> RegularExpression? {
    let key = ExactString(pattern)
    if patterns[key] == nil { patterns[key] = .some(RegularExpression(pattern)) }
    if let known = patterns[key], let expression = known { return expression }
    report(
      "\(JSONValue.string(pattern)) is no regular expression that is understood here (ECMA-262)",
      schema, keyword)
    return nil
  }
}

extension SchemaRules {
  var hasReference: Bool { reference != nil || hasUnresolvedReference }
}
