import AccordJSON
import AccordOpenAPI

/// What a schema demands, with references followed and `allOf` taken together, so that two spellings of the same
/// demand look the same.
struct SchemaFacets {
  /// An alternative of an `anyOf` or `oneOf`; `null` has been taken out.
  struct Alternatives {
    var isExclusive: Bool
    var branches: [Schema]
    var discriminator: String?
  }

  /// One more schema for a value that another part has one for. Both have to be met.
  struct Further {
    /// Below the schema: `properties` and a name, `items`, and so on.
    var tokens: [String]
    var schema: Schema
  }

  struct Bound {
    var number: JSONNumber
    var isExclusive: Bool
  }

  /// Where the facets come from: the schema that is left once mere references are followed.
  var source: Schema
  /// `false` allows nothing.
  var isNever = false
  var isNullable = false
  /// Without `null`. `nil`: any.
  var types: SchemaTypes?
  /// Without `null`. A `const` is one value.
  var values: [JSONValue]?
  var formats: [String] = []
  var patterns: [String] = []
  var lower: Bound?
  var upper: Bound?
  var multiples: [JSONNumber] = []
  var minLength = 0
  var maxLength: Int?
  var contents: [String] = []
  var minItems = 0
  var maxItems: Int?
  var hasUniqueItems = false
  var items: Schema?
  var prefixItems: [Schema] = []
  var properties: [SchemaKeywords.Property] = []
  var required: Set<ExactString> = []
  /// What members may be that are not named. `nil`: anything, though nobody is expected to send it.
  var additional: Schema?
  /// Whether they are said to be anything, or nothing; `nil`: neither.
  var additionalBoolean: Bool? {
    guard let additional else { return nil }
    return additional.boolean ?? (additional.keywords.saysNothingOfValues ? true : nil)
  }
  var minProperties = 0
  var maxProperties: Int?
  /// In the order of the parts.
  private(set) var further: [Further] = []
  var alternatives: [Alternatives] = []
  /// Named schemas that are part of this one.
  var parts: [(name: String, schema: Schema)] = []
  /// Keywords that are compared as they are written.
  var conditions: [(keyword: String, value: JSONValue)] = []
  var discriminator: String?
  var defaultValue: JSONValue?
  var isReadOnly = false
  var isWriteOnly = false
  var isDeprecated = false
  var mask: Mask?

  /// - Parameter merged: Names of schemas that are taken together with what they are a part of, like parts without a
  ///   name.
  init(_ schema: Schema, in document: DiffedDocument, merging merged: Set<String> = []) {
    source = schema
    self.merged = merged
    var visited: Set<SchemaID> = []
    add(schema, in: document, isRoot: true, &visited)
    if isNullDenied && !isNullForced { isNullable = false }
    // All values of a type are the type.
    if types ?? .boolean == .boolean, values.map(Set.init) == [false, true] {
      (types, values) = (.boolean, nil)
    }
  }

  private let merged: Set<String>
  /// Whether a part that was merged says more of what is said beside it already, so that the two are not together here.
  private(set) var hasOverlaps = false

  /// All parts have to allow `null`: one that names types or values without it does not.
  private var isNullDenied = false
  /// `nullable` beside a reference or `allOf` says nothing by the letter; those who write it mean it.
  private var isNullForced = false

  /// - Parameter isRoot: whether the schema is the one that is looked at, and not a part of it.
  private mutating func add(
    _ schema: Schema, in document: DiffedDocument, isRoot: Bool, _ visited: inout Set<SchemaID>
  ) {
    guard visited.insert(schema.id).inserted else { return }
    if let boolean = schema.boolean {
      if !boolean { isNever = true }
      return
    }
    addAnnotations(of: schema)
    if let target = document.target(of: schema) {
      // What stands beside the reference belongs to the source as well.
      let isAll = isRoot && schema.keywords.isBareReference
      if isAll { source = target }
      add(target, in: document, isRoot: isAll, &visited)
    }
    addAssertions(of: schema)
    addObject(schema)
    addConditions(of: schema, in: document)
    for part in schema.allOf {
      if let name = document.componentName(of: part), !isOnlyPart(part, of: schema) {
        if merged.contains(name) {
          merge(part, in: document, &visited)
        } else {
          parts.append((name, part))
        }
      } else {
        let isAll =
          isRoot && isOnlyPart(part, of: schema) && schema.keywords.isBareComposition
          && schema.allOf.allSatisfy { $0 === part || $0.keywords.saysNothingOfValues }
        add(part, in: document, isRoot: isAll, &visited)
      }
    }
    for (branches, isExclusive) in [(schema.anyOf, false), (schema.oneOf, true)] {
      addAlternatives(branches, isExclusive, of: schema, in: document, isRoot: isRoot, &visited)
    }
  }

