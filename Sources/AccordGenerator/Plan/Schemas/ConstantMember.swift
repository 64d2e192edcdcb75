import AccordJSON
import AccordOpenAPI

/// A member of an object for which a schema lists all values: what can tell its objects from others.
struct ConstantMember {
  var name: String
  var values: [String]
  var isRequired: Bool
}

extension SchemaShapes {
  /// The members of a schema's objects that have one of a few strings. Of a union, those of all its branches.
  func constantMembers(of schema: Schema) -> [ConstantMember] {
    guard let resolved = resolved(schema) else { return [] }
    let key = ObjectIdentifier(resolved)
    if let known = constantMembers[key] { return known }
    // A union that contains itself is told by what it is besides.
    constantMembers[key] = []
    let members: [ConstantMember] =
      switch form(of: resolved) {
      case .object(let merged): constantMembers(of: merged)
      case .union(let union): constantMembers(of: union)
      case .any, .single, .scalar, .array, .tuple, .map, .enumeration, .values: []
      }
    constantMembers[key] = members
    return members
  }

  /// The strings that a schema allows for one of its members; none if it allows any.
  func constants(of schema: Schema, named name: String) -> [String] {
    constantMembers(of: schema).first { $0.name.isExactly(name) }?.values ?? []
  }

  private func constantMembers(of merged: MergedSchema) -> [ConstantMember] {
    merged.properties.compactMap { property in
      guard let resolved = resolved(property.schema),
        case .enumeration(let strings) = form(of: resolved), !strings.isOpen
      else { return nil }
      return ConstantMember(
        name: property.name, values: strings.values,
        isRequired: merged.required.contains(ExactString(property.name)))
    }
  }

  private func constantMembers(of union: UnionForm) -> [ConstantMember] {
    guard let first = union.members.first else { return [] }
    var common = constantMembers(of: first.schema)
    for member in union.members.dropFirst() where !common.isEmpty {
      let others = constantMembers(of: member.schema)
      common = common.compactMap { known in
        guard let other = others.first(where: { $0.name.isExactly(known.name) }) else { return nil }
        var seen = Set(known.values.map { ExactString($0) })
        return ConstantMember(
          name: known.name,
          values: known.values + other.values.filter { seen.insert(ExactString($0)).inserted },
          isRequired: known.isRequired && other.isRequired)
      }
    }
    return common
  }
}
