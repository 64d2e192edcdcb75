/// Finds the types that contain themselves, so that their values can be kept behind references: Swift's
/// structs and enums have a size.
struct Recursion {
  /// The group of each type that contains itself; two types of one group contain each other.
  private var groups: [String: Int] = [:]

  init(_ types: [TypePlan]) {
    var numbers = TypeNumbers()
    var names: [String] = []
    types.visit {
      _ = numbers.number(adding: $0.qualifiedName)
      names.append($0.qualifiedName)
    }
    var edges = Array(repeating: [] as [Int], count: numbers.count)
    types.visit { type in
      guard let owner = numbers[type.qualifiedName] else { return }
      Self.forEachContained(in: type.shape) { name in
        if let number = numbers[name] { edges[owner].append(number) }
      }
    }
    var search = Search(edges: edges)
    for number in edges.indices where !edges[number].isEmpty { search.visit(number) }
    var sizes: [Int: Int] = [:]
    for group in search.groups where group >= 0 { sizes[group, default: 0] += 1 }
    for name in names {
      guard let number = numbers[name] else { continue }
      let group = search.groups[number]
      let isLooping = sizes[group, default: 0] > 1 || edges[number].contains(number)
      if isLooping { groups[name] = group }
    }
  }

  /// Whether a value of one type directly holds a value of another, which in the end holds one of the first.
  func connects(_ owner: String, _ type: TypeReference) -> Bool {
    guard !groups.isEmpty, case .named(let name) = type.unwrapped, let group = groups[owner] else {
      return false
    }
    return groups[name] == group
  }

  /// Hands over the types whose values are stored inside values of this one; arrays and maps store theirs elsewhere.
  private static func forEachContained(in shape: TypePlan.Shape, _ body: (String) -> Void) {
    func direct(_ type: TypeReference) {
      if case .named(let name) = type.unwrapped { body(name) }
    }
    switch shape {
    // By index: iterators copy what they hand out.
    case .structure(let plan):
      for at in plan.properties.indices { direct(plan.properties[at].type) }
    case .union(let plan): for at in plan.cases.indices { direct(plan.cases[at].type) }
    case .tuple(let plan): for at in plan.places.indices { direct(plan.places[at].type) }
    case .alias(let target): direct(target)
    case .enumeration, .values, .multipart, .headers: break
    }
  }

  /// Tarjan's strongly connected components, with a stack of its own: documents nest deeper than threads.
  struct Search {
    private let edges: [[Int]]
    /// The group of each node that was visited; `-1` of the others.
    private(set) var groups: [Int]
    private var order: [Int]
    private var lowest: [Int]
    private var open: [Int] = []
    private var isOpen: [Bool]
    private var visited = 0

    /// - Parameter edges: from each node to those that it leads to.
    init(edges: [[Int]]) {
      self.edges = edges
      groups = Array(repeating: -1, count: edges.count)
      order = groups
      lowest = groups
      isOpen = Array(repeating: false, count: edges.count)
    }

    mutating func visit(_ root: Int) {
      guard order[root] < 0 else { return }
      var stack: [(node: Int, next: Int)] = []
      enter(root)
      stack.append((root, 0))
      while let (node, next) = stack.last {
        if next < edges[node].count {
          stack[stack.count - 1].next += 1
          let target = edges[node][next]
          if order[target] < 0 {
            enter(target)
            stack.append((target, 0))
          } else if isOpen[target] {
            lowest[node] = min(lowest[node], order[target])
          }
          continue
        }
        stack.removeLast()
        if let parent = stack.last?.node { lowest[parent] = min(lowest[parent], lowest[node]) }
        if lowest[node] == order[node] { close(node) }
      }
    }

    private mutating func enter(_ node: Int) {
      order[node] = visited
      lowest[node] = visited
      visited += 1
      open.append(node)
      isOpen[node] = true
    }

    private mutating func close(_ root: Int) {
      while let node = open.popLast() {
        isOpen[node] = false
        groups[node] = order[root]
        if node == root { break }
      }
    }
  }
}
