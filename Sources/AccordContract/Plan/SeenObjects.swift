import AccordJSON
import AccordOpenAPI

/// Objects that answers to the first viewer have shown: from them it is known which values of several path
/// parameters belong together.
struct SeenObjects: Sendable {
  private var objects: [JSONDictionary<JSONValue>] = []
  private var seen: Set<JSONDictionary<JSONValue>> = []

  private static let maximumCount = 2000
  private static let maximumDepth = 8

  mutating func learn(from trials: [Trial], first: ViewerAccess) {
    for exchange in trials.flatMap(\.exchanges) where exchange.request.viewer == first {
      guard let answer = exchange.answer, answer.isSuccess, let json = answer.json else { continue }
      collect(json, depth: 0)
    }
  }

  private mutating func collect(_ value: JSONValue, depth: Int) {
    guard depth <= Self.maximumDepth, objects.count < Self.maximumCount else { return }
    switch value {
    case .object(let members):
      // What is only a table of others names nothing itself.
      let isThing = members.values.contains { ParameterEncoder.scalar($0) != nil }
      if isThing, seen.insert(members).inserted { objects.append(members) }
      for member in members.values { collect(member, depth: depth + 1) }
    case .array(let items): for item in items { collect(item, depth: depth + 1) }
    case .null, .bool, .number, .string: break
    }
  }

  /// Values for the path parameters, by name, one set for each object that has them all.
  ///
  /// - Parameter pools: values that are known for a parameter; of such no other one is taken.
  func values(
    for operation: Operation, pools: JSONDictionary<[String]>
  ) -> [JSONDictionary<JSONValue>] {
    let names = operation.path.parameterNames
    guard !names.isEmpty else { return [] }
    var found: Set<JSONDictionary<JSONValue>> = []
    return objects.compactMap { object in
      guard let values = Self.values(of: object, named: names) else { return nil }
      for (name, value) in values {
        guard let pool = pools[name] else { continue }
        guard let text = ParameterEncoder.scalar(value),
          pool.contains(where: { $0.isExactly(text) })
        else { return nil }
      }
      return found.insert(values).inserted ? values : nil
    }
  }

  /// What an object says of parameters: `room_name` and `meeting_id` of a meeting, which knows its room and
  /// its own `id`. No more than one of them is the object's own.
  static func values(
    of object: JSONDictionary<JSONValue>, named names: [String]
  ) -> JSONDictionary<JSONValue>? {
    var result = JSONDictionary<JSONValue>()
    var hasOwn = false
    for name in names {
      if let value = object[name], ParameterEncoder.scalar(value) != nil {
        result[name] = value
        continue
      }
      guard !hasOwn, let short = Ownership.propertyNames(of: name).last, !short.isExactly(name),
        let value = object[short], ParameterEncoder.scalar(value) != nil
      else { return nil }
      hasOwn = true
      result[name] = value
    }
    return result
  }
}
