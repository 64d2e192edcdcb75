import AccordJSON
import AccordOpenAPI

/// What a single schema demands, its parts and what it refers to left aside.
extension SchemaKeywords {
  /// What it refers to, dynamically or not: a dynamic reference is taken for the one that stands in the document.
  var link: SchemaReference? { reference ?? dynamicReference }

  /// Whether its own keywords decide which type its values have.
  var saysType: Bool {
    types != nil || enumeration != nil || constant != nil || format != nil
      || contentEncoding != nil || items != nil || !prefixItems.isEmpty || saysMembers
      || !required.isEmpty
  }

  private var saysMembers: Bool {
    !properties.isEmpty || !patternProperties.isEmpty
      || (additionalProperties != nil && additionalProperties?.boolean == nil)
  }

  /// Whether it says no more about the type than that values are of one of its `types`, or which members have
  /// to be there.
  var saysOnlyTypesOrRequired: Bool {
    enumeration == nil && constant == nil && format == nil && contentEncoding == nil && items == nil
      && prefixItems.isEmpty && !saysMembers
  }

  /// The first of the keywords that say what is inside a value, but of another type than its `types`.
  var idleKeyword: String? {
    guard let types, !types.isEmpty else { return nil }
    if !properties.isEmpty, !types.contains(.object) { return "properties" }
    if items != nil, !types.contains(.array) { return "items" }
    return nil
  }

  /// Whether it has parts of which it is made.
  var isCompound: Bool {
    link != nil || !allOf.isEmpty || !anyOf.isEmpty || !oneOf.isEmpty
  }

  /// Whether its own keywords limit values without changing their type.
  var saysConstraints: Bool {
    multipleOf != nil || minimum != nil || maximum != nil || exclusiveMinimum != nil
      || exclusiveMaximum != nil || minLength != nil || maxLength != nil || pattern != nil
      || contains != nil || minItems != nil || maxItems != nil || uniqueItems
      || unevaluatedItems != nil || additionalProperties != nil || unevaluatedProperties != nil
      || propertyNames != nil || minProperties != nil || maxProperties != nil
      || !dependentRequired.isEmpty || !dependentSchemas.isEmpty || not != nil || ifSchema != nil
  }

  /// Whether it is nothing but a reference, annotations left aside.
  var isPureLink: Bool {
    link != nil && !saysType && !saysConstraints && allOf.isEmpty && anyOf.isEmpty && oneOf.isEmpty
  }

  /// Whether it says nothing about values.
  var isAnnotation: Bool {
    guard boolean != false, link == nil, !saysType, !saysConstraints else { return false }
    return allOf.allSatisfy(\.isAnnotation)
      && [anyOf, oneOf].allSatisfy { $0.isEmpty || $0.contains(where: \.isAnnotation) }
  }

  /// Whether it limits values, but leaves their type as something else makes it: only that, and what is
  /// required of objects.
  var isConstraint: Bool {
    guard boolean == nil, link == nil, saysOnlyTypesOrRequired else { return false }
    guard types == nil || types == .object && !required.isEmpty else { return false }
    return (allOf + anyOf + oneOf).allSatisfy { $0.isConstraint || $0.isAnnotation }
  }

  /// Whether only `null` is a value.
  var isNull: Bool {
    if types == .null || constant?.kind == .null { return true }
    guard let values = enumeration, !values.isEmpty else { return false }
    return values.allSatisfy { $0.kind == .null }
  }
}

extension Schema {
  var link: SchemaReference? { keywords.link }
  var saysType: Bool { keywords.saysType }
  var saysOnlyTypesOrRequired: Bool { keywords.saysOnlyTypesOrRequired }
  var isCompound: Bool { keywords.isCompound }
  var saysConstraints: Bool { keywords.saysConstraints }
  var isPureLink: Bool { keywords.isPureLink }
  var isAnnotation: Bool { keywords.isAnnotation }
  var isConstraint: Bool { keywords.isConstraint }
  var isNull: Bool { keywords.isNull }
  /// The members that it requires, itself and by `allOf`.
  var demanded: [String] { keywords.required + keywords.allOf.flatMap(\.demanded) }

  /// A copy with other keywords, at the same place of the document.
  func with(_ change: (inout SchemaKeywords) -> Void) -> Schema {
    var keywords = keywords
    change(&keywords)
    return Schema(id: id, location: location, keywords: keywords)
  }

  /// What an object may have besides its own members, where one of its alternatives says nothing: those of the others.
  func optionalMembers(in schemas: SchemaTable) -> Schema? {
    guard self.types == .object || !self.properties.isEmpty else { return nil }
    let members = [self.oneOf, self.anyOf].filter { $0.contains(where: \.isAnnotation) }
      .flatMap(\.self).flatMap { (schemas.resolve($0) ?? $0).properties }
      .filter { member in !self.properties.contains { $0.name.isExactly(member.name) } }
    guard !members.isEmpty else { return nil }
    let byName = Dictionary(grouping: members) { ExactString($0.name) }
    var names: Set<ExactString> = []
    let optional = members.filter { names.insert(ExactString($0.name)).inserted }
      .map { member -> SchemaKeywords.Property in
        let all = byName[ExactString(member.name)] ?? []
        guard all.count > 1 else { return member }
        let either = member.schema.with { keywords in
          keywords = SchemaKeywords()
          keywords.anyOf = all.map(\.schema)
        }
        return SchemaKeywords.Property(
          name: member.name, keyLocation: member.keyLocation, schema: either)
      }
    return with { keywords in
      keywords = SchemaKeywords()
      keywords.properties = optional
    }
  }

  /// A schema that stands where this one does and demands what several others do.
  static func all(of schemas: [Schema]) -> Schema? {
    guard let first = schemas.first else { return nil }
    guard schemas.count > 1 else { return first }
    var seen: Set<SchemaID> = []
    let telling = schemas.filter { schema in
      !schema.isAnnotation
        && (!schema.isPureLink || schema.link?.target.map { seen.insert($0).inserted } ?? true)
    }
    guard !telling.isEmpty else { return schemas.last }
    if telling.count == 1, schemas.last === telling[0] { return telling[0] }
    var keywords = SchemaKeywords()
    keywords.allOf = telling
    keywords.description = schemas.lazy.compactMap(\.description).last
    keywords.title = schemas.lazy.compactMap(\.title).last
    keywords.defaultValue = schemas.lazy.compactMap(\.defaultValue).last
    keywords.mask = schemas.lazy.compactMap(\.mask).last
    keywords.isDeprecated = schemas.contains(where: \.isDeprecated)
    keywords.isReadOnly = schemas.contains(where: \.isReadOnly)
    keywords.isWriteOnly = schemas.contains(where: \.isWriteOnly)
    return Schema(id: first.id, location: first.location, keywords: keywords)
  }
}
