import AccordJSON
import AccordOpenAPI

extension SchemaShapes {
  /// The form of alternatives: those that are one type in Swift are one.
  func union(_ group: Alternatives) -> SchemaForm {
    var members = merged(strings: spliced(group))
    members = merged(numbers: members)
    members = distinct(members)
    guard members.count > 1 else {
      return members.first.map { .single($0) } ?? .any
    }
    return .union(
      UnionForm(
        members: members.map { UnionForm.Member(schema: $0, origin: $0) },
        discriminator: group.discriminator))
  }

  /// The members, those of unions among them in place of these, if nothing is said beside them.
  private func spliced(_ group: Alternatives) -> [Schema] {
    guard group.discriminator == nil else { return group.members }
    return group.members.flatMap { member -> [Schema] in
      guard member.link == nil, member.discriminator == nil, member.allOf.isEmpty,
        case .union(let inner) = form(of: member), shape(of: member).constraints.isEmpty
      else { return [member] }
      return inner.members.map(\.schema)
    }
  }

  /// A string of any kind covers one of a format, and those that are listed.
  private func merged(strings members: [Schema]) -> [Schema] {
    var inline: [Int] = []
    var referred: [Int] = []
    var hasPlain = false
    for (index, member) in members.enumerated() {
      switch form(of: resolved(member) ?? member) {
      case .enumeration:
        if member.isPureLink { referred.append(index) } else { inline.append(index) }
      case .scalar(.string):
        guard !member.isPureLink else { continue }
        hasPlain = true
        inline.append(index)
      case .scalar(let type) where type.isText && !member.isPureLink:
        inline.append(index)
      case .scalar, .values, .any, .single, .array, .tuple, .map, .object, .union: continue
      }
    }
    guard inline.count + referred.count > 1 else { return members }
    let listed = inline.filter { strings(of: members[$0]) != nil }
    if hasPlain, referred.count == 1, listed.isEmpty {
      // The enum keeps strings that it does not know.
      return members.enumerated().filter { !inline.contains($0.offset) }.map(\.element)
    }
    guard hasPlain || listed.count > 1 else { return members }
    let replaced = hasPlain ? inline : listed
    guard let first = replaced.first else { return members }
    let values = listed.flatMap { strings(of: members[$0]) ?? [] }
    let whole = members[first].with { keywords in
      let title = listed.count == replaced.count && listed.count > 1 ? nil : keywords.title
      keywords = SchemaKeywords()
      keywords.title = title
      keywords.types = .string
      if !values.isEmpty { keywords.enumeration = values }
    }
    if hasPlain, !values.isEmpty { openEnumerations.insert(ObjectIdentifier(whole)) }
    retain(whole)
    return members.enumerated().compactMap { index, member in
      index == first ? whole : replaced.contains(index) ? nil : member
    }
  }

  private func strings(of schema: Schema) -> [Node]? {
    guard case .enumeration = form(of: schema) else { return nil }
    return schema.constant.map { [$0] } ?? schema.enumeration?.filter { $0.kind != .null }
  }

  /// Numbers that only differ in what limits them are one type; a number of any kind covers integers.
  private func merged(numbers members: [Schema]) -> [Schema] {
    var places: [(index: Int, type: TypeReference)] = []
    for (index, member) in members.enumerated() where !member.isPureLink {
      switch form(of: member) {
      case .scalar(let type) where type.isNumber || type == .bool: places.append((index, type))
      case .values(let listed) where listed.type.isNumber: places.append((index, listed.type))
      case .scalar, .values, .any, .single, .array, .tuple, .map, .object, .enumeration, .union:
        continue
      }
    }
    if let whole = exactNumber(members, places) {
      let numbers = Set(places.filter { $0.type.isNumber }.map(\.index))
      let first = numbers.min()
      return members.indices.compactMap { index in
        index == first ? whole : numbers.contains(index) ? nil : members[index]
      }
    }
    let hasDouble = places.contains { $0.type == .double }
    var dropped: Set<Int> = []
    var replacements: [Int: Schema] = [:]
    for (position, place) in places.enumerated() where !dropped.contains(place.index) {
      if hasDouble, place.type != .double, place.type.isNumber {
        dropped.insert(place.index)
        continue
      }
      let same = places[position...].filter { $0.type == place.type }
      guard same.count > 1 else { continue }
      dropped.formUnion(same.dropFirst().map(\.index))
      let all = same.map { members[$0.index] }
      let lists = all.compactMap { $0.constant.map { [$0] } ?? $0.enumeration }
      let whole = all[0].with { keywords in
        keywords.removeConstraints()
        if lists.count == all.count { keywords.enumeration = lists.flatMap(\.self) }
      }
      for member in all {
        guard let title = member.title, let value = member.constant?.value else { continue }
        valueTitles[ObjectIdentifier(whole), default: [:]][value] = title
      }
      retain(whole)
      replacements[place.index] = whole
    }
    guard !dropped.isEmpty else { return members }
    return members.enumerated().compactMap { index, member in
      dropped.contains(index) ? nil : replacements[index] ?? member
    }
  }

  /// A number with all its digits, if a `Double` would have to hold integers that the document says have 64 bits.
  private func exactNumber(
    _ members: [Schema], _ places: [(index: Int, type: TypeReference)]
  ) -> Schema? {
    guard places.contains(where: { $0.type == .double }),
      let place = places.first(where: { $0.type == .int64 || $0.type == .uint64 })
    else { return nil }
    let whole = members[place.index].with { keywords in
      keywords = SchemaKeywords()
      keywords.types = .number
      keywords.format = "decimal"
    }
    retain(whole)
    return whole
  }

  /// One of the schemas, if all of them have the same type.
  func sameType(_ schemas: [Schema]) -> Schema? {
    let signatures = schemas.map { signature(of: $0, depth: 0) }
    guard let first = signatures.first, first != nil else { return nil }
    return signatures.allSatisfy { $0 == first } ? schemas.first : nil
  }

  /// Without those that are the same type as an earlier one.
  private func distinct(_ members: [Schema]) -> [Schema] {
    var seen: Set<String> = []
    return members.filter { member in
      guard let signature = signature(of: member, depth: 0) else { return true }
      return seen.insert(signature).inserted
    }
  }

  /// Two schemas with the same signature have the same type.
  private func signature(of schema: Schema, depth: Int) -> String? {
    guard depth < 8 else { return nil }
    if schema.isPureLink {
      return schema.link?.target.map { "\($0.file)#\($0.pointer)" }
    }
    switch form(of: schema) {
    case .scalar(let type): return type.text
    case .array(let items):
      guard let items else { return "[]" }
      return signature(of: items, depth: depth + 1).map { "[\($0)]" }
    case .map(let values):
      guard let values else { return "{}" }
      return signature(of: values, depth: depth + 1).map { "{\($0)}" }
    case .single(let member): return signature(of: member, depth: depth + 1)
    case .any: return "any"
    case .object, .enumeration, .values, .tuple, .union: return nil
    }
  }
}

extension TypeReference {
  /// Whether JSON holds its values as strings.
  var isText: Bool {
    switch self {
    case .string, .timestamp, .calendarDate, .time, .duration, .uuid, .base64: true
    case .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number, .file, .value,
      .array, .map, .optional, .named:
      false
    }
  }

  /// Whether JSON holds its values as numbers.
  var isNumber: Bool {
    switch self {
    case .int, .int32, .int64, .uint32, .uint64, .double, .float, .number: true
    case .string, .timestamp, .calendarDate, .time, .duration, .uuid, .base64, .bool, .file, .value,
      .array, .map, .optional,
      .named:
      false
    }
  }
}
