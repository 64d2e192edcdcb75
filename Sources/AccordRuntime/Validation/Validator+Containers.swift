extension Validator {
  public mutating func count(_ value: (some Collection)?, min: Int? = nil, max: Int? = nil) {
    guard let value else { return }
    if let min, value.count < min { report("minItems", "must have at least \(min) items") }
    if let max, value.count > max { report("maxItems", "must have at most \(max) items") }
  }

  public mutating func count(
    _ value: JSONDictionary<some Any>?, min: Int? = nil, max: Int? = nil
  ) {
    guard let value else { return }
    if let min, value.count < min { report("minProperties", "must have at least \(min) members") }
    if let max, value.count > max { report("maxProperties", "must have at most \(max) members") }
  }

  /// An object that has no members but those that its document names.
  public mutating func closed(_ marks: FieldMarks) {
    for key in marks.undeclared.keys {
      at(key) {
        $0.report("additionalProperties", "must not be there: the document names no such member")
      }
    }
  }

  public mutating func unique<Item: JSONWritable>(_ values: [Item]?) {
    guard let values, values.count > 1 else { return }
    var seen: Set<JSONValue> = []
    for value in values {
      var writer = JSONWriter()
      value.write(to: &writer)
      guard let json = try? JSONValue(parsing: writer.bytes) else { continue }
      if !seen.insert(json).inserted {
        return report("uniqueItems", "must not hold the same item twice")
      }
    }
  }

  /// Each item with its index as the token.
  public mutating func each<Item>(
    _ values: [Item]?, _ body: (inout Validator, Item) -> Void
  ) {
    guard let values else { return }
    for (index, value) in values.enumerated() { at(String(index)) { body(&$0, value) } }
  }

  /// Each value with its key as the token.
  public mutating func each<Item>(
    _ values: JSONDictionary<Item>?, _ body: (inout Validator, Item) -> Void
  ) {
    guard let values else { return }
    for (key, value) in values { at(key) { body(&$0, value) } }
  }
}
