import AccordJSON
import AccordOpenAPI

/// Decides how operations look in Swift.
struct OperationPlanner {
  let document: OpenAPIDocument
  let naming: SwiftNaming
  let types: TypePlanner
  /// Which operation declared each set of answers first.
  private var refusals: [[AnswerShape]: String] = [:]

  private struct AnswerShape: Hashable {
    var status: Response.Status
    var content: ContentPlan
  }

  init(_ document: OpenAPIDocument, naming: SwiftNaming, types: TypePlanner) {
    self.document = document
    self.naming = naming
    self.types = types
  }

  mutating func plan(_ operations: [Operation], base: String) -> [OperationPlan] {
    let names = OperationNaming(naming, base: base).names(of: operations)
    return zip(operations, names).map { plan($0, name: $1) }
  }

  private mutating func plan(_ operation: Operation, name: String) -> OperationPlan {
    let typeName = naming.typeName(name.filter { $0 != "`" })
    let success = success(of: operation, typeName: typeName)
    var parameterNames = NameScope(reserving: ["body"])
    let parameters = operation.parameters.map {
      plan($0, of: typeName, names: &parameterNames)
    }
    return OperationPlan(
      id: operation.operationID ?? operation.name, method: operation.method, path: operation.path,
      name: name, typeName: typeName, documentation: documentation(of: operation),
      isDeprecated: operation.isDeprecated,
      // Those that must be given come first, so that the others can be left out.
      parameters: parameters.filter(\.isRequired) + parameters.filter { !$0.isRequired },
      body: operation.requestBody.flatMap { body($0, typeName: typeName) }, success: success,
      refusal: refusal(of: operation, typeName: typeName))
  }

  private func documentation(of operation: Operation) -> String {
    var parts = [operation.summary, operation.description].compactMap { text in
      text.map { $0.trimmingSuffix(while: \.isWhitespace) }
    }
    if parts.count == 2, parts[0] == parts[1] { parts.removeLast() }
    parts.append("`\(operation.method.name) \(operation.path.text)`")
    return parts.joined(separator: "\n\n")
  }

  // MARK: - Parameters

  private func plan(
    _ parameter: Parameter, of typeName: String, names: inout NameScope
  ) -> ParameterPlan {
    let name = ReservedNames.escaped(names.claim(naming.memberName(parameter.name)))
    var use = TypeUse(.string)
    var arrayStyle = ParameterPlan.ArrayStyle.exploded
    switch parameter.serialization {
    case .content: use = TypeUse(.value)
    case .style(let style, let explode, _, let schema):
      use = types.use(of: schema, named: typeName + naming.typeName(parameter.name))
      arrayStyle =
        switch style {
        case .form, .deepObject: explode ? .exploded : .joined(by: ",")
        case .spaceDelimited: explode ? .exploded : .joined(by: "%20")
        case .pipeDelimited: explode ? .exploded : .joined(by: "%7C")
        case .simple, .label, .matrix: .joined(by: ",")
        }
    }
    if !types.isParameterValue(use.type) { use = TypeUse(.value) }
    // `null` cannot be told from its absence here.
    let type = use.type.unwrapped
    let schema = parameter.schema
    let defaultValue = schema.flatMap { schema in
      (schema.defaultValue ?? document.schemas.resolve(schema)?.defaultValue)
        .flatMap { types.literal($0, of: type, schema: schema) }
    }
    let isOptional = !parameter.isRequired && defaultValue == nil && parameter.place != .path
    return ParameterPlan(
      jsonName: parameter.name, name: name, place: parameter.place,
      type: isOptional ? .optional(type) : type,
      defaultValue: parameter.isRequired ? nil : defaultValue ?? (isOptional ? "nil" : nil),
      arrayStyle: arrayStyle, checks: use.checks, documentation: parameter.description)
  }

  // MARK: - Bodies

  private func body(_ body: RequestBody, typeName: String) -> BodyPlan? {
    guard !body.content.isEmpty else { return nil }
    guard let json = body.content.first(where: \.isJSON) else {
      return BodyPlan(
        content: .encoded(body.content.map(\.name)), isRequired: body.isRequired, checks: [])
    }
    var use = TypeUse(.value)
    if let schema = json.schema { use = types.use(of: schema, named: typeName + "Body") }
    return BodyPlan(
      content: .json(use.type, contentType: json.name), isRequired: body.isRequired,
      checks: use.checks)
  }

  private func content(of response: Response, named name: String) -> ContentPlan {
    if let json = response.content.first(where: \.isJSON) {
      guard let schema = json.schema else { return .json(.value, contentType: json.name) }
      return .json(types.use(of: schema, named: name).type, contentType: json.name)
    }
    guard let first = response.content.first else { return .none }
    return first.essence.hasPrefix("text/") ? .text : .bytes
  }

