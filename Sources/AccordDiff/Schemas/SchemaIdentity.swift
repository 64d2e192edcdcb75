import AccordJSON
import AccordOpenAPI

/// Tells whether two schemas say the same, with everything that they hold and refer to. Named schemas of the same
/// name count as the same: they are compared where they are declared.
///
/// Each pair is looked at once, whoever asks and however often, so that a comparison costs as much as the documents
/// are long, and only what differs is compared place by place.
final class SchemaIdentity {
  private struct Pair: Hashable {
    let old: ObjectIdentifier
    let new: ObjectIdentifier

    init(_ schemas: (old: Schema, new: Schema)) {
      // The documents hold their schemas as long as this lives.
      old = ObjectIdentifier(schemas.old)
      new = ObjectIdentifier(schemas.new)
    }
  }

  private let old: DiffedDocument
  private let new: DiffedDocument
  private var verdicts: [Pair: Bool] = [:]
  /// How many pairs have been looked at, and how often somebody asked: what tests count.
  private(set) var count = 0

  init(_ old: DiffedDocument, _ new: DiffedDocument) {
    self.old = old
    self.new = new
  }

  func areSame(_ oldSchema: Schema, _ newSchema: Schema) -> Bool {
    count += 1
    let asked = Pair((oldSchema, newSchema))
    if let known = verdicts[asked] { return known }
    decide((oldSchema, newSchema))
    return verdicts[asked] ?? false
  }

  /// Looks at all pairs that the first one leads to and that are not known yet; what leads to a difference differs.
  private func decide(_ first: (old: Schema, new: Schema)) {
    var dependants: [Pair: [Pair]] = [Pair(first): []]
    var waiting = [first]
    var different: [Pair] = []
    while let next = waiting.popLast() {
      let pair = Pair(next)
      count += 1
      guard next.old.keywords.saysTheSame(as: next.new.keywords),
        let parts = parts(next.old, next.new)
      else {
        different.append(pair)
        continue
      }
      for part in parts {
        let inner = Pair(part)
        if let known = verdicts[inner] {
          if !known { different.append(pair) }
        } else if dependants[inner]?.append(pair) == nil {
          dependants[inner] = [pair]
          waiting.append(part)
        }
      }
    }
    for pair in dependants.keys { verdicts[pair] = true }
    while let pair = different.popLast() {
      guard verdicts.updateValue(false, forKey: pair) == true else { continue }
      different += dependants[pair] ?? []
    }
  }

  /// What has to be the same, too; `nil` if the two are not made of the same parts.
  private func parts(_ oldSchema: Schema, _ newSchema: Schema) -> [(old: Schema, new: Schema)]? {
    let before = oldSchema.keywords.subschemas
    let after = newSchema.keywords.subschemas
    guard before.count == after.count else { return nil }
    var parts = Array(zip(before, after))
    switch (old.target(of: oldSchema), new.target(of: newSchema)) {
    case (nil, nil): break
    case (let target?, let other?):
      switch (old.name(of: target.id), new.name(of: other.id)) {
      case (nil, nil): parts.append((target, other))
      case (let name?, let otherName?): if !name.isExactly(otherName) { return nil }
      case (nil, _?), (_?, nil): return nil
      }
    case (nil, _?), (_?, nil): return nil
    }
    return parts.map { (old: $0.0, new: $0.1) }
  }
}

extension SchemaKeywords {
  /// Whether everything is the same but what stands in other schemas. Texts for people do not count.
  fileprivate func saysTheSame(as other: SchemaKeywords) -> Bool {
    // What a dynamic reference leads to depends on who came by.
    dynamicReference == nil && other.dynamicReference == nil && boolean == other.boolean
      && title == other.title && isNullable == other.isNullable && types == other.types
      && enumeration.isSame(as: other.enumeration) && constant?.value == other.constant?.value
      && saysTheSameOfUse(as: other) && saysTheSameOfScalars(as: other)
      && saysTheSameOfContainers(as: other) && holdsTheSame(as: other)
  }

  /// Whether nothing that counts stands beside the reference: asked of all keywords, so that none is forgotten.
  var isBareReference: Bool {
    var rest = self
    if reference != nil { rest.reference = nil } else { rest.dynamicReference = nil }
    rest.title = nil
    return rest.saysTheSame(as: SchemaKeywords())
  }

  /// Whether any value is allowed.
  var saysNothingOfValues: Bool {
    var rest = self
    rest.title = nil
    rest.isDeprecated = false
    rest.isReadOnly = false
    rest.isWriteOnly = false
    rest.defaultValue = nil
    return rest.saysTheSame(as: SchemaKeywords()) && reference == nil
  }