  private mutating func merge(
    _ part: Schema, in document: DiffedDocument, _ visited: inout Set<SchemaID>
  ) {
    let (own, ownItems, ownAdditional) = (properties, items, additional)
    (properties, items, additional) = ([], nil, nil)
    add(part, in: document, isRoot: false, &visited)
    // What members may be beside those of a part depends on the part alone.
    hasOverlaps =
      hasOverlaps || additional != nil || ownAdditional != nil || items != nil && ownItems != nil
      || own.contains { property in properties.contains { $0.name.isExactly(property.name) } }
    properties = own + properties
    items = ownItems ?? items
    additional = ownAdditional ?? additional
  }

  private func isOnlyPart(_ part: Schema, of schema: Schema) -> Bool {
    schema.allOf.filter { !$0.isAnnotation }.count == 1 && schema.properties.isEmpty
      && !part.isAnnotation
  }

  /// Alternatives of which only one is not `null` are that one.
  private mutating func addAlternatives(
    _ branches: [Schema], _ isExclusive: Bool, of schema: Schema, in document: DiffedDocument,
    isRoot: Bool, _ visited: inout Set<SchemaID>
  ) {
    guard !branches.isEmpty else { return }
    let present = branches.filter { !$0.isNull }
    let wasDenied = isNullDenied
    defer {
      if present.count < branches.count {
        isNullable = true
        isNullDenied = wasDenied
      }
    }
    if present.count == 1, let only = present.first {
      let isAll = isRoot && schema.keywords.isBareComposition
      if isAll, let target = document.target(of: only) { source = target }
      add(only, in: document, isRoot: isAll, &visited)
    } else if !present.isEmpty {
      alternatives.append(
        Alternatives(
          isExclusive: isExclusive, branches: present,
          discriminator: schema.discriminator?.propertyName))
    }
  }

  // MARK: - Keywords

  private mutating func addAnnotations(of schema: Schema) {
    isReadOnly = isReadOnly || schema.isReadOnly
    isWriteOnly = isWriteOnly || schema.isWriteOnly
    isDeprecated = isDeprecated || schema.isDeprecated
    if schema.isNullable {
      isNullable = true
      if schema.types == nil { isNullForced = true }
    }
    if defaultValue == nil { defaultValue = schema.defaultValue?.value }
    if mask == nil { mask = schema.mask }
  }

  private mutating func addAssertions(of schema: Schema) {
    if var more = schema.types {
      if more.contains(.null) {
        isNullable = more != .null || isNullable
      } else {
        isNullDenied = true
      }
      if more != .null { more.remove(.null) }
      types = types.map { $0.intersectingNumbers(more) } ?? more
    }
    let listed = schema.constant.map { [$0] } ?? schema.enumeration
    if let listed {
      let listsNull = listed.contains { $0.kind == .null }
      if listsNull { isNullable = true } else { isNullDenied = true }
      let more = listed.filter { $0.kind != .null }.map(\.value)
      values = values.map { known in known.filter(more.contains) } ?? more
    }
    if let format = schema.format { formats.append(format) }
    if let pattern = schema.pattern { patterns.append(pattern) }
    tighten(&lower, schema.minimum, isExclusive: false, isWeaker: <)
    tighten(&lower, schema.exclusiveMinimum, isExclusive: true, isWeaker: <)
    tighten(&upper, schema.maximum, isExclusive: false, isWeaker: >)
    tighten(&upper, schema.exclusiveMaximum, isExclusive: true, isWeaker: >)
    if let divisor = schema.multipleOf { multiples.append(divisor) }
    minLength = max(minLength, schema.minLength ?? 0)
    maxLength = Self.least(maxLength, schema.maxLength)
    contents += [schema.contentEncoding, schema.contentMediaType].compactMap { $0 }
    minItems = max(minItems, schema.minItems ?? 0)
    maxItems = Self.least(maxItems, schema.maxItems)
    hasUniqueItems = hasUniqueItems || schema.uniqueItems
    items = joining(items, with: schema.items, "items")
    for (index, item) in schema.prefixItems.enumerated() {
      if index < prefixItems.count {
        prefixItems[index] = joining(prefixItems[index], item, "prefixItems", String(index))
      } else {
        prefixItems.append(item)
      }
    }
  }

