import AccordJSON

/// Spells a type of the plan.
struct ModelEmitter {
  let access: AccessLevel

  func emit(_ type: TypePlan) -> String {
    var source = SourceText()
    emit(type, into: &source)
    return source.text
  }

  private func emit(_ type: TypePlan, into source: inout SourceText) {
    source.document(type.documentation, isDeprecated: type.isDeprecated)
    switch type.shape {
    case .structure(let plan): emit(plan, of: type, into: &source)
    case .enumeration(let plan): emit(plan, of: type, into: &source)
    case .union(let plan): emit(plan, of: type, into: &source)
    case .alias(let target):
      source.line("\(access.prefix)typealias \(type.name) = \(target.text)")
    }
  }

  private func emitNested(of type: TypePlan, into source: inout SourceText) {
    for nested in type.nested {
      source.line()
      emit(nested, into: &source)
    }
  }

  // MARK: - Structs

  private func emit(_ plan: StructPlan, of type: TypePlan, into source: inout SourceText) {
    let checks = plan.properties.contains { !$0.checks.isEmpty }
    let protocols = checks ? "JSONModel, Validatable" : "JSONModel"
    source.block("\(access.prefix)struct \(type.name): \(protocols) {") { source in
      for property in plan.properties {
        source.document(property.documentation, isDeprecated: property.isDeprecated)
        let box = property.isBoxed ? "@Boxed " : ""
        source.line("\(box)\(access.prefix)var \(property.name): \(property.declaredType)")
      }
      if let additional = plan.additional {
        source.document("Members that the document does not name.")
        source.line(
          "\(access.prefix)var additionalProperties: JSONDictionary<\(additional.text)>")
      }
      if plan.needsMarks || plan.additional == nil {
        source.line("private var marks = FieldMarks()")
      }
      emitInitializer(plan, into: &source)
      emitReading(plan, into: &source)
      emitWriting(plan, into: &source)
      if checks { emitValidation(plan, into: &source) }
      emitNested(of: type, into: &source)
    }
  }

  private func emitInitializer(_ plan: StructPlan, into source: inout SourceText) {
    var parameters = plan.properties.map { property in
      let initial =
        switch property.kind {
        case .required: ""
        case .optional, .nullable: " = nil"
        case .threeState: " = .absent"
        case .defaulted(let value): " = \(value)"
        }
      return "\(property.name): \(property.declaredType)\(initial)"
    }
    if let additional = plan.additional {
      parameters.append("additionalProperties: JSONDictionary<\(additional.text)> = [:]")
    }
    source.line()
    let opening = "\(access.prefix)init("
    source.block(Wrapping.list(opening, parameters, ") {")) { source in
      for property in plan.properties {
        source.line("self.\(property.name) = \(property.name)")
      }
      if plan.additional != nil {
        source.line("self.additionalProperties = additionalProperties")
      }
    }
  }

  private func emitReading(_ plan: StructPlan, into source: inout SourceText) {
    source.line()
    if !plan.properties.isEmpty {
      let keys = plan.properties.map { SourceText.literal($0.jsonName) }
      source.line(Wrapping.list("private static let keys: JSONKeys = [", keys, "]"))
      source.line()
    }
    source.block(
      "\(access.prefix)init(reading reader: inout JSONReader) throws(JSONError) {"
    ) { source in
      for (index, property) in plan.properties.enumerated() {
        source.line("var p\(index): \(property.readType)?")
      }
      if plan.additional != nil { source.line("additionalProperties = [:]") }
      source.line("try reader.beginObject()")
      emitLoop(plan, into: &source)
      for (index, property) in plan.properties.enumerated() {
        source.line("\(property.name.asMember) = \(property.assignment(index))")
        if property.isMarked { source.line("if p\(index) == nil { marks.insert(\(index)) }") }
      }
    }
  }