  /// Whether nothing that counts stands beside its parts.
  var isBareComposition: Bool {
    var rest = self
    rest.allOf = []
    rest.anyOf = []
    rest.oneOf = []
    return rest.isBareReference
  }

  private func saysTheSameOfUse(as other: SchemaKeywords) -> Bool {
    isDeprecated == other.isDeprecated && isReadOnly == other.isReadOnly
      && isWriteOnly == other.isWriteOnly && defaultValue?.value == other.defaultValue?.value
      && mask.isSame(as: other.mask) && discriminator.isSame(as: other.discriminator)
  }

  private func saysTheSameOfScalars(as other: SchemaKeywords) -> Bool {
    format == other.format && multipleOf == other.multipleOf && minimum == other.minimum
      && maximum == other.maximum && exclusiveMinimum == other.exclusiveMinimum
      && exclusiveMaximum == other.exclusiveMaximum && minLength == other.minLength
      && maxLength == other.maxLength && pattern.isSame(as: other.pattern)
      && contentEncoding == other.contentEncoding && contentMediaType == other.contentMediaType
  }

  private func saysTheSameOfContainers(as other: SchemaKeywords) -> Bool {
    minItems == other.minItems && maxItems == other.maxItems && uniqueItems == other.uniqueItems
      && minContains == other.minContains && maxContains == other.maxContains
      && minProperties == other.minProperties && maxProperties == other.maxProperties
      && required.isSame(as: other.required)
      && dependentRequired.elementsEqual(other.dependentRequired) {
        $0.name.isExactly($1.name) && $0.required.isSame(as: $1.required)
      }
  }

  /// Whether the same keywords hold schemas, and as many: then ``subschemas`` stand for each other.
  private func holdsTheSame(as other: SchemaKeywords) -> Bool {
    properties.areCalled(as: other.properties)
      && patternProperties.areCalled(as: other.patternProperties)
      && dependentSchemas.areCalled(as: other.dependentSchemas)
      && allOf.count == other.allOf.count && anyOf.count == other.anyOf.count
      && oneOf.count == other.oneOf.count && prefixItems.count == other.prefixItems.count
      && zip(single, other.single).allSatisfy { ($0 == nil) == ($1 == nil) }
  }

  private var single: [Schema?] {
    [
      items, contains, additionalProperties, unevaluatedProperties, unevaluatedItems,
      propertyNames, not, ifSchema, thenSchema, elseSchema, contentSchema,
    ]
  }

  /// The schemas that stand in this one, in an order that does not depend on what they say.
  var subschemas: [Schema] {
    properties.map(\.schema) + patternProperties.map(\.schema) + dependentSchemas.map(\.schema)
      + allOf + anyOf + oneOf + prefixItems + single.compactMap { $0 }
  }
}

// MARK: - Scalar by scalar, as JSON compares

extension Optional {
  fileprivate func isSame(as other: Wrapped?, by areSame: (Wrapped, Wrapped) -> Bool) -> Bool {
    switch (self, other) {
    case (nil, nil): true
    case (let own?, let other?): areSame(own, other)
    case (nil, _?), (_?, nil): false
    }
  }
}

extension String? {
  fileprivate func isSame(as other: String?) -> Bool {
    isSame(as: other) { $0.isExactly($1) }
  }
}

extension [String] {
  fileprivate func isSame(as other: [String]) -> Bool {
    elementsEqual(other) { $0.isExactly($1) }
  }
}

extension [Node]? {
  fileprivate func isSame(as other: [Node]?) -> Bool {
    isSame(as: other) { own, other in own.elementsEqual(other) { $0.value == $1.value } }
  }
}

extension [SchemaKeywords.Property] {
  fileprivate func areCalled(as other: [SchemaKeywords.Property]) -> Bool {
    elementsEqual(other) { $0.name.isExactly($1.name) }
  }
}

extension SchemaKeywords.Discriminator? {
  /// Where a mapping leads is compared with the alternatives themselves.
  fileprivate func isSame(as other: SchemaKeywords.Discriminator?) -> Bool {
    isSame(as: other) { own, other in
      own.propertyName.isExactly(other.propertyName)
        && own.mapping.map(\.value).isSame(as: other.mapping.map(\.value))
        && own.mapping.elementsEqual(other.mapping) { $0.target.pointer == $1.target.pointer }
    }
  }
}

extension Mask? {
  fileprivate func isSame(as other: Mask?) -> Bool {
    isSame(as: other) { own, other in
      own.visibleTo.isSame(as: other.visibleTo)
        && own.replacement.value == other.replacement.value
        && own.conditions.elementsEqual(other.conditions) {
          $0.property.isExactly($1.property) && $0.value.value == $1.value.value
        }
    }
  }
}
