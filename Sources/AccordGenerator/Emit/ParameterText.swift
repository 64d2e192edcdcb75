import AccordOpenAPI

/// How parameters are spelled.
extension ParameterPlan {
  var isArray: Bool {
    if case .array = type.unwrapped { return true }
    return false
  }

  /// The call that reads it from a request.
  var reading: String {
    let label = SourceText.literal(jsonName)
    let required = isRequired && place != .path ? ", isRequired: true" : ""
    switch (isArray, arrayStyle) {
    case (false, _): return "\(place.rawValue)(\(label)\(required))"
    case (true, .exploded) where place == .query: return "query(exploding: \(label)\(required))"
    case (true, .exploded): return "\(place.rawValue)(joining: \(label)\(required))"
    case (true, .joined(let separator)):
      let by =
        separator == "," || place != .query
        ? "" : ", by: \(SourceText.literal(separator == "%20" ? " " : "|"))"
      return "\(place.rawValue)(joining: \(label)\(by)\(required))"
    }
  }

  /// What is handed on, once reading has been finished.
  func value(of local: String) -> String {
    if isRequired { return "reading.require(\(local))" }
    if let defaultValue, defaultValue != "nil" { return "\(local) ?? \(defaultValue)" }
    return local
  }
}
