import AccordOpenAPI

/// How bodies are spelled.
extension BodyPlan {
  /// Without a value the argument can be left out.
  var canBeOmitted: Bool { type.hasSuffix("?") }

  /// The argument of a call that encodes the body.
  var encoding: String {
    let value = canBeOmitted && !isRequired ? "ifPresent: body" : "body"
    return switch content {
    case .json(_, "application/json"): ".json(\(value))"
    case .json(_, let contentType):
      ".json(\(value), contentType: \(SourceText.literal(contentType)))"
    case .encoded: ".encoded(\(value))"
    }
  }

  /// The statement that reads the body from a request into `b`.
  var reading: String {
    switch content {
    case .json(let type, _):
      let local = isRequired ? "\(type.text)?" : type.asOptional.text
      return "let b: \(local) = try reading.json(\(isRequired ? "" : "isRequired: false"))"
    case .encoded(let contentTypes):
      let types = contentTypes.map(SourceText.literal).joined(separator: ", ")
      return "let b = try reading.encoded([\(types)], isRequired: \(isRequired))"
    }
  }

  /// What is handed on, once reading has been finished.
  var value: String { isRequired ? "reading.require(b)" : "b" }
}

extension ContentPlan {
  /// What a case of an enum carries.
  var payload: String? { self == .none ? nil : text }

  /// The call that reads the content of an answer.
  var reading: String? {
    switch self {
    case .none: nil
    case .json: "try answer.json()"
    case .text: "try answer.text()"
    case .bytes: "answer.bytes()"
    }
  }

  /// The maker of a format, or of an outgoing answer with that status and, unless there is none, that value.
  func spelled(_ status: String, _ value: String? = nil) -> String {
    switch self {
    case .none: ".empty(\(status))"
    case .json(_, let contentType): call("json", status, value, contentType, "application/json")
    case .text(let contentType): call("text", status, value, contentType, "text/plain")
    case .bytes(let contentType):
      call("bytes", status, value, contentType, "application/octet-stream")
    }
  }

  private func call(
    _ name: String, _ status: String, _ value: String?, _ contentType: String, _ usual: String
  ) -> String {
    let type = contentType == usual ? nil : SourceText.literal(contentType)
    return ".\(name)(\([status, value, type].compactMap { $0 }.joined(separator: ", ")))"
  }
}
