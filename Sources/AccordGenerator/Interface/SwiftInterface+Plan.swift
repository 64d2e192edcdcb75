import AccordJSON
import AccordOpenAPI

extension SwiftInterface {
  init(_ plan: APIPlan) {
    api = Service(plan.operations, plan.names)
    webhooks = plan.webhooks.map { Service($0.operations, $0.names) }
    let maskedTypes = Set(plan.masks.map(\.type))
    for type in plan.types.flatMap(\.flattened) {
      var declaration = TypeDeclaration(type)
      if maskedTypes.contains(type.qualifiedName) {
        let viewer = Argument(
          label: "for", type: plan.names.viewer, defaultValue: nil, origin: declaration.origin)
        declaration.functions.append(
          Function(
            name: "masked", arguments: [viewer], result: type.qualifiedName, error: nil,
            audience: .servers))
      }
      types.append(declaration)
    }
    for operation in plan.operations + (plan.webhooks?.operations ?? []) {
      types += operation.declarations
    }
    types += plan.relations + plan.credentials + plan.serverDeclarations
    types.append(plan.clientDeclaration)
  }
}

extension SwiftInterface.Service {
  init(_ operations: [OperationPlan], _ names: APINames) {
    self.init(
      protocolName: names.api, clientName: names.client,
      methods: operations.map { operation in
        SwiftInterface.Method(
          operation: operation.source,
          endpoint: "\(operation.method.name) \(operation.path.text)",
          function: operation.function,
          isDeprecated: operation.isDeprecated,
          hasQueryKey: names.subject == .api && operation.isQuery)
      })
  }
}

// MARK: - Types of schemas

extension SwiftInterface.TypeDeclaration {
  fileprivate init(_ plan: TypePlan) {
    let origin = SwiftInterface.Origin.schema(plan.source)
    switch plan.shape {
    case .alias(let target):
      self.init(name: plan.qualifiedName, form: .alias(target.text), origin: origin)
    case .structure(let structure):
      self.init(name: plan.qualifiedName, form: .structure, origin: origin)
      hasInitializer = true
      properties = structure.properties.map { $0.declaration(in: plan.source) }
      if let additional = structure.additional {
        properties.append(
          .extra(
            "additionalProperties", "JSONDictionary<\(additional.text)>", "[:]", of: plan))
      }
    case .enumeration(let enumeration):
      self.init(name: plan.qualifiedName, form: .enumeration, origin: origin)
      cases = enumeration.cases.map {
        SwiftInterface.Case(name: $0.name, payload: [], value: $0.value)
      }
      cases.append(
        SwiftInterface.Case(name: enumeration.unknownName, payload: ["String"], value: nil))
    case .values(let enumeration):
      self.init(name: plan.qualifiedName, form: .enumeration, origin: origin)
      cases = enumeration.cases.map {
        SwiftInterface.Case(name: $0.name, payload: [], value: $0.value.serialized())
      }
      cases.append(
        SwiftInterface.Case(
          name: enumeration.unknownName, payload: [enumeration.rawType.text], value: nil))
    case .tuple(let tuple):
      self.init(name: plan.qualifiedName, form: .structure, origin: origin)
      hasInitializer = true
      properties = tuple.places.enumerated().map { index, place in
        place.declaration(at: plan.source, ["prefixItems", "\(index)"])
      }
      if let rest = tuple.rest {
        properties.append(.extra("rest", "[\(rest.text)]", "[]", of: plan))
      }
    case .multipart(let multipart):
      self.init(name: plan.qualifiedName, form: .structure, origin: origin)
      hasInitializer = true
      for field in multipart.fields {
        properties.append(field.property.declaration(in: plan.source))
        if let headers = field.headers, let name = field.headersName {
          properties.append(
            .extra(name, "\(headers)?", "nil", of: plan))
        }
      }
      if let others = multipart.othersName {
        properties.append(.extra(others, "[MultipartPart]", "[]", of: plan))
      }
    case .headers(let headers):
      self.init(name: plan.qualifiedName, form: .structure, origin: origin)
      hasInitializer = true
      properties = headers.headers.map { $0.property.declaration(at: plan.source, []) }
    case .union(let union):
      self.init(name: plan.qualifiedName, form: .enumeration, origin: origin)
      cases = union.cases.map {
        SwiftInterface.Case(name: $0.name, payload: [$0.type.text], value: nil)
      }
      if let name = union.unrecognizedName {
        cases.append(SwiftInterface.Case(name: name, payload: ["JSONValue"], value: nil))
      }
    }
  }
}

