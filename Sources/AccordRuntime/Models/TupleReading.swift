/// Reads an array that holds something else at each of its first places, for generated code.
public struct TupleReading {
  private var isOver = false
  private var count = 0

  public init(_ reader: inout JSONReader) throws(JSONError) {
    try reader.beginArray()
  }

  private mutating func advance(_ reader: inout JSONReader) throws(JSONError) -> Bool {
    guard !isOver else { return false }
    isOver = !(try reader.nextItem())
    if !isOver { count += 1 }
    return !isOver
  }

  /// The next item; `nil` at the end.
  public mutating func next<Item: JSONReadable>(
    _ reader: inout JSONReader
  ) throws(JSONError) -> Item? {
    try advance(&reader) ? try Item(reading: &reader) : nil
  }

  /// The next item, which may be `null`.
  public mutating func presence<Item: JSONReadable>(
    _ reader: inout JSONReader
  ) throws(JSONError) -> Presence<Item> {
    guard try advance(&reader) else { return .absent }
    return try Item?(reading: &reader).map { .value($0) } ?? .null
  }

  /// The next item, which has to be there.
  public mutating func required<Item: JSONReadable>(
    _ reader: inout JSONReader
  ) throws(JSONError) -> Item {
    guard try advance(&reader) else {
      throw reader.failure("must have more than \(count) items")
    }
    return try Item(reading: &reader)
  }

  /// All items that are left.
  public mutating func rest<Item: JSONReadable>(
    _ reader: inout JSONReader
  ) throws(JSONError) -> [Item] {
    var items: [Item] = []
    while try advance(&reader) { items.append(try Item(reading: &reader)) }
    return items
  }

  /// Skips what nobody expects.
  public mutating func finish(_ reader: inout JSONReader) throws(JSONError) {
    while try advance(&reader) { try reader.skipValue() }
  }
}

extension Presence where Value: JSONWritable {
  /// What a tuple writes; `nil` for nothing.
  public var item: (any JSONWritable)? {
    switch self {
    case .absent: nil
    case .null: JSONValue.null
    case .value(let value): value
    }
  }
}

extension JSONWriter {
  /// An array of these, up to the last that is there, and of the rest.
  public mutating func write(
    tuple places: [(any JSONWritable)?], rest: [any JSONWritable] = []
  ) {
    let end = rest.isEmpty ? (places.lastIndex { $0 != nil } ?? -1) + 1 : places.count
    beginArray()
    for place in places[..<end] {
      if let place { place.write(to: &self) } else { writeNull() }
    }
    for item in rest { item.write(to: &self) }
    endArray()
  }
}
