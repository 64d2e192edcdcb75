import AccordOpenAPI

/// How the parts of an operation's plan are spelled.
extension OperationPlan {
  /// The parameters of the Swift method, `name: Type`.
  func arguments(withDefaults: Bool) -> [String] {
    func spelled(_ parameter: ParameterPlan) -> String {
      let defaultValue =
        withDefaults ? parameter.defaultValue.map { " = \($0)" } ?? "" : ""
      return "\(parameter.name): \(parameter.type.text)\(defaultValue)"
    }
    var all = parameters.filter(\.isRequired).map(spelled)
    if let body {
      all.append("body: \(body.type)" + (withDefaults && body.type.hasSuffix("?") ? " = nil" : ""))
    }
    return all + parameters.filter { !$0.isRequired }.map(spelled)
  }

  private var argumentNames: [String] {
    parameters.filter(\.isRequired).map(\.name) + (body == nil ? [] : ["body"])
      + parameters.filter { !$0.isRequired }.map(\.name)
  }

  /// The arguments, handed on under their own names.
  var forwarded: String {
    argumentNames.map { "\($0.asLabel): \($0)" }.joined(separator: ", ")
  }

  func signature(access: AccessLevel, withDefaults: Bool) -> String {
    Wrapping.list(
      "\(access.prefix)func \(name)(", arguments(withDefaults: withDefaults),
      ") async throws(CallError<\(refusalType)>) -> \(successType)")
  }

  var hasChecks: Bool {
    parameters.contains { !$0.checks.isEmpty } || !(body?.checks.isEmpty ?? true)
  }

  var violationsName: String { "\(name.filter { $0 != "`" })Violations" }

  /// Only what has constraints is handed to them, and may be missing: a server checks what it could read of a
  /// request even if other parts of it could not be read.
  var checkedArguments: [String] {
    parameters.filter { !$0.checks.isEmpty }.map { "\($0.name): \($0.type.asOptional.text)" }
      + (body.flatMap { body in
        body.checks.isEmpty ? nil : ["body: \(body.type)" + (body.type.hasSuffix("?") ? "" : "?")]
      } ?? [])
  }

  private var hasCheckedBody: Bool { !(body?.checks.isEmpty ?? true) }

  /// The arguments of a client.
  var forwardedChecks: String {
    (parameters.filter { !$0.checks.isEmpty }.map(\.name) + (hasCheckedBody ? ["body"] : []))
      .map { "\($0.asLabel): \($0)" }.joined(separator: ", ")
  }

  /// The arguments of a server, as they were read.
  var readChecks: String {
    let checked = parameters.enumerated().filter { !$0.element.checks.isEmpty }
      .map { "\($0.element.name.asLabel): p\($0.offset)" }
    return (checked + (hasCheckedBody ? ["body: b"] : [])).joined(separator: ", ")
  }

  /// The path as an interpolated literal, which the runtime encodes.
  var pathLiteral: String {
    let parts = path.parts.map { part in
      switch part {
      case .literal(let text): String(SourceText.literal(text).dropFirst().dropLast())
      case .parameter(let name):
        parameters.first { $0.place == .path && $0.jsonName == name }.map { parameter in
          parameter.isArray ? "\\(joining: \(parameter.name))" : "\\(\(parameter.name))"
        } ?? String(SourceText.literal("{\(name)}").dropFirst().dropLast())
      }
    }
    return "\"\(parts.joined())\""
  }
}

extension String {
  /// A name as the label of an argument, where only three keywords need their backticks.
  var asLabel: String {
    let bare = filter { $0 != "`" }
    return ["inout", "let", "var"].contains(bare) ? self : bare
  }
}

extension Response.Status {
  /// Whether more than one status is meant, so that the status itself belongs to the answer.
  var isOpen: Bool {
    switch self {
    case .code: false
    case .range, .default: true
    }
  }

  var pattern: String {
    switch self {
    case .code(let code): "\(code)"
    case .range(let hundreds): "\(hundreds)00...\(hundreds)99"
    case .default: "_"
    }
  }

  /// A `default` that stands for success means every 2xx.
  var successPattern: String {
    switch self {
    case .code, .range: pattern
    case .default: "200...299"
    }
  }

  /// The status that a server answers with where the document leaves it open.
  var sampleCode: Int {
    switch self {
    case .code(let code): code
    case .range(let hundreds): hundreds * 100
    case .default: 200
    }
  }
}

extension Operation.Method {
  /// As an `HTTPRequest.Method`.
  var source: String { ".\(rawValue)" }
}
