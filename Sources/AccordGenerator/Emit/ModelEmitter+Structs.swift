extension ModelEmitter {
  func emit(_ plan: StructPlan, of type: TypePlan, into source: inout SourceText) {
    let checks =
      plan.isClosed || !plan.conditions.isEmpty
      || plan.properties.contains { !$0.checks.isEmpty }
    let protocols = checks ? "JSONObject, Validatable" : "JSONObject"
    source.block("\(access.prefix)struct \(type.name): \(protocols) {") { source in
      let types = plan.properties.map { $0.declaredType(inside: type.qualifiedName) }
      let additional = plan.additional.map {
        "JSONDictionary<\($0.text(inside: type.qualifiedName))>"
      }
      for (property, type) in zip(plan.properties, types) {
        emit(property, as: type, into: &source)
      }
      if let additional {
        source.document("Members that the document does not name.")
        source.line("\(access.prefix)var additionalProperties: \(additional)")
      }
      if plan.needsMarks { source.line("private var marks = FieldMarks()") }
      emitInitializer(plan, types, additional, into: &source)
      emitReading(plan, into: &source)
      emitWriting(plan, into: &source)
      if checks {
        let conditions = plan.conditions.map {
          CheckText.statement(.meets($0), of: "self", validator: "validator")
        }
        emitValidation(
          plan.properties, (plan.isClosed ? ["validator.closed(marks)"] : []) + conditions,
          into: &source)
      }
      emitNested(of: type, into: &source)
    }
  }

  private func emitInitializer(
    _ plan: StructPlan, _ types: [String], _ additional: String?, into source: inout SourceText
  ) {
    var parameters = zip(plan.properties, types).map { $0.parameter(of: $1) }
    var names = plan.properties.map(\.name)
    if let additional {
      parameters.append("additionalProperties: \(additional) = [:]")
      names.append("additionalProperties")
    }
    emitInitializer(parameters, names, into: &source)
  }

  func emitInitializer(
    _ parameters: [String], _ names: [String], into source: inout SourceText
  ) {
    source.line()
    source.block(Wrapping.list("\(access.prefix)init(", parameters, ") {")) { source in
      for name in names { source.line("self.", name, " = ", name) }
    }
  }

  func emit(_ property: PropertyPlan, as type: String, into source: inout SourceText) {
    source.document(property.documentation, isDeprecated: property.isDeprecated)
    let box = property.isBoxed ? "@Boxed " : ""
    source.line(box, access.prefix, "var ", property.name, ": ", type)
  }

  /// The members are read and written in the order of their keys: neither names them again.
  private func emitReading(_ plan: StructPlan, into source: inout SourceText) {
    source.line()
    let keys = plan.properties.map { SourceText.literal($0.jsonName) }
    source.line(Wrapping.filled("\(access.prefix)static let keys: JSONKeys = [", keys, "]"))
    source.line()
    source.block(
      "\(access.prefix)init(members reader: inout JSONReader) throws(JSONError) {"
    ) { source in
      for property in plan.properties {
        let member = property.member(besides: ["reader"])
        let argument = property.defaultValue ?? ""
        source.line(member, " = try reader.", property.kind.verb, "(", argument, ")")
      }
      if plan.additional != nil { source.line("additionalProperties = try reader.rest()") }
      if plan.needsMarks { source.line("marks = try reader.marks()") }
    }
  }

  private func emitWriting(_ plan: StructPlan, into source: inout SourceText) {
    source.line()
    source.block("\(access.prefix)func write(members writer: inout JSONWriter) {") { source in
      if plan.needsMarks { source.line("writer.mark(marks)") }
      for property in plan.properties {
        let member = property.member(besides: ["writer"])
        let argument = property.defaultValue.map { ", \($0)" } ?? ""
        source.line("writer.", property.kind.verb, "(", member, argument, ")")
      }
      if plan.additional != nil { source.line("writer.rest(additionalProperties)") }
    }
  }

  /// The method that checks properties, each below its JSON name, and then the whole.
  func emitValidation(
    _ properties: [PropertyPlan], _ rest: [String] = [], into source: inout SourceText
  ) {
    source.line()
    source.block("\(access.prefix)func validate(_ validator: inout Validator) {") { source in
      for property in properties {
        let member = property.member(besides: ["validator"])
        let value = member + (property.kind == .threeState ? ".value" : "")
        let place = "validator[\(SourceText.literal(property.jsonName))]"
        for check in property.checks {
          source.line(CheckText.statements([check], of: value, validator: place))
        }
      }
      for statement in rest { source.line(statement) }
    }
  }
}

extension StructPlan {
  /// Whether a value remembers how it was read: what its own members do not tell.
  fileprivate var needsMarks: Bool { additional == nil || properties.contains(where: \.isMarked) }
}

extension PropertyPlan {
  /// Whether it is remembered that the member was absent.
  var isMarked: Bool {
    switch kind {
    case .nullable, .defaulted: true
    case .required, .optional, .threeState: false
    }
  }

  fileprivate var defaultValue: String? {
    switch kind {
    case .defaulted(let value): value
    case .required, .optional, .nullable, .threeState: nil
    }
  }

  /// As a parameter of an initializer.
  func parameter(of type: String) -> String {
    let initial =
      switch kind {
      case .required: ""
      case .optional, .nullable: " = nil"
      case .threeState: " = .absent"
      case .defaulted(let value): " = \(value)"
      }
    return "\(name): \(type)\(initial)"
  }

  /// The property seen from inside its type, where locals may have the same name.
  func member(besides locals: [String]) -> String {
    locals.contains(name) ? "self.\(name)" : name
  }
}

extension PropertyPlan.Kind {
  /// What the runtime calls its reading and its writing.
  fileprivate var verb: String {
    switch self {
    case .required: "required"
    case .optional: "optional"
    case .nullable: "nullable"
    case .threeState: "presence"
    case .defaulted: "defaulted"
    }
  }
}
