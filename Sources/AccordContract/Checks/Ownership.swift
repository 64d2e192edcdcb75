import AccordJSON

/// Tells which objects of an answer the first viewer owns: those that the given parameter values name.
public struct Ownership: Sendable {
  private let pools: JSONDictionary<[String]>

  init(pools: JSONDictionary<[String]>) {
    self.pools = pools
  }

  /// Whether a property of the object holds a value given for a parameter of that name. The parameter
  /// `room_id` is the property `room_id` of other objects, and `id` of the room itself.
  func owns(_ object: JSONDictionary<JSONValue>) -> Bool {
    for (parameter, values) in pools {
      for name in Self.propertyNames(of: parameter) {
        guard let value = object[name].flatMap(ParameterEncoder.scalar) else { continue }
        if values.contains(where: { $0.isExactly(value) }) { return true }
      }
    }
    return false
  }

  /// The names of properties that hold what a parameter names: `room_id` and `id`, `roomName` and `name`.
  static func propertyNames(of parameter: String) -> [String] {
    var result = [parameter]
    if let underscore = parameter.lastIndex(where: { $0 == "_" || $0 == "-" }) {
      result.append(String(parameter[parameter.index(after: underscore)...]))
    } else if let capital = parameter.lastIndex(where: \.isUppercase),
      capital != parameter.startIndex
    {
      result.append(parameter[capital...].lowercased())
    }
    return result.filter { !$0.isEmpty }
  }
}
