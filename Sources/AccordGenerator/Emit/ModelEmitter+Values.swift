import AccordJSON

/// Enums of values that are not all strings.
extension ModelEmitter {
  func emit(_ plan: ValueEnumPlan, of type: TypePlan, into source: inout SourceText) {
    source.block("\(access.prefix)enum \(type.name): OpenValueEnum {") { source in
      emitCases(
        plan.cases.map { ($0.name, literal($0.value, of: plan.rawType)) },
        unknown: plan.unknownName, raw: plan.rawType.text, known: "[Self]", into: &source)
    }
  }

  private func literal(_ value: JSONValue, of type: TypeReference) -> String {
    switch value {
    case .string(let text): SourceText.literal(text)
    // Not all of JSON's numbers have literals.
    case .number(let number) where type == .value:
      number.integer(as: Int64.self).map(String.init)
        ?? ".literal(\(SourceText.literal(number.literal)))"
    case .number(let number): number.literal
    case .bool(let value): value ? "true" : "false"
    case .null, .array, .object: "nil"
    }
  }
}
