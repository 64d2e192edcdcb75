import AccordJSON

/// Enums of values that are not all strings.
extension ModelEmitter {
  func emit(_ plan: ValueEnumPlan, of type: TypePlan, into source: inout SourceText) {
    let raw = plan.rawType.text
    source.block("\(access.prefix)enum \(type.name): OpenValueEnum {") { source in
      let cases = plan.cases.map(\.name) + ["\(plan.unknownName)(\(raw))"]
      source.line(Wrapping.filled("case ", cases, ""))
      let known = plan.cases.map { ".\($0.name)" }
      source.line()
      source.line(Wrapping.filled("\(access.prefix)static let known: [Self] = [", known, "]"))
      if plan.unknownName != "unknown" {
        source.line()
        source.block("\(access.prefix)static func unknown(_ rawValue: \(raw)) -> Self {") {
          $0.line(".\(plan.unknownName)(rawValue)")
        }
      }
      source.line()
      source.block("\(access.prefix)var rawValue: \(raw) {") { source in
        source.line("switch self {")
        for enumCase in plan.cases {
          source.line("case .\(enumCase.name): \(literal(enumCase.value, of: plan.rawType))")
        }
        source.line("case .\(plan.unknownName)(let value): value")
        source.line("}")
      }
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
