import AccordGenerator

extension SwiftComparison {
  typealias TypeDeclaration = SwiftInterface.TypeDeclaration

  mutating func compareTypes() {
    for type in pairs.removed {
      report(
        .typeRemoved, type.name, breaks: .all.of(type.audience),
        "`\(type.name)` is no longer declared",
        type.origin, nil)
    }
    for type in pairs.added {
      report(
        .typeAdded, type.name, breaks: [], "`\(type.name)` is declared now", nil, type.origin)
    }
    for (before, after) in pairs.matched {
      let count = findings.count
      compare(before, after)
      for index in findings.indices.dropFirst(count) {
        findings[index].breaks = findings[index].breaks.of(before.audience)
      }
    }
  }

  private mutating func compare(_ before: TypeDeclaration, _ after: TypeDeclaration) {
    if before.name != after.name {
      report(
        .typeRenamed, before.name, breaks: .all,
        "`\(before.name)` is called `\(after.name)`", before.origin, after.origin)
    }
    switch (before.form, after.form) {
    case (.structure, .structure), (.enumeration, .enumeration), (.namespace, .namespace):
      guard before != after || before.name != after.name else { return }
      compareProperties(before, after)
      compareCases(before, after)
      compareFunctions(before, after)
    case (.alias(let target), .alias(let other)):
      guard !spelling.isSame(target, other) else { return }
      report(
        .typeChanged, after.name, breaks: .all,
        "`\(after.name)` was `\(target)` and is `\(other)`", before.origin, after.origin)
    case (.structure, _), (.enumeration, _), (.namespace, _), (.alias, _):
      report(
        .typeChanged, after.name, breaks: .all,
        "`\(after.name)` was \(before.form.spelled) and is \(after.form.spelled)", before.origin,
        after.origin)
    }
  }

  // MARK: - Properties

