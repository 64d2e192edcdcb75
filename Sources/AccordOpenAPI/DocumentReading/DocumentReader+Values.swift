import AccordJSON

extension JSONValue.Kind {
  var withArticle: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// Members by their kind. A member of another kind is reported, and then counts as absent.
extension DocumentReader {
  func report(
    _ severity: Diagnostic.Severity, _ message: String, at location: Location,
    _ remedy: String? = nil
  ) {
    log.report(Diagnostic(severity, message, at: location, remedy: remedy))
  }

  /// Reports a part that means nothing, while all others do.
  func reportBroken(_ message: String, at location: Location, _ remedy: String?) {
    report(brokenParts, message, at: location, remedy)
  }

  private func reportKind(_ part: Part, _ key: String, wanted: JSONValue.Kind) {
    report(
      .warning,
      "`\(key)` must be \(wanted.withArticle), but is \(part.node.kind.withArticle); it is ignored",
      at: part.location, "see the OpenAPI Specification \(version.rawValue) for what `\(key)` holds"
    )
  }

  /// The member, if it has that kind.
  func member(_ key: String, of part: Part, wanted: JSONValue.Kind) -> Part? {
    guard let value = part[key] else { return nil }
    guard value.node.kind == wanted else {
      reportKind(value, key, wanted: wanted)
      return nil
    }
    return value
  }

  /// The members of the object that this member is; none if it is none.
  func members(_ key: String, of part: Part) -> [Part.Member] {
    member(key, of: part, wanted: .object)?.members ?? []
  }

  /// The items of the array that this member is; none if it is none.
  func items(_ key: String, of part: Part) -> [Part] {
    member(key, of: part, wanted: .array)?.items ?? []
  }

  /// A string. A number or a boolean is taken by its text, because YAML makes `version: 1.0` a number.
  func string(_ key: String, of part: Part) -> String? {
    guard let node = part.node[key] else { return nil }
    switch node.content {
    case .string(let text): return text
    case .number(let number):
      log.note(.scalarInsteadOfString, at: node.location)
      return number.literal
    case .bool(let value):
      log.note(.scalarInsteadOfString, at: node.location)
      return value ? "true" : "false"
    case .null: return nil
    case .array, .object:
      if let value = part[key] { reportKind(value, key, wanted: .string) }
      return nil
    }
  }

  func requiredString(_ key: String, of part: Part, what: String) -> String? {
    if let text = string(key, of: part) { return text }
    if part.node.kind != .object {
      report(
        .warning, "\(what) must be an object, but is \(part.node.kind.withArticle); it is ignored",
        at: part.location, "correct it")
    } else if part[key] == nil || part[key]?.node.kind == .null {
      report(
        .warning, "\(what) has no `\(key)`; it is ignored", at: part.location, "add `\(key)`")
    }
    return nil
  }

  /// A boolean. `"true"` and `"false"` are taken for one.
  func flag(_ key: String, of part: Part) -> Bool? {
    guard let node = part.node[key] else { return nil }
    switch node.content {
    case .bool(let value): return value
    case .string("true"), .string("false"):
      log.note(.stringInsteadOfScalar, at: node.location)
      return node.string == "true"
    case .null: return nil
    case .number, .string, .array, .object:
      if let value = part[key] { reportKind(value, key, wanted: .boolean) }
      return nil
    }
  }

  /// A number. A string that is one is taken for it.
  func number(_ key: String, of part: Part) -> JSONNumber? {
    guard let node = part.node[key] else { return nil }
    switch node.content {
    case .number(let number): return number
    case .null: return nil
    case .string(let text):
      if let number = JSONNumber(literal: text) {
        log.note(.stringInsteadOfScalar, at: node.location)
        return number
      }
    case .bool, .array, .object: break
    }
    if let value = part[key] { reportKind(value, key, wanted: .number) }
    return nil
  }

  /// A number of things: an integer that is not negative. One beyond `Int` sets no limit that could matter.
  func count(_ key: String, of part: Part) -> Int? {
    guard let number = number(key, of: part), let place = part.node[key]?.location else {
      return nil
    }
    guard number.isInteger, !(number < 0) else {
      report(
        .warning, "`\(key)` must be an integer that is not negative; \(number) is ignored",
        at: place, "correct it")
      return nil
    }
    return number.integer() ?? .max
  }

  /// The strings of an array; what is none is reported and left out.
  func strings(_ key: String, of part: Part) -> [String] {
    items(key, of: part).compactMap { item in
      switch item.node.content {
      case .string(let text): return text
      case .number(let number):
        log.note(.scalarInsteadOfString, at: item.location)
        return number.literal
      case .null, .bool, .array, .object:
        report(
          .warning,
          "`\(key)` holds \(item.node.kind.withArticle) instead of a string; it is ignored",
          at: item.location, "quote it if it is meant as a string")
        return nil
      }
    }
  }
}
