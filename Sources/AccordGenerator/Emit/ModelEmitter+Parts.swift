/// The parts of multipart bodies, and headers.
extension ModelEmitter {
  // MARK: - Multipart

  func emit(_ plan: MultipartPlan, of type: TypePlan, into source: inout SourceText) {
    let properties = plan.fields.map(\.property)
    let checks = properties.contains { !$0.checks.isEmpty }
    let protocols = checks ? "MultipartModel, Validatable" : "MultipartModel"
    source.block("\(access.prefix)struct \(type.name): \(protocols) {") { source in
      var parameters: [String] = []
      var names: [String] = []
      for field in plan.fields {
        let declared = field.property.declaredType(inside: type.qualifiedName)
        emit(field.property, as: declared, into: &source)
        parameters.append(field.property.parameter(of: declared))
        names.append(field.property.name)
        if let headers = field.headers, let name = field.headersName {
          source.line("\(access.prefix)var \(name): \(headers)?")
          parameters.append("\(name): \(headers)? = nil")
          names.append(name)
        }
      }
      if let name = plan.othersName {
        source.document("Parts that the document does not name.")
        source.line("\(access.prefix)var \(name): [MultipartPart]")
        parameters.append("\(name): [MultipartPart] = []")
        names.append(name)
      }
      emitInitializer(parameters, names, into: &source)
      emitFiles(plan, into: &source)
      emitReading(plan, into: &source)
      emitWriting(plan, into: &source)
      if checks { emitValidation(properties, into: &source) }
      emitNested(of: type, into: &source)
    }
  }

  private func emitFiles(_ plan: MultipartPlan, into source: inout SourceText) {
    let files = plan.fields.filter(\.isFile).map { SourceText.literal($0.property.jsonName) }
    guard !files.isEmpty else { return }
    source.line()
    source.line("\(access.prefix)static var files: [String] { [\(files.joined(separator: ", "))] }")
  }

  private func emitReading(_ plan: MultipartPlan, into source: inout SourceText) {
    source.line()
    source.block(
      "\(access.prefix)init(reading parts: inout MultipartReading) throws(RequestProblem) {"
    ) { source in
      for (index, field) in plan.fields.enumerated() {
        source.line(
          "let p\(index): \(field.property.type.asOptional.text) = parts.\(field.reading)")
      }
      source.line("try parts.finish()")
      for (index, field) in plan.fields.enumerated() {
        let value =
          switch field.property.kind {
          case .required: "try parts.require(p\(index))"
          case .optional, .nullable, .threeState: "p\(index)"
          case .defaulted(let value): "p\(index) ?? \(value)"
          }
        source.line("self.\(field.property.name) = \(value)")
        if let name = field.headersName {
          source.line(
            "self.\(name) = parts.headers(\(SourceText.literal(field.property.jsonName)))")
        }
      }
      if let name = plan.othersName { source.line("self.\(name) = parts.others()") }
    }
  }

  private func emitWriting(_ plan: MultipartPlan, into source: inout SourceText) {
    source.line()
    source.block("\(access.prefix)func write(to parts: inout MultipartWriting) {") { source in
      for field in plan.fields { source.line("parts.add(\(field.writing))") }
      if let name = plan.othersName { source.line("parts.add(self.\(name))") }
    }
  }

  // MARK: - Headers

  func emit(_ plan: HeadersPlan, of type: TypePlan, into source: inout SourceText) {
    source.block("\(access.prefix)struct \(type.name): TypedHeaders, Equatable {") { source in
      let properties = plan.headers.map(\.property)
      let types = properties.map { $0.declaredType(inside: type.qualifiedName) }
      for (property, type) in zip(properties, types) { emit(property, as: type, into: &source) }
      emitInitializer(
        zip(properties, types).map { $0.parameter(of: $1) }, properties.map(\.name), into: &source)
      let effect = plan.isRequired ? "throws(AnswerProblem) " : ""
      source.line()
      source.block("\(access.prefix)init(_ headers: HeaderReading) \(effect){") { source in
        for header in plan.headers {
          let call = header.property.kind == .required ? "try headers.required" : "headers.value"
          let name = SourceText.literal(header.property.jsonName)
          source.line("\(header.property.name) = \(call)(\(name)\(header.style.argument))")
        }
      }
      source.line()
      source.block("\(access.prefix)func write(to headers: inout HeaderWriting) {") { source in
        for header in plan.headers {
          let name = SourceText.literal(header.property.jsonName)
          source.line("headers.add(\(name), \(header.property.name)\(header.style.argument))")
        }
      }
      emitNested(of: type, into: &source)
    }
  }
}

extension Optional<ParameterPlan.Style> {
  fileprivate var argument: String { map { ", .\($0.rawValue)" } ?? "" }
}

extension MultipartPlan.Field {
  fileprivate var isFile: Bool {
    switch kind {
    case .file: true
    case .value: false
    }
  }

  private var literal: String { SourceText.literal(property.jsonName) }

  fileprivate var reading: String {
    let required = property.kind == .required ? ", isRequired: true" : ""
    switch kind {
    case .file:
      let call = property.type.unwrapped == .file ? "file" : "files"
      return "\(call)(\(literal)\(required))"
    case .value(_, let style, let members):
      let style = style.map { ", style: .\($0.rawValue)" } ?? ""
      let members = members.map { ", members: \($0.source)" } ?? ""
      return "value(\(literal)\(style)\(members)\(required))"
    }
  }

  fileprivate var writing: String {
    var arguments = [literal, "self.\(property.name)"]
    switch kind {
    case .file(let contentType):
      if let contentType { arguments.append(SourceText.literal(contentType)) }
    case .value(let contentType, let style, _):
      if let contentType { arguments.append(SourceText.literal(contentType)) }
      if let style { arguments.append("style: .\(style.rawValue)") }
    }
    if let headersName { arguments.append("headers: self.\(headersName)") }
    return arguments.joined(separator: ", ")
  }
}
