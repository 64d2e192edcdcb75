import AccordOpenAPI

/// How bodies are spelled.
extension BodyPlan {
  /// The argument of a call that encodes the body.
  var encoding: String {
    let value = type.hasSuffix("?") && !isRequired ? "ifPresent: body" : "body"
    return switch content {
    case .json(_, let contentType):
      ".json(\(value), contentType: \(SourceText.literal(contentType)))"
    case .encoded: ".encoded(\(value))"
    }
  }

  /// The expression that reads the body from a request.
  var reading: String {
    switch content {
    case .json(let type, _):
      if isRequired {
        return "try reading.json(as: \(type.text).self)"
      }
      return "try reading.json(isRequired: false, as: \(type.unwrapped.text).self)"
    case .encoded(let contentTypes):
      let types = contentTypes.map(SourceText.literal).joined(separator: ", ")
      return "try reading.encoded([\(types)], isRequired: \(isRequired))"
    }
  }
}

extension ContentPlan {
  /// What a case of an enum carries.
  var payload: String? { self == .none ? nil : text }

  /// An expression that reads the content from bytes.
  func reading(_ bytes: String) -> String? {
    switch self {
    case .none: nil
    case .json(let type, _): "try \(type.readable)(json: \(bytes))"
    case .text: "String(decoding: \(bytes), as: UTF8.self)"
    case .bytes: bytes
    }
  }

  /// An expression that makes a body of a value.
  func encoding(_ value: String) -> String? {
    switch self {
    case .none: nil
    case .json(_, let contentType):
      "try .json(\(value), contentType: \(SourceText.literal(contentType)))"
    case .text:
      "EncodedBody(contentType: \"text/plain; charset=utf-8\", bytes: Array(\(value).utf8))"
    case .bytes: "EncodedBody(contentType: \"application/octet-stream\", bytes: \(value))"
    }
  }

  /// An expression that makes a server's answer.
  func response(_ status: String, _ value: String) -> String {
    switch self {
    case .none: "ServerResponse(status: \(status))"
    case .json(_, let contentType):
      contentType == "application/json"
        ? "try .json(\(status), \(value))"
        : "try .json(\(status), \(value), contentType: \(SourceText.literal(contentType)))"
    case .text: ".text(\(status), \(value))"
    case .bytes: ".bytes(\(status), \(value))"
    }
  }
}

extension TypeReference {
  /// As it can stand before an initialiser.
  fileprivate var readable: String { isOptional ? "Optional<\(unwrapped.text)>" : text }
}
