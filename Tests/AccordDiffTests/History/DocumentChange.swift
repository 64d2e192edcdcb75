import AccordJSON
import AccordTesting

/// A change as people make them to their API, drawn by a seed.
struct DocumentChange {
  /// What was done, for those who read a failure.
  var summary: String
  var document: JSONValue
  /// Where: the pointer of the schema, or of what else was changed.
  var place: JSONPointer
  /// The least that has to be said about it, where that can be known without looking at values.
  var least: AccordVerdict

  /// As far as the generator of changes knows.
  enum AccordVerdict { case nothing, risky, breaking }
}

/// Draws changes of one document.
struct DocumentHistory {
  private let document: JSONValue
  private var random: SeededGenerator
  private var schemas: [JSONPointer] = []
  private var operations: [JSONPointer] = []
  private let componentNames: [String]

  init(_ document: JSONValue, seed: UInt64) {
    self.document = document
    random = SeededGenerator(seed: seed)
    componentNames = document["components"]?["schemas"]?.object?.map(\.key) ?? []
    collect()
  }

  /// Schemas below `components/schemas` and below `schema` anywhere; operations by their methods.
  private mutating func collect() {
    for name in componentNames {
      walk(JSONPointer(tokens: ["components", "schemas", name]))
    }
    for (path, item) in document["paths"]?.object?.map({ ($0.key, $0.value) }) ?? [] {
      for method in ["get", "put", "post", "delete", "patch"] where item[method] != nil {
        let place = JSONPointer(tokens: ["paths", path, method])
        operations.append(place)
        walkOperation(place)
      }
    }
  }

  private mutating func walkOperation(_ place: JSONPointer) {
    guard let operation = document[place] else { return }
    func content(_ holder: JSONValue?, _ tokens: [String]) -> [JSONPointer] {
      (holder?["content"]?.object?.map(\.key) ?? []).map {
        place.appending(JSONPointer(tokens: tokens + ["content", $0, "schema"]))
      }
    }
    var roots = content(operation["requestBody"], ["requestBody"])
    for status in operation["responses"]?.object?.map(\.key) ?? [] {
      roots += content(operation["responses"]?[status], ["responses", status])
    }
    for index in (operation["parameters"]?.array ?? []).indices {
      roots.append(place.appending(JSONPointer(tokens: ["parameters", "\(index)", "schema"])))
    }
    for root in roots { walk(root) }
  }

  private mutating func walk(_ place: JSONPointer) {
    guard let schema = document[place], schema.object != nil else { return }
    if schema["$ref"] == nil { schemas.append(place) }
    for name in schema["properties"]?.object?.map(\.key) ?? [] {
      walk(place.appending(JSONPointer(tokens: ["properties", name])))
    }
    for key in ["items", "additionalProperties"] {
      walk(place.appending(JSONPointer(tokens: [key])))
    }
    for key in ["allOf", "anyOf", "oneOf"] {
      for index in (schema[key]?.array ?? []).indices {
        walk(place.appending(JSONPointer(tokens: [key, "\(index)"])))
      }
    }
  }

  mutating func next() -> DocumentChange {
    while true {
      let isOfSchema = Int.random(in: 0..<4, using: &random) > 0
      if let change = isOfSchema ? schemaChange() : operationChange() { return change }
    }
  }

  // MARK: - Schemas

  private mutating func schemaChange() -> DocumentChange? {
    guard let place = schemas.randomElement(using: &random), let schema = document[place] else {
      return nil
    }
    let edits = SchemaEdit.allCases
    guard let edit = edits.randomElement(using: &random),
      let changed = edit.apply(to: schema, componentNames, &random), changed != schema
    else { return nil }
    return DocumentChange(
      summary: "\(edit) at \(place)", document: document.replacing(place, by: changed),
      place: place, least: .nothing)
  }

  // MARK: - Operations

  private mutating func operationChange() -> DocumentChange? {
    guard let place = operations.randomElement(using: &random), let operation = document[place],
      let edit = OperationEdit.allCases.randomElement(using: &random)
    else { return nil }
    if edit == .remove {
      guard var item = document[place.parent]?.object else { return nil }
      item[place.tokens.last ?? ""] = nil
      return DocumentChange(
        summary: "\(edit) \(place)",
        document: document.replacing(place.parent, by: .object(item)), place: place,
        least: .breaking)
    }
    guard let (changed, least) = edit.apply(to: operation, &random), changed != operation else {
      return nil
    }
    return DocumentChange(
      summary: "\(edit) at \(place)", document: document.replacing(place, by: changed),
      place: place, least: least)
  }
}

extension JSONPointer {
  fileprivate var parent: JSONPointer { JSONPointer(tokens: Array(tokens.dropLast())) }
}

extension JSONValue {
  subscript(pointer: JSONPointer) -> JSONValue? {
    pointer.tokens.reduce(Optional(self)) { value, token in
      switch value {
      case .object(let members): members[token]
      case .array(let items):
        Int(token).flatMap { items.indices.contains($0) ? items[$0] : nil }
      case .null, .bool, .number, .string, nil: nil
      }
    }
  }

  func replacing(_ pointer: JSONPointer, by value: JSONValue) -> JSONValue {
    guard let token = pointer.tokens.first else { return value }
    let rest = JSONPointer(tokens: Array(pointer.tokens.dropFirst()))
    switch self {
    case .object(var members):
      if let old = members[token] { members[token] = old.replacing(rest, by: value) }
      return .object(members)
    case .array(var items):
      if let index = Int(token), items.indices.contains(index) {
        items[index] = items[index].replacing(rest, by: value)
      }
      return .array(items)
    case .null, .bool, .number, .string: return self
    }
  }
}