  private func emitLoop(_ plan: StructPlan, into source: inout SourceText) {
    let rest =
      plan.additional.map { "additionalProperties[key] = try reader.read(\($0.text).self)" }
      ?? "try marks.keep(field, from: &reader)"
    guard !plan.properties.isEmpty else {
      let binding =
        plan.additional == nil
        ? "while let field = try reader.nextField(of: [])" : "while let key = try reader.nextKey()"
      source.line("\(binding) { \(rest) }")
      return
    }
    source.block("while let field = try reader.nextField(of: Self.keys) {") { source in
      source.line("switch field {")
      for (index, property) in plan.properties.enumerated() {
        source.line(
          "case .known(\(index)): p\(index) = try reader.read(\(property.readType).self)")
      }
      if plan.additional != nil {
        source.line("case .unknown(let key): \(rest)")
        source.line("case .known: try reader.skipValue()")
      } else {
        source.line("default: \(rest)")
      }
      source.line("}")
    }
  }

  private func emitWriting(_ plan: StructPlan, into source: inout SourceText) {
    source.line()
    source.block("\(access.prefix)func write(to writer: inout JSONWriter) {") { source in
      source.line("writer.beginObject()")
      for (index, property) in plan.properties.enumerated() {
        let arguments = "\(SourceText.literal(property.jsonName)), \(property.name.asMember)"
        switch property.kind {
        case .required, .threeState: source.line("writer.write(\(arguments))")
        case .optional: source.line("writer.writeIfPresent(\(arguments))")
        case .nullable:
          source.line("writer.write(\(arguments), absentIf: marks.contains(\(index)))")
        case .defaulted(let value):
          source.line(
            "writer.write(\(arguments), absentIf: marks.contains(\(index)), default: \(value))")
        }
      }
      if plan.additional != nil {
        source.line("for (key, value) in additionalProperties { writer.write(key, value) }")
      } else {
        source.line("marks.writeUndeclared(to: &writer)")
      }
      source.line("writer.endObject()")
    }
  }

  private func emitValidation(_ plan: StructPlan, into source: inout SourceText) {
    source.line()
    source.block("\(access.prefix)func validate(_ validator: inout Validator) {") { source in
      for property in plan.properties where !property.checks.isEmpty {
        let value = property.name.asMember + (property.kind == .threeState ? ".value" : "")
        let checks = CheckText.statements(
          property.checks, of: value, validator: "$0")
        source.line(
          "validator.at(\(SourceText.literal(property.jsonName))) { \(checks) }")
      }
    }
  }

  // MARK: - Enums

  private func emit(_ plan: EnumPlan, of type: TypePlan, into source: inout SourceText) {
    source.block("\(access.prefix)enum \(type.name): OpenEnum {") { source in
      for enumCase in plan.cases { source.line("case \(enumCase.name)") }
      source.document("A value that the document does not list.")
      source.line("case \(plan.unknownName)(String)")
      source.line()
      source.document("The values that the document lists.")
      let all = plan.cases.map { ".\($0.name)" }
      source.line(
        Wrapping.list("\(access.prefix)static let known: [\(type.name)] = [", all, "]"))
      source.line()
      source.block("\(access.prefix)init(rawValue: String) {") { source in
        source.line(
          "self = Self.known.first { $0.rawValue.isExactly(rawValue) } ?? .\(plan.unknownName)(rawValue)"
        )
      }
      source.line()
      source.block("\(access.prefix)var rawValue: String {") { source in
        source.line("switch self {")
        for enumCase in plan.cases {
          source.line("case .\(enumCase.name): \(SourceText.literal(enumCase.value))")
        }
        source.line("case .\(plan.unknownName)(let value): value")
        source.line("}")
      }
      source.line()
      source.block("\(access.prefix)var isKnown: Bool {") { source in
        source.line("if case .\(plan.unknownName) = self { false } else { true }")
      }
    }
  }

  // MARK: - Unions

