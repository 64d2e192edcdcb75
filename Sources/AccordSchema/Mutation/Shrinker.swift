import AccordJSON

/// Makes a value smaller step by step, while somebody says of each step whether what matters still holds.
///
/// Arrays lose items, objects members, strings characters; numbers move towards 0. Kinds stay.
///
///     while let candidate = shrinker.next() { shrinker.report(stillFails(candidate)) }
///     print(shrinker.smallest)
public struct Shrinker: Sendable {
  /// The smallest value so far for which it held.
  public private(set) var smallest: JSONValue
  private var edits: [Edit]
  private var position = 0
  private var hasShrunk = false
  private var proposed: JSONValue?

  public init(_ value: JSONValue) {
    smallest = value
    edits = Edit.all(for: value)
  }

  /// The next value to try; `nil` if nothing smaller is left.
  public mutating func next() -> JSONValue? {
    while true {
      while position < edits.count {
        let edit = edits[position]
        position += 1
        if let candidate = edit.apply(to: smallest), candidate != smallest {
          proposed = candidate
          return candidate
        }
      }
      // One change may make another one possible: again from the start, until a whole round changes nothing.
      guard hasShrunk else { return nil }
      hasShrunk = false
      position = 0
      edits = Edit.all(for: smallest)
    }
  }

  /// Says whether what matters holds for the value that ``next()`` gave.
  public mutating func report(_ holds: Bool) {
    guard holds, let proposed else { return }
    smallest = proposed
    hasShrunk = true
    // What stood before in the list has been tried; the same edit may now work on the next part.
    edits = Edit.all(for: smallest)
    position = min(max(position - 1, 0), edits.count)
  }
}

/// One way to make a value smaller.
private struct Edit {
  /// Positions of items and members, from the outside in.
  let path: [Int]
  let operation: Operation

  enum Operation {
    /// Items, members or characters.
    case remove(Range<Int>)
    case set(JSONValue)
  }

  /// All edits, large ones first and those near the surface first.
  static func all(for value: JSONValue) -> [Edit] {
    var edits: [Edit] = []
    var level: [(path: [Int], value: JSONValue)] = [([], value)]
    // Deeper in a large value edits are not tried before it has become smaller.
    while !level.isEmpty && edits.count < 20_000 {
      var deeper: [(path: [Int], value: JSONValue)] = []
      for (path, value) in level {
        edits += own(of: value).map { Edit(path: path, operation: $0) }
        switch value {
        case .array(let items):
          deeper += items.enumerated().map { (path + [$0], $1) }
        case .object(let members):
          deeper += members.values.enumerated().map { (path + [$0], $1) }
        case .null, .bool, .number, .string: break
        }
      }
      level = deeper
    }
    return edits
  }

  private static func own(of value: JSONValue) -> [Operation] {
    switch value {
    case .null, .bool(false): []
    case .bool(true): [.set(false)]
    case .number(let number): numbers(below: number).map { .set(.number($0)) }
    case .string(let string): chunks(string.unicodeScalars.count)
    case .array(let items): chunks(items.count)
    case .object(let members): chunks(members.count)
    }
  }

  /// All, both halves, all quarters, and so on down to single ones; from the end, which is mostly what was added.
  private static func chunks(_ count: Int) -> [Operation] {
    var operations: [Operation] = []
    var size = count
    // Of something very long single characters are not tried before it has become shorter.
    while size > 0 && size * 1024 >= count {
      var end = count
      while end > 0 {
        operations.append(.remove(max(0, end - size)..<end))
        end -= size
      }
      size = size == 1 ? 0 : (size + 1) / 2
    }
    return operations
  }

  private static func numbers(below number: JSONNumber) -> [JSONNumber] {
    if number == 0 { return [] }
    guard let integer = number.integer(as: Int64.self) else {
      let whole = Int64(exactly: number.double.rounded(.towardZero))
      return [0] + [whole.map { JSONNumber($0) }].compactMap(\.self)
    }
    var result: [Int64] = [0]
    if integer < 0 && integer > .min { result.append(-integer) }
    // Towards 0 by ever smaller steps: from the half down to one.
    var step = integer / 2
    while step != 0 {
      result.append(integer - step)
      step /= 2
    }
    result.append(integer - integer.signum())
    return result.map { JSONNumber($0) }
  }

  /// `nil` where the value has no such place any more.
  func apply(to value: JSONValue) -> JSONValue? { apply(to: value, path[...]) }

  private func apply(to value: JSONValue, _ path: ArraySlice<Int>) -> JSONValue? {
    guard let position = path.first else { return changed(value) }
    switch value {
    case .array(var items):
      guard items.indices.contains(position),
        let item = apply(to: items[position], path.dropFirst())
      else { return nil }
      items[position] = item
      return .array(items)
    case .object(var members):
      guard members.keys.indices.contains(position),
        let member = apply(to: members.values[position], path.dropFirst())
      else { return nil }
      members[members.keys[position]] = member
      return .object(members)
    case .null, .bool, .number, .string: return nil
    }
  }

  private func changed(_ value: JSONValue) -> JSONValue? {
    switch (operation, value) {
    // A bare `nil` would be taken for JSON's null.
    case (.set(let other), _): return other.kind == value.kind ? other : .none
    case (.remove(let range), .array(var items)):
      guard range.upperBound <= items.count else { return nil }
      items.removeSubrange(range)
      return .array(items)
    case (.remove(let range), .object(let members)):
      guard range.upperBound <= members.count else { return nil }
      var kept = JSONDictionary<JSONValue>(minimumCapacity: members.count)
      for index in members.keys.indices where !range.contains(index) {
        kept[members.keys[index]] = members.values[index]
      }
      return .object(kept)
    case (.remove(let range), .string(let string)):
      var scalars = Array(string.unicodeScalars)
      guard range.upperBound <= scalars.count else { return nil }
      scalars.removeSubrange(range)
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars)
      return .string(text)
    case (.remove, .null), (.remove, .bool), (.remove, .number): return nil
    }
  }
}

/// Makes a value as small as possible while `predicate` holds, which is assumed of the value itself.
///
/// - Parameter maximumAttempts: how often the predicate is asked at most.
public func shrink<Failure: Error>(
  _ value: JSONValue, maximumAttempts: Int = 500,
  while predicate: (JSONValue) throws(Failure) -> Bool
) throws(Failure) -> JSONValue {
  var shrinker = Shrinker(value)
  for _ in 0..<maximumAttempts {
    guard let candidate = shrinker.next() else { break }
    shrinker.report(try predicate(candidate))
  }
  return shrinker.smallest
}

/// Makes a value as small as possible while `predicate` holds, which is assumed of the value itself.
///
/// - Parameter maximumAttempts: how often the predicate is asked at most.
public func shrink<Failure: Error>(
  _ value: JSONValue, maximumAttempts: Int = 500, isolation: isolated (any Actor)? = #isolation,
  while predicate: (JSONValue) async throws(Failure) -> Bool
) async throws(Failure) -> JSONValue {
  var shrinker = Shrinker(value)
  for _ in 0..<maximumAttempts {
    guard let candidate = shrinker.next() else { break }
    shrinker.report(try await predicate(candidate))
  }
  return shrinker.smallest
}
