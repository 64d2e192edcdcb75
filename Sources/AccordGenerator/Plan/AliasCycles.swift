import AccordJSON

/// Aliases that stand for themselves in the end, which Swift does not allow.
///
/// One that only leads in a circle says nothing, so any value may be there. Where an array or a map lies on
/// the way (`A: an array of A`), that one becomes an enum of one case.
struct AliasCycles {
  private var cyclic: Set<String> = []
  private var brokenByContainers: Set<String> = []

  init(_ types: [TypePlan]) {
    var targets: [String: TypeReference] = [:]
    var names: [String] = []
    for type in types.flatMap(\.flattened) {
      guard case .alias(let target) = type.shape else { continue }
      targets[type.qualifiedName] = target
      names.append(type.qualifiedName)
    }
    var edges: [String: [String]] = [:]
    for name in names {
      edges[name] = targets[name]?.names.filter { targets[$0] != nil } ?? []
    }
    var search = Recursion.Search(edges: edges)
    for name in names { search.visit(name) }
    var members: [Int: [String]] = [:]
    for name in names {
      if let group = search.groups[name] { members[group, default: []].append(name) }
    }
    for group in members.values
    where group.count > 1 || edges[group[0]]?.contains(group[0]) ?? false {
      cyclic.formUnion(group)
      let containers = group.filter { targets[$0]?.unwrapped.isContainer ?? false }
      if !containers.isEmpty { brokenByContainers.formUnion(group) }
    }
  }

  func broken(_ type: TypePlan) -> TypePlan {
    var type = type
    type.nested = type.nested.map(broken)
    guard case .alias(let target) = type.shape, cyclic.contains(type.qualifiedName) else {
      return type
    }
    guard brokenByContainers.contains(type.qualifiedName) else {
      type.shape = .alias(.value)
      return type
    }
    switch target.unwrapped {
    case .array: type.shape = .union(UnionPlan(of: target.unwrapped, named: "array", .array))
    case .map: type.shape = .union(UnionPlan(of: target.unwrapped, named: "map", .object))
    case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
      .timestamp, .calendarDate, .uuid, .base64, .value, .optional, .named:
      break
    }
    return type
  }
}

extension UnionPlan {
  fileprivate init(of type: TypeReference, named name: String, _ kind: JSONValue.Kind) {
    self.init(
      cases: [Case(name: name, type: type, kinds: [kind], discriminators: [])],
      discriminator: nil, isDiscriminatorBinding: true, unrecognizedName: nil)
  }
}

extension TypeReference {
  fileprivate var isContainer: Bool {
    switch self {
    case .array, .map: true
    case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
      .timestamp, .calendarDate, .uuid, .base64, .value, .optional, .named:
      false
    }
  }
}
