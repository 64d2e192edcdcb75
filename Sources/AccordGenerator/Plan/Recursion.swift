/// Finds the types that contain themselves, so that their values can be kept behind references: Swift's
/// structs and enums have a size.
struct Recursion {
  /// The group of each type; two types of one group contain each other.
  private var groups: [String: Int] = [:]
  private var isLooping: Set<String> = []

  /// - Parameter types: all of them, those inside others too.
  init(_ types: [TypePlan]) {
    var edges: [String: [String]] = [:]
    for type in types {
      let contained = Self.contained(in: type)
      if !contained.isEmpty { edges[type.qualifiedName] = contained }
    }
    var search = Search(edges: edges)
    for type in types where edges[type.qualifiedName] != nil { search.visit(type.qualifiedName) }
    groups = search.groups
    for (name, targets) in edges where targets.contains(name) { isLooping.insert(name) }
    let sizes = Dictionary(grouping: groups.keys) { groups[$0] ?? 0 }
    for names in sizes.values where names.count > 1 { isLooping.formUnion(names) }
  }

  /// Whether a value of one type directly holds a value of another, which in the end holds one of the first.
  func connects(_ owner: String, _ type: TypeReference) -> Bool {
    guard case .named(let name) = type.unwrapped, isLooping.contains(owner) else { return false }
    return groups[owner] == groups[name]
  }

  /// The types whose values are stored inside values of this one; arrays and maps store theirs elsewhere.
  private static func contained(in type: TypePlan) -> [String] {
    func direct(_ type: TypeReference) -> [String] {
      if case .named(let name) = type.unwrapped { [name] } else { [] }
    }
    return switch type.shape {
    case .structure(let plan): plan.properties.flatMap { direct($0.type) }
    case .union(let plan): plan.cases.flatMap { direct($0.type) }
    case .tuple(let plan): plan.places.flatMap { direct($0.type) }
    case .alias(let target): direct(target)
    case .enumeration, .values, .multipart, .headers: []
    }
  }

  /// Tarjan's strongly connected components, with a stack of its own: documents nest deeper than threads.
  struct Search {
    private let edges: [String: [String]]
    private(set) var groups: [String: Int] = [:]
    private var order: [String: Int] = [:]
    private var lowest: [String: Int] = [:]
    private var open: [String] = []
    private var isOpen: Set<String> = []

    init(edges: [String: [String]]) {
      self.edges = edges
    }

    mutating func visit(_ root: String) {
      guard order[root] == nil else { return }
      var stack: [(name: String, next: Int)] = []
      func targets(_ name: String) -> [String] { edges[name] ?? [] }
      enter(root)
      stack.append((root, 0))
      while let (name, next) = stack.last {
        let targets = targets(name)
        if next < targets.count {
          stack[stack.count - 1].next += 1
          let target = targets[next]
          if order[target] == nil {
            enter(target)
            stack.append((target, 0))
          } else if isOpen.contains(target) {
            lowest[name] = min(lowest[name] ?? 0, order[target] ?? 0)
          }
          continue
        }
        stack.removeLast()
        if let parent = stack.last?.name {
          lowest[parent] = min(lowest[parent] ?? 0, lowest[name] ?? 0)
        }
        if lowest[name] == order[name] { close(name) }
      }
    }

    private mutating func enter(_ name: String) {
      order[name] = order.count
      lowest[name] = order[name]
      open.append(name)
      isOpen.insert(name)
    }

    private mutating func close(_ root: String) {
      let group = order[root] ?? 0
      while let name = open.popLast() {
        isOpen.remove(name)
        groups[name] = group
        if name == root { break }
      }
    }
  }
}
