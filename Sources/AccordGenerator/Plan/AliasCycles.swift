import AccordJSON

/// Aliases that stand for themselves in the end, which Swift does not allow, and those that stand for so many arrays
/// inside one another that its compiler would not come back.
///
/// One that only leads in a circle says nothing, so any value may be there. Where an array or a map lies on
/// the way (`A: an array of A`), that one becomes an enum of one case; so does every sixteenth of a chain.
struct AliasCycles {
  private var cyclic: Set<String> = []
  private var brokenByContainers: Set<String> = []

  init(_ types: [TypePlan]) {
    var targets: [String: TypeReference] = [:]
    var names: [String] = []
    types.visit { type in
      guard case .alias(let target) = type.shape else { return }
      targets[type.qualifiedName] = target
      names.append(type.qualifiedName)
    }
    var numbers = TypeNumbers()
    for name in names { _ = numbers.number(adding: name) }
    var edges = Array(repeating: [] as [Int], count: numbers.count)
    for (name, target) in targets {
      if let owner = numbers[name], let inner = numbers[target] { edges[owner] = [inner] }
    }
    var search = Recursion.Search(edges: edges)
    for number in edges.indices { search.visit(number) }
    var members: [Int: [String]] = [:]
    for name in names {
      if let number = numbers[name] { members[search.groups[number], default: []].append(name) }
    }
    for group in members.values where group.count > 1 || targets[group[0]]?.name == group[0] {
      cyclic.formUnion(group)
      let containers = group.filter { targets[$0]?.unwrapped.isContainer ?? false }
      if !containers.isEmpty { brokenByContainers.formUnion(group) }
    }
    breakChains(of: names, targets)
  }

  private static let deepest = 16

  private mutating func breakChains(of names: [String], _ targets: [String: TypeReference]) {
    // How many containers are inside one another in what a name stands for. Whatever is in a circle is broken anyway.
    var depths: [String: Int] = [:]
    for name in cyclic { depths[name] = 0 }
    for root in names {
      // Without recursion: chains are longer than stacks.
      var stack = [root]
      while let name = stack.last {
        guard depths[name] == nil else {
          stack.removeLast()
          continue
        }
        // An alias among them, or none.
        let inner = targets[name]?.name.flatMap { targets[$0] == nil ? nil : $0 }
        if let inner, depths[inner] == nil {
          stack.append(inner)
          continue
        }
        let own = targets[name]?.containers ?? 0
        let depth = own + (inner.flatMap { depths[$0] } ?? 0)
        let isBroken = depth >= Self.deepest && targets[name]?.unwrapped.isContainer ?? false
        depths[name] = isBroken ? 0 : depth
        if isBroken {
          cyclic.insert(name)
          brokenByContainers.insert(name)
        }
      }
    }
  }

  var isEmpty: Bool { cyclic.isEmpty }

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
      .timestamp, .calendarDate, .time, .duration, .uuid, .base64, .file, .value, .optional, .named:
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
  /// How many arrays and maps are inside one another.
  fileprivate var containers: Int {
    switch self {
    case .array(let inner), .map(let inner): inner.containers + 1
    case .optional(let inner): inner.containers
    case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
      .timestamp, .calendarDate, .time, .duration, .uuid, .base64, .file, .value, .named:
      0
    }
  }

  fileprivate var isContainer: Bool {
    switch self {
    case .array, .map: true
    case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
      .timestamp, .calendarDate, .time, .duration, .uuid, .base64, .file, .value, .optional, .named:
      false
    }
  }
}
