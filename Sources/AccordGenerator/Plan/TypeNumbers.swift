/// A number for each type of a plan, those inside others included: whoever walks from type to type many times hashes
/// each name once.
struct TypeNumbers {
  private var numbers: [String: Int] = [:]

  /// The type's number: the next one if it has none yet.
  mutating func number(adding name: String) -> Int {
    let next = numbers.count
    return withUnsafeMutablePointer(to: &numbers[name]) { number in
      if let known = number.pointee { return known }
      number.pointee = next
      return next
    }
  }

  subscript(name: String) -> Int? { numbers[name] }

  /// The number of the type in a reference, if there is one.
  subscript(type: TypeReference) -> Int? { type.name.flatMap { numbers[$0] } }

  var count: Int { numbers.count }
}
