import AccordJSON
import AccordOpenAPI

/// What several schemas demand together, as far as it makes a difference for the type: their conjunction. A class,
/// because forms hold it and are handed around.
final class MergedSchema {
  struct Property {
    var name: String
    var keyLocation: Location
    /// What all of them demand that name the property.
    var schema: Schema
  }

  /// Demands that no value keeps.
  struct Conflict {
    var keyword: String
    var first: Schema
    var second: Schema
  }

  /// None of which has an `allOf`, a reference or alternatives.
  let leaves: [Schema]
  private(set) var types: SchemaTypes?
  /// Those that all `enum` and `const` list.
  private(set) var values: [Node]?
  private(set) var format: String?
  private(set) var contentEncoding: String?
  private(set) var properties: [Property] = []
  private(set) var patternProperties: [SchemaKeywords.Property] = []
  private(set) var required: Set<ExactString> = []
  /// For members that no property names; none if any may be there.
  private(set) var additional: [Schema] = []
  /// Whether some schema says that there are no other members, or that there may be any.
  private(set) var isClosed = false
  private(set) var allowsAny = false
  private(set) var items: [Schema] = []
  private(set) var prefixItems: [[Schema]] = []
  private(set) var conflicts: [Conflict] = []
  private var positions: [ExactString: Int] = [:]
  private var repeated: [Int: [Schema]] = [:]
  private var typesSource: Schema?
  private var valuesSource: Schema?

  init(_ leaves: [Schema]) {
    self.leaves = leaves
    for leaf in leaves { add(leaf) }
    for (index, schemas) in repeated {
      if let whole = Schema.all(of: schemas) { properties[index].schema = whole }
    }
    repeated = [:]
  }

  private func add(_ leaf: Schema) {
    addTypes(leaf)
    addValues(leaf)
    if let other = leaf.format, format == nil || format == "string" { format = other }
    contentEncoding = contentEncoding ?? leaf.contentEncoding
    addProperties(leaf)
    if let other = leaf.items, other.boolean != true { items.append(other) }
    for (index, schema) in leaf.prefixItems.enumerated() {
      if index < prefixItems.count {
        prefixItems[index].append(schema)
      } else {
        prefixItems.append([schema])
      }
    }
  }

  private func addTypes(_ leaf: Schema) {
    guard let other = leaf.types else { return }
    guard let known = types, let source = typesSource else {
      types = other
      typesSource = leaf
      return
    }
    let both = known.intersected(with: other)
    if both.subtracting(.null).isEmpty, !known.subtracting(.null).isEmpty,
      !other.subtracting(.null).isEmpty
    {
      conflicts.append(Conflict(keyword: "type", first: source, second: leaf))
    } else {
      types = both
      typesSource = leaf
    }
  }

  private func addValues(_ leaf: Schema) {
    guard let other = leaf.constant.map({ [$0] }) ?? leaf.enumeration else { return }
    guard let known = values, let source = valuesSource else {
      values = other
      valuesSource = leaf
      return
    }
    let allowed = Set(other.map(\.value))
    let both = known.filter { allowed.contains($0.value) }
    if both.isEmpty, !known.isEmpty, !other.isEmpty {
      conflicts.append(Conflict(keyword: "enum", first: source, second: leaf))
    } else {
      values = both
      valuesSource = leaf
    }
  }

  private func addProperties(_ leaf: Schema) {
    for property in leaf.properties {
      let key = ExactString(property.name)
      if let position = positions[key] {
        repeated[position, default: [properties[position].schema]].append(property.schema)
      } else {
        positions[key] = properties.count
        properties.append(
          Property(
            name: property.name, keyLocation: property.keyLocation, schema: property.schema))
      }
    }
    patternProperties += leaf.patternProperties
    required.formUnion(leaf.required.map { ExactString($0) })
    guard let rest = leaf.additionalProperties else { return }
    switch rest.boolean {
    case false: isClosed = true
    case true: allowsAny = true
    case nil: additional.append(rest)
    }
  }

  func property(named name: String) -> Property? {
    positions[ExactString(name)].map { properties[$0] }
  }
}

extension SchemaTypes {
  /// What both allow: an integer is a number too.
  func intersected(with other: SchemaTypes) -> SchemaTypes {
    var both = intersection(other)
    if contains(.number), other.contains(.integer) { both.insert(.integer) }
    if other.contains(.number), contains(.integer) { both.insert(.integer) }
    if both.contains(.number) { both.remove(.integer) }
    return both
  }
}
