import AccordGenerator
import AccordJSON

/// Varies samples where a generated type could lose something that the sampler has no reason to try: values that an
/// enum does not list, members that no property names, numbers and moments that need every digit.
struct VariationFinder {
  struct Variation {
    var value: JSONValue
    var summary: String
    /// Whether the types keep the value although the document does not allow it.
    var isBeyondTheDocument = false
  }

  private let types: [String: TypePlan]

  init(_ plan: APIPlan) {
    types = plan.typesByName
  }

  /// A part of a value with the type that holds it.
  private struct Place {
    var path: [String]
    var value: JSONValue
    var type: TypeReference
  }

  func variations(of value: JSONValue, as type: TypeReference) -> [Variation] {
    var varied: Set<TypeReference> = []
    return places(in: value, as: type).flatMap { place -> [Variation] in
      // One place of a type shows what all of them do.
      guard varied.insert(place.type).inserted else { return [] }
      return replacements(for: place).map { replacement in
        let pointer = JSONPointer(tokens: place.path)
        return Variation(
          value: Self.replace(value, place.path[...], by: replacement.value),
          summary: "\(pointer): \(replacement.summary)",
          isBeyondTheDocument: replacement.isBeyondTheDocument)
      }
    }
  }

  /// The parts of a value, in its order, as far as their types are known for sure: not inside of unions.
  private func places(in value: JSONValue, as type: TypeReference) -> [Place] {
    var found: [Place] = []
    var waiting = [Place(path: [], value: value, type: type)]
    while let place = waiting.popLast(), found.count < 100 {
      guard place.value != .null else { continue }
      let type = place.type.unwrapped
      if case .named(let name) = type, case .alias(let target)? = types[name]?.shape {
        waiting.append(Place(path: place.path, value: place.value, type: target))
        continue
      }
      found.append(Place(path: place.path, value: place.value, type: type))
      waiting += parts(of: place, as: type).reversed()
    }
    return found
  }

  private func parts(of place: Place, as type: TypeReference) -> [Place] {
    func part(_ token: String, _ type: TypeReference) -> Place? {
      let value =
        Int(token).flatMap { index in place.value.array.map { $0[index] } } ?? place.value[token]
      return value.map { Place(path: place.path + [token], value: $0, type: type) }
    }
    switch type {
    case .array(let item):
      return (place.value.array ?? []).indices.compactMap { part("\($0)", item) }
    case .map(let value):
      return (place.value.object?.keys ?? []).compactMap { part($0, value) }
    case .named(let name):
      switch types[name]?.shape {
      case .structure(let structure):
        return structure.properties.compactMap { part($0.jsonName, $0.type) }
      case .tuple(let tuple):
        let items = place.value.array ?? []
        return items.indices.compactMap { index in
          tuple.places.indices.contains(index)
            ? part("\(index)", tuple.places[index].type)
            : tuple.rest.flatMap { part("\(index)", $0) }
        }
      case .enumeration, .values, .union, .alias, .multipart, .headers, nil: return []
      }
    case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
      .timestamp, .calendarDate, .time, .duration, .uuid, .base64, .file, .value, .optional:
      return []
    }
  }

  private func replacements(for place: Place) -> [Variation] {
    switch place.type {
    case .timestamp:
      return [
        "2024-02-29T23:59:59.123456+05:30", "1999-12-31T00:00:00.1Z",
        "2031-07-01T12:30:45.000001-11:45", "2020-01-01T00:00:00-00:00",
        "0001-01-01t00:00:00.120z", "2016-12-31T23:59:60Z",
      ].map { Variation(value: .string($0), summary: "a moment") }
    case .calendarDate:
      return ["2024-02-29", "0001-01-01", "9999-12-31"]
        .map { Variation(value: .string($0), summary: "a day") }
    case .time:
      return ["23:59:59.123456Z", "00:00:00+05:30", "12:30:45.000001-11:45"]
        .map { Variation(value: .string($0), summary: "a time") }
    case .duration:
      return ["P1Y2M10DT2H30M", "PT0.5S", "P3W", "-P1D"]
        .map { Variation(value: .string($0), summary: "a duration") }
    case .int, .int64: return numbers(["9007199254740993", "-9223372036854775808", "1.0", "12e2"])
    case .uint64: return numbers(["18446744073709551615"])
    case .int32: return numbers(["-2147483648", "2147483647"])
    case .uint32: return numbers(["4294967295"])
    case .double: return numbers(["0.1", "-12345.678", "1.7976931348623157e308", "5e-324", "1e2"])
    case .float: return numbers(["0.5", "16777216"])
    case .number: return numbers(["123456789012345678901234567890.123456789", "1e400"])
    case .value: return [Variation(value: Self.anything, summary: "anything")]
    case .string:
      return [
        Variation(
          value: "\u{0}\"\\/\u{8}\n e\u{301}\u{E9}\u{2028}\u{1F468}\u{200D}\u{1F469}",
          summary: "text of every kind")
      ]
    case .named(let name): return replacements(for: place, named: name)
    case .bool, .uuid, .base64, .file, .array, .map, .optional: return []
    }
  }

  private func replacements(for place: Place, named name: String) -> [Variation] {
    switch types[name]?.shape {
    case .enumeration:
      let value = JSONValue.string("a value of tomorrow\u{301} \"\\")
      return [Variation(value: value, summary: "an unknown value", isBeyondTheDocument: true)]
    case .structure(let structure):
      guard var members = place.value.object else { return [] }
      if let additional = structure.additional, additional != .value { return [] }
      members["x-\u{E9}\u{1F600} \"member\""] = Self.anything
      return [Variation(value: .object(members), summary: "a member that no property names")]
    case .values(let plan):
      let value: JSONValue = plan.rawType == .value ? "a value of tomorrow" : 104_729
      return [Variation(value: value, summary: "an unknown value", isBeyondTheDocument: true)]
    case .tuple, .union, .alias, .multipart, .headers, nil: return []
    }
  }

  private func numbers(_ literals: [String]) -> [Variation] {
    literals.compactMap { JSONNumber(literal: $0) }
      .map { Variation(value: .number($0), summary: "a number") }
  }

  private static let anything: JSONValue = [
    "big": .number(JSONNumber(literal: "18446744073709551616.000000000000000001") ?? 0),
    "null": .null, "list": [true, .null, [:], []], "": "\u{0}",
  ]

  private static func replace(
    _ value: JSONValue, _ path: ArraySlice<String>, by replacement: JSONValue
  ) -> JSONValue {
    guard let token = path.first else { return replacement }
    switch value {
    case .null, .bool, .number, .string: return value
    case .array(var items):
      if let index = Int(token), items.indices.contains(index) {
        items[index] = replace(items[index], path.dropFirst(), by: replacement)
      }
      return .array(items)
    case .object(var members):
      if let member = members[token] {
        members[token] = replace(member, path.dropFirst(), by: replacement)
      }
      return .object(members)
    }
  }
}