extension SwiftInterface.Property {
  /// What the document does not name itself.
  fileprivate static func extra(
    _ name: String, _ type: String, _ defaultValue: String, of plan: TypePlan
  ) -> Self {
    SwiftInterface.Property(
      // No member of JSON: an empty name is one.
      key: "\(name) of \(plan.qualifiedName)", name: name, type: type,
      defaultValue: defaultValue, origin: .schema(plan.source))
  }
}

extension PropertyPlan {
  fileprivate func declaration(in schema: SchemaID) -> SwiftInterface.Property {
    declaration(at: schema, ["properties", jsonName])
  }

  /// - Parameter place: of the property's schema, below the other.
  fileprivate func declaration(
    at schema: SchemaID, _ place: [String]
  ) -> SwiftInterface.Property {
    let defaultValue: String? =
      switch kind {
      case .required: nil
      case .optional, .nullable: "nil"
      case .threeState: ".absent"
      case .defaulted(let value): value
      }
    let pointer = schema.pointer.appending(JSONPointer(tokens: place))
    return SwiftInterface.Property(
      key: jsonName, name: name, type: declaredType, defaultValue: defaultValue,
      origin: .schema(SchemaID(file: schema.file, pointer: pointer)))
  }
}

// MARK: - Operations

extension OperationPlan {
  fileprivate var function: SwiftInterface.Function {
    SwiftInterface.Function(
      name: name, arguments: interfaceArguments, result: successType,
      error: "CallError<\(refusalType)>")
  }

  private var interfaceArguments: [SwiftInterface.Argument] {
    func argument(_ parameter: ParameterPlan) -> SwiftInterface.Argument {
      SwiftInterface.Argument(
        label: parameter.name, type: parameter.type.text,
        defaultValue: parameter.isRequired ? nil : parameter.defaultValue ?? "nil",
        origin: origin("\(parameter.place.rawValue) parameter \(parameter.jsonName)"))
    }
    var all = parameters.filter(\.isRequired).map(argument)
    if let body {
      all.append(
        SwiftInterface.Argument(
          label: "body", type: body.type, defaultValue: body.canBeOmitted ? "nil" : nil,
          origin: origin("request body")))
    }
    return all + parameters.filter { !$0.isRequired }.map(argument)
  }

  private func origin(_ part: String?) -> SwiftInterface.Origin { .operation(source, part: part) }

  /// The types that belong to the operation alone.
  fileprivate var declarations: [SwiftInterface.TypeDeclaration] {
    var types: [SwiftInterface.TypeDeclaration] = []
    func add(_ name: String, _ cases: [AnswerCasePlan], _ part: String) {
      types.append(
        SwiftInterface.TypeDeclaration(
          name: name, form: .enumeration, origin: origin(part), cases: cases.map(\.declaration)))
    }
    if case .several(let name, let cases) = success { add(name, cases, "answer") }
    if let refusal { add(refusal.name, refusal.cases, "answer") }
    if let body, case .choice(let name) = body.content { add(name, body.choices, "request body") }
    return types
  }
}

extension AnswerCasePlan {
  fileprivate var declaration: SwiftInterface.Case {
    SwiftInterface.Case(
      name: name,
      payload: [status.isOpen ? "Int" : nil, content.payload, headers].compactMap { $0 },
      value: status.text)
  }
}

// MARK: - Relations

extension APIPlan {
  /// Viewers, batches and invalidations.
  fileprivate var relations: [SwiftInterface.TypeDeclaration] {
    var types: [SwiftInterface.TypeDeclaration] = []
    if !viewers.isEmpty {
      types.append(
        SwiftInterface.TypeDeclaration(
          name: names.viewer, form: .enumeration, origin: .viewers, audience: .servers,
          cases: viewers.map {
            SwiftInterface.Case(name: $0.name, payload: [], value: $0.value)
          }))
    }
    if let first = batches.first {
      types.append(
        SwiftInterface.TypeDeclaration(
          name: names.batchingClient, form: .namespace,
          origin: .operation(first.operation.source, part: "batch"), audience: .callers))
    }
    if let first = invalidations.first {
      types.append(
        SwiftInterface.TypeDeclaration(
          name: names.invalidations, form: .namespace,
          origin: .operation(first.operation.source, part: "invalidation"), audience: .callers,
          functions: invalidations.map(\.function)))
    }
    return types
  }
}

