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
    case .values(let plan): emit(plan, of: type, into: &source)
    case .tuple(let plan): emit(plan, of: type, into: &source)
    case .multipart(let plan): emit(plan, of: type, into: &source)
    case .headers(let plan): emit(plan, of: type, into: &source)
    case .union(let plan): emit(plan, of: type, into: &source)
    case .alias(let target):
      source.line("\(access.prefix)typealias \(type.name) = \(target.text)")
    }
  }

  func emitNested(of type: TypePlan, into source: inout SourceText) {
    var wasAlias = false
    for nested in type.nested {
      // Short names for types that are elsewhere stand together.
      if !(wasAlias && nested.isAlias) { source.line() }
      wasAlias = nested.isAlias
      emit(nested, into: &source)
    }
  }

  // MARK: - Enums

  private func emit(_ plan: EnumPlan, of type: TypePlan, into source: inout SourceText) {
    source.block("\(access.prefix)enum \(type.name): OpenEnum {") { source in
      emitCases(
        plan.cases.map { ($0.name, SourceText.literal($0.value)) }, unknown: plan.unknownName,
        raw: "String", known: "KnownValues<Self>", into: &source)
    }
  }

  /// - Parameters:
  ///   - cases: their names, and the raw values as they are written in Swift.
  ///   - unknown: the name of the case for values that the document does not list.
  ///   - raw: the type of the raw values.
  ///   - known: the type of the list of cases.
  func emitCases(
    _ cases: [(name: String, literal: String)], unknown: String, raw: String, known: String,
    into source: inout SourceText
  ) {
    source.line(Wrapping.filled("case ", cases.map(\.name) + ["\(unknown)(\(raw))"], ""))
    source.line()
    let all = cases.map { ".\($0.name)" }
    source.line(Wrapping.filled("\(access.prefix)static let known: \(known) = [", all, "]"))
    source.line()
    source.block("\(access.prefix)var rawValue: \(raw) {") { source in
      source.line("switch self {")
      for (name, literal) in cases { source.line("case .", name, ": ", literal) }
      source.line("case .\(unknown)(let value): value")
      source.line("}")
    }
    if unknown != "unknown" {
      source.line()
      source.block("\(access.prefix)static func unknown(_ rawValue: \(raw)) -> Self {") {
        $0.line(".\(unknown)(rawValue)")
      }
    }
  }

  // MARK: - Unions

  private func emit(_ plan: UnionPlan, of type: TypePlan, into source: inout SourceText) {
    source.block("\(access.prefix)indirect enum \(type.name): JSONUnion {") { source in
      for unionCase in plan.cases {
        source.line("case \(unionCase.name)(\(unionCase.type.text(inside: type.qualifiedName)))")
      }
      if let unrecognized = plan.unrecognizedName {
        source.document("A value that is none of the others.")
        source.line("case \(unrecognized)(JSONValue)")
      }
      source.line()
      emitAlternatives(plan, into: &source)
      source.line()
      source.block("\(access.prefix)var anyValue: any JSONWritable & Sendable {") { source in
        source.line("switch self {")
        for unionCase in plan.cases { source.line("case .", unionCase.name, "(let value): value") }
        if let unrecognized = plan.unrecognizedName {
          source.line("case .\(unrecognized)(let value): UnrecognizedValue(value)")
        }
        source.line("}")
      }
      emitNested(of: type, into: &source)
    }
  }

  private func emitAlternatives(_ plan: UnionPlan, into source: inout SourceText) {
    let isTagged = plan.cases.contains { !$0.discriminators.isEmpty }
    var alternatives = plan.cases.map { unionCase in
      let tags = unionCase.discriminators.map { ", \(SourceText.literal($0))" }.joined()
      return ".\(kinds(of: unionCase))\(unionCase.name)\(isTagged ? tags : ""))"
    }
    if let unrecognized = plan.unrecognizedName { alternatives.append(".rest(\(unrecognized))") }
    let opening = "\(access.prefix)static let alternatives"
    if isTagged, let discriminator = plan.discriminator {
      let name = SourceText.literal(discriminator)
      let label = plan.isDiscriminatorBinding ? "by" : "hint"
      source.line(
        Wrapping.list("\(opening) = Alternatives<Self>(\(label): \(name), [", alternatives, "])"))
    } else {
      source.line(Wrapping.list("\(opening): Alternatives<Self> = [", alternatives, "]"))
    }
  }

  /// The maker of an alternative, with its parenthesis open.
  private func kinds(of unionCase: UnionPlan.Case) -> String {
    if unionCase.kinds.count == JSONValue.Kind.allCases.count { return "any(" }
    if unionCase.kinds.count == 1, let kind = unionCase.kinds.first,
      kind == .object || unionCase.discriminators.isEmpty, kind != .null
    {
      return kind.rawValue + "("
    }
    let kinds = JSONValue.Kind.allCases.filter(unionCase.kinds.contains)
    return "of([\(kinds.map { ".\($0.rawValue)" }.joined(separator: ", "))], "
  }
}

extension TypePlan {
  fileprivate var isAlias: Bool {
    if case .alias = shape { documentation == nil } else { false }
  }
}