  private func emit(_ plan: UnionPlan, of type: TypePlan, into source: inout SourceText) {
    source.block("\(access.prefix)indirect enum \(type.name): JSONModel, Validatable {") { source in
      for unionCase in plan.cases {
        source.line("case \(unionCase.name)(\(unionCase.type.text))")
      }
      if let unrecognized = plan.unrecognizedName {
        source.document("A value that is none of the others.")
        source.line("case \(unrecognized)(JSONValue)")
      }
      source.line()
      source.block(
        "\(access.prefix)init(reading reader: inout JSONReader) throws(JSONError) {"
      ) { emitChoice(plan, into: &$0) }
      source.line()
      source.block("\(access.prefix)func write(to writer: inout JSONWriter) {") { source in
        source.line("switch self {")
        for name in plan.cases.map(\.name) + [plan.unrecognizedName].compactMap({ $0 }) {
          source.line("case .\(name)(let value): value.write(to: &writer)")
        }
        source.line("}")
      }
      source.line()
      source.block("\(access.prefix)func validate(_ validator: inout Validator) {") { source in
        source.line("switch self {")
        for unionCase in plan.cases {
          source.line("case .\(unionCase.name)(let value): validator.validate(value)")
        }
        if let unrecognized = plan.unrecognizedName {
          source.line(
            "case .\(unrecognized): validator.report(\"anyOf\", \"must be one of the documented forms\")"
          )
        }
        source.line("}")
      }
      emitNested(of: type, into: &source)
    }
  }

  private func emitChoice(_ plan: UnionPlan, into source: inout SourceText) {
    if let discriminator = plan.discriminator,
      plan.cases.contains(where: { !$0.discriminators.isEmpty })
    {
      source.line("switch reader.peekString(at: \(SourceText.literal(discriminator))) {")
      for unionCase in plan.cases where !unionCase.discriminators.isEmpty {
        let values = unionCase.discriminators.map(SourceText.literal).joined(separator: ", ")
        source.line("case \(values):")
        guard plan.isDiscriminatorBinding else {
          source.line("  \(attempt(unionCase))")
          continue
        }
        source.line("  self = .\(unionCase.name)(try reader.read(\(unionCase.type.text).self))")
        source.line("  return")
      }
      source.line("default: break")
      source.line("}")
    }
    source.line("switch try reader.peekKind() {")
    let kinds: [JSONValue.Kind] = [.null, .boolean, .number, .string, .array, .object]
    for kind in kinds {
      let candidates = plan.cases.filter { $0.kinds.contains(kind) }
      guard !candidates.isEmpty else { continue }
      source.line("case .\(kind.rawValue):")
      for candidate in candidates { source.line("  \(attempt(candidate))") }
    }
    if kinds.contains(where: { kind in !plan.cases.contains { $0.kinds.contains(kind) } }) {
      source.line("default: break")
    }
    source.line("}")
    if let unrecognized = plan.unrecognizedName {
      source.line("self = .\(unrecognized)(try reader.readValue())")
    } else {
      source.line("throw reader.noMatch(Self.self)")
    }
  }

  private func attempt(_ unionCase: UnionPlan.Case) -> String {
    "if let value = reader.attempt(\(unionCase.type.text).self) { self = .\(unionCase.name)(value); return }"
  }
}

extension StructPlan {
  var needsMarks: Bool { properties.contains(where: \.isMarked) }
}

extension PropertyPlan {
  /// Whether it is remembered that the member was absent.
  var isMarked: Bool {
    switch kind {
    case .nullable, .defaulted: true
    case .required, .optional, .threeState: false
    }
  }

  /// What is read where the member is there.
  fileprivate var readType: String {
    switch kind {
    case .required, .optional, .defaulted, .nullable: type.text
    case .threeState: declaredType
    }
  }

  fileprivate func assignment(_ index: Int) -> String {
    switch kind {
    case .required: "try reader.require(p\(index), \(SourceText.literal(jsonName)))"
    case .optional: "p\(index)"
    case .nullable: "p\(index) ?? nil"
    case .threeState: "p\(index) ?? .absent"
    case .defaulted(let value): "p\(index) ?? \(value)"
    }
  }
}

extension String {
  /// A property seen from inside its type, where arguments may have the same name.
  fileprivate var asMember: String { "self.\(self)" }
}