extension InvalidationPlan {
  fileprivate var function: SwiftInterface.Function {
    let arguments = inputs.map { input in
      // As the planner writes them: `name: Type`.
      let colon = input.firstRange(of: ": ")
      return SwiftInterface.Argument(
        label: colon.map { String(input[..<$0.lowerBound]) } ?? input,
        type: colon.map { String(input[$0.upperBound...]) } ?? "", defaultValue: nil,
        origin: .operation(operation.source, part: "invalidation"))
    }
    return SwiftInterface.Function(
      name: operation.name, arguments: arguments, result: "[QueryFilter]", error: nil,
      origin: .operation(operation.source, part: "invalidation"))
  }
}

// MARK: - Credentials and servers

extension APIPlan {
  fileprivate var credentials: [SwiftInterface.TypeDeclaration] {
    let schemes = security.presentable
    guard !schemes.isEmpty else { return [] }
    var type = SwiftInterface.TypeDeclaration(
      name: names.credentials, form: .structure, origin: .security, hasInitializer: true)
    type.properties = schemes.map { scheme in
      SwiftInterface.Property(
        key: scheme.name, name: scheme.memberName, type: "\(scheme.credentialType)?",
        defaultValue: "nil", origin: .securityScheme(scheme.name))
    }
    if security.onlyTokenScheme != nil {
      type.functions.append(
        SwiftInterface.Function(
          name: "bearer", arguments: [], result: names.credentials, error: nil))
    }
    return [type]
  }

  /// The client as something that is made.
  fileprivate var clientDeclaration: SwiftInterface.TypeDeclaration {
    func argument(_ label: String, _ type: String, _ value: String? = nil)
      -> SwiftInterface.Argument
    {
      SwiftInterface.Argument(label: label, type: type, defaultValue: value, origin: .servers)
    }
    let type = security.presentable.isEmpty ? "Credentials" : names.credentials
    let rest = [
      argument("transport", "any ClientTransport"), argument("credentials", type, ".none"),
    ]
    func initializer(_ arguments: [SwiftInterface.Argument]) -> SwiftInterface.Function {
      SwiftInterface.Function(name: "init", arguments: arguments, result: names.client, error: nil)
    }
    var client = SwiftInterface.TypeDeclaration(
      name: names.client, form: .namespace, origin: .servers, audience: .callers)
    client.functions = [initializer([argument("server", "ServerURL")] + rest)]
    if servers.first != nil { client.functions.append(initializer(rest)) }
    return client
  }

  fileprivate var serverDeclarations: [SwiftInterface.TypeDeclaration] {
    guard !servers.servers.isEmpty else { return [] }
    var namespace = SwiftInterface.TypeDeclaration(
      name: names.servers, form: .namespace, origin: .servers, audience: .callers)
    for server in servers.servers {
      if server.fixed != nil {
        namespace.properties.append(
          SwiftInterface.Property(
            key: server.url, name: server.memberName, type: "ServerURL", defaultValue: nil,
            origin: .servers))
      }
      if server.isRelative || !server.variables.isEmpty {
        namespace.functions.append(server.function)
      }
    }
    let enumerations = servers.enumerations.map { enumeration in
      SwiftInterface.TypeDeclaration(
        name: "\(names.servers).\(enumeration.name)", form: .enumeration, origin: .servers,
        audience: .callers,
        cases: enumeration.cases.map {
          SwiftInterface.Case(name: $0.name, payload: [], value: $0.value)
        })
    }
    return [namespace] + enumerations
  }
}

extension ServerPlan {
  fileprivate var function: SwiftInterface.Function {
    let base = SwiftInterface.Argument(
      label: "at", type: "ServerURL", defaultValue: nil, origin: .servers)
    let values = variables.map { variable in
      SwiftInterface.Argument(
        label: variable.memberName, type: variable.enumeration ?? "String",
        defaultValue: variable.defaultValue, origin: .servers)
    }
    return SwiftInterface.Function(
      name: memberName, arguments: (isRelative ? [base] : []) + values, result: "ServerURL",
      error: variables.isEmpty ? nil : "UnusableServerVariable")
  }
}
