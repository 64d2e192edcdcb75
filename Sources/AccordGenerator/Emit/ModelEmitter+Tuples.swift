/// Arrays that hold something else at each of their first places.
extension ModelEmitter {
  func emit(_ plan: TuplePlan, of type: TypePlan, into source: inout SourceText) {
    let checks = plan.places.contains { !$0.checks.isEmpty }
    let protocols = checks ? "JSONModel, Validatable" : "JSONModel"
    source.block("\(access.prefix)struct \(type.name): \(protocols) {") { source in
      let types = plan.places.map { $0.declaredType(inside: type.qualifiedName) }
      for (place, type) in zip(plan.places, types) { emit(place, as: type, into: &source) }
      var parameters = zip(plan.places, types).map { "_ \($0.parameter(of: $1))" }
      var names = plan.places.map(\.name)
      if let rest = plan.rest {
        let items = "[\(rest.text(inside: type.qualifiedName))]"
        source.document("What follows.")
        source.line("\(access.prefix)var rest: \(items)")
        parameters.append("rest: \(items) = []")
        names.append("rest")
      }
      emitInitializer(parameters, names, into: &source)
      emitReading(plan, into: &source)
      emitWriting(plan, into: &source)
      if checks { emitValidation(plan.places, into: &source) }
      emitNested(of: type, into: &source)
    }
  }

  private func emitReading(_ plan: TuplePlan, into source: inout SourceText) {
    source.line()
    source.block(
      "\(access.prefix)init(reading reader: inout JSONReader) throws(JSONError) {"
    ) { source in
      source.line("var items = try TupleReading(&reader)")
      for place in plan.places {
        let call =
          switch place.kind {
          case .required: "required"
          case .threeState: "presence"
          case .optional, .nullable, .defaulted: "next"
          }
        let member = place.member(besides: ["reader", "items"])
        source.line("\(member) = try items.\(call)(&reader)")
      }
      source.line(plan.rest == nil ? "try items.finish(&reader)" : "rest = try items.rest(&reader)")
    }
  }

  private func emitWriting(_ plan: TuplePlan, into source: inout SourceText) {
    source.line()
    source.block("\(access.prefix)func write(to writer: inout JSONWriter) {") { source in
      let places = plan.places.map { place in
        let member = place.member(besides: ["writer"])
        switch place.kind {
        // `null` at a place that has to be there is not its end.
        case .required: return place.type.isOptional ? ".some(\(member))" : member
        case .threeState: return "\(member).item"
        case .optional, .nullable, .defaulted: return member
        }
      }
      let rest = plan.rest == nil ? "" : ", rest: rest"
      source.line("writer.write(tuple: [\(places.joined(separator: ", "))]\(rest))")
    }
  }
}
