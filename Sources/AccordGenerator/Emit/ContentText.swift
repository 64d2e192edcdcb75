import AccordOpenAPI

/// How bodies are spelled.
extension BodyPlan {
  /// Without a value the argument can be left out.
  var canBeOmitted: Bool { type.hasSuffix("?") }

  /// The argument of a call that encodes the body.
  var encoding: String {
    content.encoding(canBeOmitted && !isRequired ? "ifPresent: body" : "body")
  }

  /// The statement that reads the body from a request into `b`.
  var reading: String {
    let local: String =
      switch content {
      case .json(let type, _): isRequired ? "\(type.text)?" : type.asOptional.text
      case .none, .form, .multipart, .text, .bytes, .stream, .items, .encoded, .choice:
        "\(content.text)?"
      }
    return
      "let b: \(local) = \(content.effects) reading.\(content.requestReading(isRequired: isRequired))"
  }

  /// What is handed on, once reading has been finished.
  var value: String { isRequired ? "reading.require(b)" : "b" }
}

extension ContentPlan {
  /// What a case of an enum carries.
  var payload: String? { self == .none ? nil : text }

  /// What marks a call that reads it from a request.
  var effects: String {
    switch self {
    case .multipart, .choice: "try await"
    case .none, .json, .form, .text, .bytes, .stream, .items, .encoded: "try"
    }
  }

  /// The call that reads the content of an answer.
  var reading: String? {
    switch self {
    case .none, .form, .multipart, .encoded, .choice: nil
    case .json: "try answer.json(\(ownType("application/json").joined()))"
    case .text: "try answer.text(\(ownType("text/plain").joined()))"
    case .bytes: "answer.bytes()"
    case .stream: "try answer.stream(\(ownType("application/octet-stream").joined()))"
    case .items(let items): "try answer.\(items.call([]))"
    }
  }

  /// The maker of a `CallBody` of a value.
  func encoding(_ value: String) -> String {
    let arguments: [String] =
      switch self {
      case .json:
        ownType("application/json").map { "contentType: \($0)" }
      case .form(_, let styles): styles.argument
      case .multipart: ownType("multipart/form-data")
      case .text: ownType("text/plain")
      case .stream, .bytes: ownType("application/octet-stream")
      case .none, .items, .encoded, .choice: []
      }
    if case .items(let items) = self { return ".\(items.call([value]))" }
    return ".\(maker)(\(([value] + arguments).joined(separator: ", ")))"
  }

  /// The call that reads the content of a request.
  func requestReading(isRequired: Bool) -> String {
    let required = isRequired ? [] : ["isRequired: false"]
    let arguments: [String]
    switch self {
    case .none, .json, .choice: arguments = required
    case .form(_, let styles): arguments = required + styles.argument
    case .multipart: arguments = ownType("multipart/form-data") + required
    case .text: arguments = ownType("text/plain") + required
    case .stream, .bytes: arguments = ownType("application/octet-stream") + required
    case .items(let items): return items.call([], required)
    case .encoded(let contentTypes):
      arguments = [
        "[\(contentTypes.map(SourceText.literal).joined(separator: ", "))]",
        "isRequired: \(isRequired)",
      ]
    }
    return "\(maker)(\(arguments.joined(separator: ", ")))"
  }

  private var maker: String {
    switch self {
    case .none: "empty"
    case .json: "json"
    case .form: "form"
    case .multipart: "multipart"
    case .text: "text"
    case .bytes, .stream: "stream"
    case .items: "items"
    case .encoded: "encoded"
    case .choice: "documented"
    }
  }

  /// The maker of a format, or of an outgoing answer with that status and, unless there is none, that value.
  func spelled(_ status: String, _ value: String? = nil) -> String {
    switch self {
    case .none, .form, .multipart, .encoded, .choice: return ".empty(\(status))"
    case .json: return call("json", status, value, "application/json")
    case .text: return call("text", status, value, "text/plain")
    case .bytes: return call("bytes", status, value, "application/octet-stream")
    case .stream: return call("stream", status, value, "application/octet-stream")
    case .items(let items): return ".\(items.call([status] + (value.map { [$0] } ?? [])))"
    }
  }

  private func call(
    _ name: String, _ status: String, _ value: String?, _ usual: String
  ) -> String {
    ".\(name)(\(([status] + (value.map { [$0] } ?? []) + ownType(usual)).joined(separator: ", ")))"
  }

  /// The content type, unless it is the usual one.
  private func ownType(_ usual: String) -> [String] {
    contentTypes.filter { $0 != usual }.map(SourceText.literal)
  }
}

extension ItemsPlan {
  fileprivate func call(_ before: [String], _ after: [String] = []) -> String {
    let own = [".\(framing.rawValue)", SourceText.literal(contentType)]
    return "\(isText ? "texts" : "items")(\((before + own + after).joined(separator: ", ")))"
  }
}

extension [FormStylePlan] {
  fileprivate var argument: [String] {
    guard !isEmpty else { return [] }
    let pairs = map { plan in
      "\(SourceText.literal(plan.name)): .\(plan.style.rawValue)\(plan.isReserved ? ".reserved" : "")"
    }
    return ["styles: [\(pairs.joined(separator: ", "))]"]
  }
}
