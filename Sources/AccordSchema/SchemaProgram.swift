import AccordJSON

/// All compiled schemas that refer to one another. It never changes after compiling.
final class SchemaProgram: Sendable {
  let nodes: [SchemaNode]
  let dynamicAnchors: [SchemaResource.ID: [ExactString: SchemaNode.ID]]
  let problems: [(node: SchemaNode.ID, problem: SchemaProblem)]
  /// The nodes that can come back to themselves without going deeper into the value.
  let isInPlaceCycle: [Bool]
  /// The members that may be absent in one direction, for the nodes that know of any.
  let directionalNames: [SchemaNode.ID: DirectionalNames]
  /// How deep the smallest valid value of each node is.
  let heights: [Int]

  init(
    nodes: [SchemaNode], dynamicAnchors: [SchemaResource.ID: [ExactString: SchemaNode.ID]],
    problems: [(node: SchemaNode.ID, problem: SchemaProblem)]
  ) {
    self.nodes = nodes
    self.dynamicAnchors = dynamicAnchors
    self.problems = problems
    isInPlaceCycle = InPlaceCycles.find(in: nodes, dynamicAnchors: dynamicAnchors)
    directionalNames = DirectionalNames.collect(from: nodes)
    heights = SchemaHeights.compute(for: nodes)
  }

  /// The nodes that a node leads to, itself included.
  func reachable(from root: SchemaNode.ID) -> Set<SchemaNode.ID> {
    var seen: Set<SchemaNode.ID> = [root]
    var pending = [root]
    while let id = pending.popLast() {
      let rules = nodes[id].rules
      var next = rules.inPlaceChildren + rules.deeperChildren
      if let anchor = rules.dynamicReference?.anchor {
        next += dynamicAnchors.values.compactMap { $0[anchor] }
      }
      for child in next where seen.insert(child).inserted { pending.append(child) }
    }
    return seen
  }
}

extension SchemaRules {
  /// The schemas that are applied to the same value.
  var inPlaceChildren: [SchemaNode.ID] {
    var children = allOf + anyOf + oneOf
    if let reference { children.append(reference) }
    if let dynamicReference { children.append(dynamicReference.initial) }
    if let not { children.append(not) }
    if let condition {
      children.append(condition.test)
      if let consequence = condition.consequence { children.append(consequence) }
      if let alternative = condition.alternative { children.append(alternative) }
    }
    if let object { children += object.dependentSchemas.values }
    return children
  }

  /// The schemas that are applied to members, items and names.
  var deeperChildren: [SchemaNode.ID] {
    var children: [SchemaNode.ID] = []
    if let array {
      children += array.prefix
      if let rest = array.rest { children.append(rest) }
      if let contains = array.contains { children.append(contains) }
    }
    if let object {
      children += object.properties.values
      children += object.patternProperties.map(\.schema)
      if let additional = object.additionalProperties { children.append(additional) }
      if let names = object.propertyNames { children.append(names) }
    }
    if let unevaluatedItems { children.append(unevaluatedItems) }
    if let unevaluatedProperties { children.append(unevaluatedProperties) }
    return children
  }
}

/// Members that a schema and all that must hold with it declare as `readOnly` or `writeOnly`.
struct DirectionalNames: Sendable {
  var readOnly: Set<ExactString> = []
  var writeOnly: Set<ExactString> = []

  var isEmpty: Bool { readOnly.isEmpty && writeOnly.isEmpty }

  func names(absentIn direction: Direction) -> Set<ExactString> {
    switch direction {
    case .request: readOnly
    case .response: writeOnly
    }
  }

  static func collect(from nodes: [SchemaNode]) -> [SchemaNode.ID: DirectionalNames] {
    guard nodes.contains(where: { $0.rules.isReadOnly || $0.rules.isWriteOnly }) else { return [:] }
    var result: [SchemaNode.ID: DirectionalNames] = [:]
    for id in nodes.indices {
      var names = DirectionalNames()
      for member in closure(of: id, in: nodes) {
        guard let properties = nodes[member].rules.object?.properties else { continue }
        for (name, property) in properties {
          for schema in closure(of: property, in: nodes) {
            if nodes[schema].rules.isReadOnly { names.readOnly.insert(ExactString(name)) }
            if nodes[schema].rules.isWriteOnly { names.writeOnly.insert(ExactString(name)) }
          }
        }
      }
      if !names.isEmpty { result[id] = names }
    }
    return result
  }

  /// The node with all that must hold wherever it holds.
  private static func closure(of id: SchemaNode.ID, in nodes: [SchemaNode]) -> [SchemaNode.ID] {
    var members = [id]
    var next = 0
    while next < members.count {
      let rules = nodes[members[next]].rules
      next += 1
      for child in rules.allOf + [rules.reference].compactMap(\.self)
      where !members.contains(child) {
        members.append(child)
      }
    }
    return members
  }
}

/// Finds the schemas that lead back to themselves at the same place of a value, such as two that name each
/// other in `allOf`: the strongly connected components (Tarjan, 1972) of the graph of in-place children.
struct InPlaceCycles {
  private let edges: [[SchemaNode.ID]]
  private var index: [Int]
  private var low: [Int]
  private var isOnStack: [Bool]
  private var stack: [SchemaNode.ID] = []
  private var counter = 0
  private var isCycle: [Bool]

  static func find(
    in nodes: [SchemaNode], dynamicAnchors: [SchemaResource.ID: [ExactString: SchemaNode.ID]]
  ) -> [Bool] {
    let edges = nodes.map { node in
      var children = node.rules.inPlaceChildren
      if let anchor = node.rules.dynamicReference?.anchor {
        children += dynamicAnchors.values.compactMap { $0[anchor] }
      }
      return children
    }
    var search = InPlaceCycles(edges: edges)
    for id in nodes.indices where search.index[id] < 0 { search.visit(from: id) }
    return search.isCycle
  }

  private init(edges: [[SchemaNode.ID]]) {
    self.edges = edges
    index = Array(repeating: -1, count: edges.count)
    low = index
    isOnStack = Array(repeating: false, count: edges.count)
    isCycle = isOnStack
  }

  /// Depth first, with a stack of its own: chains of references may be long.
  private mutating func visit(from root: SchemaNode.ID) {
    var frames: [(node: SchemaNode.ID, edge: Int)] = []
    func open(_ node: SchemaNode.ID, _ search: inout InPlaceCycles) {
      search.index[node] = search.counter
      search.low[node] = search.counter
      search.counter += 1
      search.stack.append(node)
      search.isOnStack[node] = true
      frames.append((node, 0))
    }
    open(root, &self)
    while let (node, edge) = frames.last {
      if edge < edges[node].count {
        frames[frames.count - 1].edge += 1
        let child = edges[node][edge]
        if index[child] < 0 {
          open(child, &self)
        } else if isOnStack[child] {
          low[node] = min(low[node], index[child])
        }
        continue
      }
      frames.removeLast()
      if let parent = frames.last?.node { low[parent] = min(low[parent], low[node]) }
      if low[node] == index[node] { closeComponent(of: node) }
    }
  }

  private mutating func closeComponent(of root: SchemaNode.ID) {
    var members: [SchemaNode.ID] = []
    repeat {
      members.append(stack.removeLast())
      isOnStack[members[members.count - 1]] = false
    } while members.last != root
    let isSelfLoop = edges[root].contains(root)
    guard members.count > 1 || isSelfLoop else { return }
    for member in members { isCycle[member] = true }
  }
}