  // MARK: - Answers

  private func isSuccess(_ status: Response.Status, among responses: [Response]) -> Bool {
    switch status {
    case .code(let code): (200...299).contains(code)
    case .range(let hundreds): hundreds == 2
    case .default: !responses.contains { isSuccess($0.status, among: []) }
    }
  }

  private func success(of operation: Operation, typeName: String) -> SuccessPlan {
    let responses = operation.responses.filter { isSuccess($0.status, among: operation.responses) }
    guard let first = responses.first else { return .one(.range(2), .none) }
    guard responses.count > 1 else {
      return .one(first.status, content(of: first, named: typeName + "Response"))
    }
    let contents = responses.map {
      content(of: $0, named: typeName + "Response" + caseTypeName($0.status))
    }
    let cases = zip(responses, contents).map { response, content in
      AnswerCasePlan(
        status: response.status, name: StatusNames.caseName(response.status), content: content)
    }
    return .several(name: types.claim(typeName + "Success"), cases)
  }

  private func caseTypeName(_ status: Response.Status) -> String {
    naming.typeName(StatusNames.caseName(status))
  }

  private mutating func refusal(of operation: Operation, typeName: String) -> RefusalPlan? {
    let responses = operation.responses.filter {
      !isSuccess($0.status, among: operation.responses)
    }
    guard !responses.isEmpty else { return nil }
    // Exact codes are looked at before ranges, and ranges before the default.
    let sorted = responses.enumerated().sorted { left, right in
      (left.element.status.precedence, left.offset) < (
        right.element.status.precedence, right.offset
      )
    }.map(\.element)
    let cases = sorted.map { response in
      AnswerCasePlan(
        status: response.status, name: StatusNames.caseName(response.status),
        content: content(
          of: response, named: typeName + caseTypeName(response.status) + "Answer"))
    }
    let name = types.claim(typeName + "Refusal")
    let shape = cases.map { AnswerShape(status: $0.status, content: $0.content) }
    let first = refusals[shape]
    if first == nil { refusals[shape] = name }
    return RefusalPlan(name: name, cases: cases, sameAs: first)
  }
}

extension ParameterPlan {
  var isRequired: Bool { defaultValue == nil && !type.isOptional }
}

extension Response.Status {
  fileprivate var precedence: Int {
    switch self {
    case .code(let code): code
    case .range(let hundreds): 1000 + hundreds
    case .default: 10_000
    }
  }
}

/// Names for statuses, from the registry of RFC 9110, section 15.
enum StatusNames {
  static func caseName(_ status: Response.Status) -> String {
    switch status {
    case .code(let code): names[code] ?? "status\(code)"
    case .range(let hundreds):
      switch hundreds {
      case 1: "informational"
      case 2: "success"
      case 3: "redirection"
      case 4: "clientError"
      default: "serverError"
      }
    case .default: "other"
    }
  }

  private static let names: [Int: String] = [
    100: "continueRequest", 101: "switchingProtocols", 200: "ok", 201: "created", 202: "accepted",
    203: "nonAuthoritativeInformation", 204: "noContent", 205: "resetContent",
    206: "partialContent", 207: "multiStatus", 300: "multipleChoices", 301: "movedPermanently",
    302: "found", 303: "seeOther", 304: "notModified", 307: "temporaryRedirect",
    308: "permanentRedirect", 400: "badRequest", 401: "unauthorized", 402: "paymentRequired",
    403: "forbidden", 404: "notFound", 405: "methodNotAllowed", 406: "notAcceptable",
    407: "proxyAuthenticationRequired", 408: "requestTimeout", 409: "conflict", 410: "gone",
    411: "lengthRequired", 412: "preconditionFailed", 413: "contentTooLarge", 414: "uriTooLong",
    415: "unsupportedMediaType", 416: "rangeNotSatisfiable", 417: "expectationFailed",
    421: "misdirectedRequest", 422: "unprocessableContent", 423: "locked",
    424: "failedDependency", 425: "tooEarly", 426: "upgradeRequired",
    428: "preconditionRequired", 429: "tooManyRequests", 431: "requestHeaderFieldsTooLarge",
    451: "unavailableForLegalReasons", 500: "internalServerError", 501: "notImplemented",
    502: "badGateway", 503: "serviceUnavailable", 504: "gatewayTimeout",
    505: "httpVersionNotSupported", 507: "insufficientStorage", 508: "loopDetected",
    511: "networkAuthenticationRequired",
  ]
}

extension String {
  fileprivate func trimmingSuffix(while matches: (Character) -> Bool) -> String {
    var text = Substring(self)
    while let last = text.last, matches(last) { text.removeLast() }
    return String(text)
  }
}