  private mutating func compareProperties(_ before: TypeDeclaration, _ after: TypeDeclaration) {
    let travels = travels(before.origin).union(travels(after.origin))
    let known = Dictionary(
      before.properties.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    let still = Dictionary(
      after.properties.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    let heirs = before.heirs(in: after)
    for property in before.properties {
      let symbol = "\(after.name).\(property.name)"
      if let other = still[property.key] {
        compare(property, other, in: after, travels)
      } else if let other = heirs[property.name] {
        report(
          .memberChanged, symbol, breaks: [], changesMeaning: true,
          "`\(symbol)` stands for another member now", property.origin, other.origin)
        compare(property, other, in: after, travels)
      } else {
        report(
          .memberRemoved, symbol, breaks: .all, "`\(symbol)` is gone", property.origin,
          after.origin)
      }
    }
    for property in after.properties
    where known[property.key] == nil && heirs[property.name] == nil {
      let symbol = "\(after.name).\(property.name)"
      let mustBeGiven = after.hasInitializer && property.defaultValue == nil
      report(
        .memberAdded, symbol, breaks: mustBeGiven ? .makers(travels) : [],
        mustBeGiven
          ? "the initialiser of `\(after.name)` asks for `\(property.name)`"
          : "`\(symbol)` is new", before.origin, property.origin)
    }
    guard after.hasInitializer else { return }
    let order = before.properties.filter { still[$0.key] != nil || heirs[$0.name] != nil }.map(
      \.name)
    let now = after.properties.filter { known[$0.key] != nil || heirs[$0.name] != nil }.map(\.name)
    if order != now {
      report(
        .orderChanged, after.name, breaks: .makers(travels),
        "the initialiser of `\(after.name)` takes its arguments in another order", before.origin,
        after.origin)
    }
  }

  private mutating func compare(
    _ before: SwiftInterface.Property, _ after: SwiftInterface.Property, in type: TypeDeclaration,
    _ travels: Set<Travel>
  ) {
    let symbol = "\(type.name).\(after.name)"
    if before.name != after.name {
      report(
        .memberRenamed, "\(type.name).\(before.name)", breaks: .all,
        "`\(type.name).\(before.name)` is called `\(after.name)`", before.origin, after.origin)
    }
    if !spelling.isSame(before.type, after.type) {
      // What is made of a value is still made of it where it may be left out, too.
      let isAccepted =
        type.hasInitializer && spelling.isAccepted(before.type, for: after.type)
      let makers: Set<SwiftRole> = isAccepted ? [] : .makers(travels)
      report(
        .memberChanged, symbol, breaks: .readers(travels).union(makers),
        "`\(symbol)` was `\(before.type)` and is `\(after.type)`", before.origin, after.origin)
    } else if type.hasInitializer {
      compareDefaults(before, after, in: type, travels)
    }
  }

  private mutating func compareDefaults(
    _ before: SwiftInterface.Property, _ after: SwiftInterface.Property, in type: TypeDeclaration,
    _ travels: Set<Travel>
  ) {
    let symbol = "\(type.name).\(after.name)"
    switch (before.defaultValue, after.defaultValue) {
    case (nil, nil): return
    case (nil, let value?):
      report(
        .defaultChanged, symbol, breaks: [],
        "`\(symbol)` may be left out of the initialiser and is `\(value)` then", before.origin,
        after.origin)
    case (_?, nil):
      report(
        .defaultChanged, symbol, breaks: .makers(travels),
        "the initialiser of `\(type.name)` asks for `\(after.name)`", before.origin, after.origin)
    case (let old?, let new?):
      guard old != new else { return }
      report(
        .defaultChanged, symbol, breaks: [], changesMeaning: true,
        "`\(symbol)` is `\(new)` where it is left out, and was `\(old)`", before.origin,
        after.origin)
    }
  }

  // MARK: - Cases

  private mutating func compareCases(_ before: TypeDeclaration, _ after: TypeDeclaration) {
    let travels = travels(before.origin).union(travels(after.origin))
    let known = Dictionary(
      before.cases.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let still = Dictionary(
      after.cases.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let renamed = before.renamedCases(in: after)
    for enumCase in before.cases {
      let symbol = "\(after.name).\(enumCase.name)"
      if let name = renamed[enumCase.name] {
        report(
          .caseRenamed, symbol, breaks: .all, "the case `\(symbol)` is called `\(name)`",
          before.origin, after.origin)
        continue
      }
      guard let other = still[enumCase.name] else {
        report(
          .caseRemoved, symbol, breaks: .all, "the case `\(symbol)` is gone", before.origin,
          after.origin)
        continue
      }
      let isSame =
        enumCase.payload.count == other.payload.count
        && zip(enumCase.payload, other.payload).allSatisfy { spelling.isSame($0, $1) }
      if !isSame {
        report(
          .caseChanged, symbol, breaks: .all,
          "the case `\(symbol)` carried \(enumCase.payload.spelledAsTypes) and carries \(other.payload.spelledAsTypes)",
          before.origin, after.origin)
      } else if enumCase.value != other.value {
        report(
          .caseChanged, symbol, breaks: [], changesMeaning: true,
          "the case `\(symbol)` stood for '\(enumCase.value ?? "")' and stands for '\(other.value ?? "")'",
          before.origin, after.origin)
      }
    }
    for enumCase in after.cases
    where known[enumCase.name] == nil && !renamed.values.contains(enumCase.name) {
      let symbol = "\(after.name).\(enumCase.name)"
      report(
        .caseAdded, symbol, breaks: .readers(travels),
        "the case `\(symbol)` is new: a switch over all cases lacks it", before.origin,
        after.origin)
    }
  }

  // MARK: - Functions

  private mutating func compareFunctions(_ before: TypeDeclaration, _ after: TypeDeclaration) {
    guard before.functions != after.functions else { return }
    for function in before.functions {
      let symbol = "\(after.name).\(function.description)"
      let candidates = after.functions.filter { $0.name == function.name }
      if candidates.contains(where: { callProblem(function, $0) == nil }) { continue }
      let problem = candidates.first.flatMap { callProblem(function, $0) }
      report(
        problem == nil ? .memberRemoved : .memberChanged, symbol,
        breaks: .all.of(function.audience),
        problem.map { "`\(symbol)`: \($0)" } ?? "`\(symbol)` is gone",
        function.origin ?? before.origin, candidates.first?.origin ?? after.origin)
    }
    for function in after.functions
    where !before.functions.contains(where: { $0.name == function.name }) {
      let symbol = "\(after.name).\(function.description)"
      report(
        .memberAdded, symbol, breaks: [], "`\(symbol)` is new", before.origin,
        function.origin ?? after.origin)
    }
  }
}

extension SwiftInterface.TypeDeclaration {
  /// Other members that are called as those that are gone were: `user-id` and `user_id` are both `userID`.
  fileprivate func heirs(in other: Self) -> [String: SwiftInterface.Property] {
    let known = Set(properties.map(\.key))
    let still = Set(other.properties.map(\.key))
    let gone = Set(properties.filter { !still.contains($0.key) }.map(\.name))
    return Dictionary(
      other.properties.filter { !known.contains($0.key) && gone.contains($0.name) }
        .map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// New names of cases that stand for the same value.
  fileprivate func renamedCases(in other: Self) -> [String: String] {
    let known = Set(cases.map(\.name))
    let still = Set(other.cases.map(\.name))
    var renamed: [String: String] = [:]
    for enumCase in cases where !still.contains(enumCase.name) {
      renamed[enumCase.name] =
        other.cases.first {
          $0.value == enumCase.value && $0.payload == enumCase.payload && !known.contains($0.name)
        }?.name
    }
    return renamed
  }
}

extension SwiftInterface.Form {
  fileprivate var spelled: String {
    switch self {
    case .structure: "a struct"
    case .enumeration: "an enum"
    case .namespace: "a namespace"
    case .alias(let target): "`\(target)`"
    }
  }
}

extension [String] {
  fileprivate var spelledAsTypes: String {
    isEmpty ? "nothing" : map { "`\($0)`" }.joined(separator: " and ")
  }
}