  private mutating func addObject(_ schema: Schema) {
    for property in schema.properties {
      if let index = properties.firstIndex(where: { $0.name.isExactly(property.name) }) {
        let known = properties[index]
        let schema = joining(known.schema, property.schema, "properties", property.name)
        if schema !== known.schema { properties[index] = property }
      } else {
        properties.append(property)
      }
    }
    required.formUnion(schema.required.map { ExactString($0) })
    additional = joining(
      additional, with: schema.additionalProperties ?? schema.unevaluatedProperties,
      "additionalProperties")
    minProperties = max(minProperties, schema.minProperties ?? 0)
    maxProperties = Self.least(maxProperties, schema.maxProperties)
    if let property = schema.discriminator?.propertyName { discriminator = property }
  }

  /// The schema that says what the value is. The other one is kept as ``further``; the first counts, unless it only
  /// describes: most of what is added comes behind.
  private mutating func joining(_ known: Schema, _ more: Schema, _ tokens: String...) -> Schema {
    guard known !== more else { return known }
    let isDescription = known.isAnnotation && !more.isAnnotation
    further.append(Further(tokens: tokens, schema: isDescription ? known : more))
    return isDescription ? more : known
  }

  private mutating func joining(
    _ known: Schema?, with more: Schema?, _ token: String
  ) -> Schema? {
    guard let known, let more else { return known ?? more }
    return joining(known, more, token)
  }

  private static let conditional = [
    "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "patternProperties",
    "propertyNames", "contains", "minContains", "maxContains", "unevaluatedItems",
    "contentSchema",
  ]

  private mutating func addConditions(of schema: Schema, in document: DiffedDocument) {
    guard schema.hasConditions, let node = document.node(of: schema) else { return }
    for keyword in Self.conditional {
      if let value = node[keyword] { conditions.append((keyword, value.value)) }
    }
    // Alone it is followed like any other.
    if schema.reference != nil, let dynamic = schema.dynamicReference {
      conditions.append(("$dynamicRef", .string(dynamic.text)))
    }
  }

  private func tighten(
    _ bound: inout Bound?, _ number: JSONNumber?, isExclusive: Bool,
    isWeaker: (JSONNumber, JSONNumber) -> Bool
  ) {
    guard let number else { return }
    if let known = bound {
      if isWeaker(known.number, number)
        || (known.number == number && isExclusive)
      {
        bound = Bound(number: number, isExclusive: isExclusive)
      }
    } else {
      bound = Bound(number: number, isExclusive: isExclusive)
    }
  }

  private static func least(_ left: Int?, _ right: Int?) -> Int? {
    guard let left, let right else { return left ?? right }
    return min(left, right)
  }
}

extension SchemaKeywords {
  /// Whether the schema allows `null` and nothing else.
  var isNull: Bool {
    reference == nil && (types == .null || constant?.kind == .null)
  }

  /// Whether it says nothing about values.
  var isAnnotation: Bool {
    boolean != false && reference == nil && types == nil && enumeration == nil && constant == nil
      && properties.isEmpty && additionalProperties == nil && items == nil && allOf.isEmpty
      && anyOf.isEmpty && oneOf.isEmpty && format == nil && required.isEmpty && not == nil
  }

  fileprivate var hasConditions: Bool {
    not != nil || ifSchema != nil || !dependentRequired.isEmpty || !dependentSchemas.isEmpty
      || !patternProperties.isEmpty || propertyNames != nil || contains != nil
      || unevaluatedItems != nil || contentSchema != nil
      || reference != nil && dynamicReference != nil
  }
}

extension SchemaTypes {
  /// What both allow. An integer is a number.
  func intersectingNumbers(_ other: SchemaTypes) -> SchemaTypes {
    expanded.intersection(other.expanded)
  }

  /// With `integer` wherever there is `number`.
  var expanded: SchemaTypes { contains(.number) ? union(.integer) : self }
}
