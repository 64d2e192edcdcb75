extension JSONReader {
  /// Reads a value if it is one of this type; else stays where it is.
  ///
  /// A union inside a union would be read again for every case of the outer one: twice as often with each
  /// level. So what failed inside is remembered until the outermost union is read.
  public mutating func attempt<Value: JSONReadable>(_ type: Value.Type) -> Value? {
    if let failedAttempts {
      let place = FailedAttempts.Place(offset: offset, type: ObjectIdentifier(type))
      if failedAttempts.places.contains(place) { return nil }
      let value = read(tentatively: type)
      if value == nil { failedAttempts.places.insert(place) }
      return value
    }
    failedAttempts = FailedAttempts()
    defer { failedAttempts = nil }
    return read(tentatively: type)
  }

  /// Which alternative of a union inside another union the value that stands here was taken for, when it was read
  /// for an earlier case of the outer one.
  public func choice(of union: Any.Type) -> Int? {
    failedAttempts?.choices[FailedAttempts.Place(offset: offset, type: ObjectIdentifier(union))]
  }

  /// Remembers that choice.
  public func remember(_ choice: Int, of union: Any.Type) {
    failedAttempts?.choices[FailedAttempts.Place(offset: offset, type: ObjectIdentifier(union))] =
      choice
  }

  private mutating func read<Value: JSONReadable>(tentatively type: Value.Type) -> Value? {
    var copy = self
    guard let value = try? Value(reading: &copy) else { return nil }
    self = copy
    return value
  }

  /// The string that a member of the next object holds. The object stays unread.
  public func peekString(at key: String) -> String? {
    var copy = self
    guard (try? copy.beginObject()) != nil else { return nil }
    while let next = try? copy.nextKey() {
      if next.isExactly(key) { return try? copy.readString() }
      guard (try? copy.passValue()) != nil else { return nil }
    }
    return nil
  }

  /// For a value that is none of a union's cases.
  public func noMatch(_ type: Any.Type) -> JSONError {
    JSONError(.invalid("the value is none of the cases of \(type)"), at: offset)
  }
}

/// The types that the values at some places are not of.
final class FailedAttempts {
  struct Place: Hashable {
    let offset: Int
    let type: ObjectIdentifier
  }

  var places: Set<Place> = []
  /// What nested unions were taken for.
  var choices: [Place: Int] = [:]
}
