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
      all.append("body: \(body.type)" + (withDefaults && body.canBeOmitted ? " = nil" : ""))
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

  /// How its success is read and written.
  var format: String {
    switch success {
    case .one(let status, .none, _?): ".headers(\(status.format))"
    case .one(let status, let content, _?): ".headed(\(content.spelled(status.format)))"
    case .one(let status, let content, nil): content.spelled(status.format)
    case .several: ".documented"
    }
  }

  /// With what is to say about the arguments.
  var fullDocumentation: String? {
    let lines = parameters.compactMap(\.documentationLine)
    guard !lines.isEmpty else { return documentation }
    return ([documentation ?? "", ""] + lines).joined(separator: "\n")
  }

  /// Whether anything has constraints but a body that knows its own.
  var hasViolations: Bool {
    parameters.contains { !$0.checks.isEmpty } || hasCheckedBody
  }

  private var hasCheckedBody: Bool {
    guard let body, !body.checks.isEmpty else { return false }
    return body.checks != [.own]
  }

  /// Whether a call may break a constraint.
  var hasChecks: Bool { hasViolations || body?.checks.isEmpty == false }

  var violationsName: String { "\(name.filter { $0 != "`" })Violations" }

  /// Only what has constraints is handed to them, and may be missing: a server checks what it could read of a
  /// request even if other parts of it could not be read.
  var checkedArguments: [String] {
    parameters.filter { !$0.checks.isEmpty }.map { "\($0.name): \($0.type.asOptional.text)" }
      + (body.flatMap { body in
        hasCheckedBody ? ["body: \(body.type)" + (body.canBeOmitted ? "" : "?")] : nil
      } ?? [])
  }

  /// What checks the arguments, statement by statement.
  func checkStatements(validator: String) -> [String] {
    var parts = parameters.filter { !$0.checks.isEmpty }.map { parameter in
      let part = ".\(parameter.place.rawValue)(\(SourceText.literal(parameter.jsonName)))"
      return CheckText.statements(
        parameter.checks, of: parameter.name, validator: "\(validator)[\(part)]")
    }
    if hasCheckedBody, let body {
      parts.append(
        CheckText.statements(body.checks, of: "body", validator: "\(validator)[.body]"))
    }
    return parts
  }

  /// The arguments of a client.
  var forwardedChecks: String {
    (parameters.filter { !$0.checks.isEmpty }.map(\.name) + (hasCheckedBody ? ["body"] : []))
      .map { "\($0.asLabel): \($0)" }.joined(separator: ", ")
  }

  /// The arguments of a server, as they were read.
  var readChecks: String {
    let checked = parameters.enumerated().filter { !$0.element.checks.isEmpty }
      .map { "\($0.element.name.asLabel): p\($0.offset)" }
    return (checked + (hasCheckedBody ? ["body: \(readBody)"] : [])).joined(separator: ", ")
  }

  /// The body as it was read: what may be `null` is optional twice.
  private var readBody: String {
    guard let body, body.isRequired, case .json(let type, _) = body.content, type.isOptional else {
      return "b"
    }
    return "b ?? nil"
  }

  /// All arguments of a server, once reading has been finished.
  var readArguments: String {
    func read(_ required: Bool) -> [String] {
      parameters.enumerated().filter { $0.element.isRequired == required }
        .map { "\($0.element.name.asLabel): \($0.element.value(of: "p\($0.offset)"))" }
    }
    let all = read(true) + (body.map { ["body: \($0.value)"] } ?? []) + read(false)
    return all.joined(separator: ", ")
  }

  /// A name for a local variable that hides none of the arguments.
  func local(_ name: String) -> String {
    parameters.contains { $0.name == name } ? name + "_" : name
  }

  /// The path as an interpolated literal, which the runtime encodes.
  var pathLiteral: String {
    var literal = ""
    parts: for part in path.parts {
      switch part {
      case .literal(let text):
        literal += SourceText.literal(PathTemplate.encoded(text)).dropFirst().dropLast()
        // What follows a `#` is never sent.
        if text.utf8.contains(UInt8(ascii: "#")) { break parts }
      case .parameter(let name):
        literal +=
          parameters.first { $0.place == .path && $0.jsonName.isExactly(name) }?.interpolation ?? ""
      }
    }
    return "\"\(literal)\""
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

  /// A case of a switch. A `default` that stands for success means every 2xx.
  func label(isSuccess: Bool) -> String {
    switch self {
    case .code(let code): "case \(code)"
    case .range(let hundreds): "case \(hundreds)00...\(hundreds)99"
    case .default: isSuccess ? "case 200...299" : "default"
    }
  }

  /// As a `StatusPattern`.
  var format: String {
    switch self {
    case .code(let code): "\(code)"
    case .range(let hundreds): ".range(\(hundreds))"
    case .default: ".range(2)"
    }
  }
}

extension Operation.Method {
  /// As an `HTTPRequest.Method`.
  var source: String { ".\(rawValue)" }
}
