import AccordGenerator
import AccordJSON

extension SwiftComparison {
  typealias Function = SwiftInterface.Function

  mutating func compareServices() {
    compare(old.api, new.api)
    switch (old.webhooks, new.webhooks) {
    case (nil, nil): return
    case (let before?, let after?): compare(before, after)
    case (let before?, nil):
      report(
        .typeRemoved, before.protocolName, breaks: .all,
        "`\(before.protocolName)` is no longer declared", before.origin, nil)
    case (nil, let after?):
      report(
        .typeAdded, after.protocolName, breaks: [],
        "`\(after.protocolName)` is declared now", nil, after.origin)
    }
  }

  private mutating func compare(_ before: SwiftInterface.Service, _ after: SwiftInterface.Service) {
    let now = Dictionary(
      after.methods.map { ($0.operation, $0) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<JSONPointer> = []
    for method in before.methods {
      let place = moved.operations[method.operation] ?? method.operation
      if let other = now[place] {
        seen.insert(place)
        compare(method, other, of: after)
      } else {
        report(
          .methodRemoved, method.function.description, breaks: [.caller],
          "`\(method.function.description)` is gone", .operation(method.operation, part: nil), nil)
      }
    }
    for method in after.methods where !seen.contains(method.operation) {
      report(
        .methodAdded, method.function.description, breaks: [.conformer],
        "`\(method.function.description)` is new: what conforms to `\(after.protocolName)` has to have it",
        nil, .operation(method.operation, part: nil))
    }
  }

  private mutating func compare(
    _ before: SwiftInterface.Method, _ after: SwiftInterface.Method,
    of service: SwiftInterface.Service
  ) {
    let places = (
      SwiftInterface.Origin.operation(before.operation, part: nil),
      SwiftInterface.Origin.operation(after.operation, part: nil)
    )
    if before.function.name != after.function.name {
      report(
        .methodRenamed, before.function.description, breaks: .all,
        "`\(before.function.description)` is called `\(after.function.name)`", places.0, places.1)
    }
    compareArguments(before, after, of: service)
    compareOutcome(before, after, places)
    if before.hasQueryKey && !after.hasQueryKey {
      report(
        .methodChanged, after.function.description, breaks: [.caller],
        "there is no query key for `\(after.function.description)` any more", places.0, places.1)
    }
    if !before.isDeprecated && after.isDeprecated {
      report(
        .methodChanged, after.function.description, breaks: [],
        "calls of `\(after.function.description)` are warned about", places.0, places.1)
    }
  }

  private mutating func compareOutcome(
    _ before: SwiftInterface.Method, _ after: SwiftInterface.Method,
    _ places: (SwiftInterface.Origin, SwiftInterface.Origin)
  ) {
    let symbol = after.function.description
    if !spelling.isSame(before.function.result, after.function.result) {
      // Nothing can be done with a result that is nothing: callers are only warned that they leave one unused.
      let wasNothing = spelling.old(before.function.result) == "Void"
      report(
        .resultChanged, symbol, breaks: wasNothing ? [.conformer] : .all,
        "`\(symbol)` gave `\(before.function.result)` and gives `\(after.function.result)`",
        .operation(before.operation, part: "answer"), .operation(after.operation, part: "answer"))
    }
    let (thrown, throwsNow) = (before.function.error ?? "", after.function.error ?? "")
    if !spelling.isSame(thrown, throwsNow) {
      report(
        .resultChanged, symbol, breaks: .all,
        "`\(symbol)` threw `\(thrown)` and throws `\(throwsNow)`",
        .operation(before.operation, part: "answer"), .operation(after.operation, part: "answer"))
    }
  }

  // MARK: - Arguments

  private mutating func compareArguments(
    _ before: SwiftInterface.Method, _ after: SwiftInterface.Method,
    of service: SwiftInterface.Service
  ) {
    let symbol = after.function.description
    let (had, has) = (before.function.arguments, after.function.arguments)
    let renamed = before.renamedLabels(in: after)
    for argument in had {
      let label = renamed[argument.label] ?? argument.label
      guard let other = has.first(where: { $0.label == label }) else {
        report(
          .argumentRemoved, symbol, breaks: .all,
          "`\(symbol)` no longer takes `\(argument.label)`", argument.origin,
          .operation(after.operation, part: nil))
        continue
      }
      if label != argument.label {
        report(
          .argumentRenamed, symbol, breaks: .all,
          "the argument `\(argument.label)` of `\(symbol)` is called `\(label)`", argument.origin,
          other.origin)
      }
      compare(argument, other, of: symbol)
    }
    let labels = had.map { renamed[$0.label] ?? $0.label }
    for argument in has where !labels.contains(argument.label) {
      let isOptional = argument.defaultValue != nil
      report(
        .argumentAdded, symbol, breaks: isOptional ? [.conformer] : .all,
        isOptional
          ? "`\(symbol)` takes `\(argument.label)`, too: what conforms to `\(service.protocolName)`, or calls through it, has to follow"
          : "`\(symbol)` asks for `\(argument.label)`", .operation(before.operation, part: nil),
        argument.origin)
    }
    let order = labels.filter { label in has.contains { $0.label == label } }
    let now = has.map(\.label).filter(labels.contains)
    if order != now {
      report(
        .orderChanged, symbol, breaks: .all,
        "`\(symbol)` takes its arguments in another order",
        .operation(before.operation, part: nil), .operation(after.operation, part: nil))
    }
  }

  private mutating func compare(
    _ before: SwiftInterface.Argument, _ after: SwiftInterface.Argument, of symbol: String
  ) {
    let isSame = spelling.isSame(before.type, after.type)
    if !isSame {
      report(
        .argumentChanged, symbol,
        breaks: spelling.isAccepted(before.type, for: after.type) ? [.conformer] : .all,
        "`\(after.label)` of `\(symbol)` was `\(before.type)` and is `\(after.type)`",
        before.origin, after.origin)
    }
    switch (before.defaultValue, after.defaultValue) {
    case (nil, nil): return
    case (nil, let value?):
      if isSame {
        report(
          .defaultChanged, symbol, breaks: [],
          "`\(after.label)` of `\(symbol)` may be left out and is `\(value)` then", before.origin,
          after.origin)
      }
    case (_?, nil):
      report(
        .defaultChanged, symbol, breaks: .all, "`\(symbol)` asks for `\(after.label)`",
        before.origin, after.origin)
    case (let old?, let new?):
      guard old != new else { return }
      report(
        .defaultChanged, symbol, breaks: [], changesMeaning: true,
        "`\(after.label)` of `\(symbol)` is `\(new)` where it is left out, and was `\(old)`",
        before.origin, after.origin)
    }
  }

  /// Why a call of the old function is none of the new one; `nil`: it is one.
  func callProblem(_ old: Function, _ new: Function) -> String? {
    var rest = new.arguments[...]
    for argument in old.arguments {
      guard let index = rest.firstIndex(where: { $0.label == argument.label }) else {
        return "it does not take `\(argument.label)` there any more"
      }
      if let asked = rest[..<index].first(where: { $0.defaultValue == nil }) {
        return "it asks for `\(asked.label)`"
      }
      let other = rest[index]
      if !spelling.isAccepted(argument.type, for: other.type) {
        return "`\(argument.label)` was `\(argument.type)` and is `\(other.type)`"
      }
      if argument.defaultValue != nil && other.defaultValue == nil {
        return "it asks for `\(argument.label)`"
      }
      rest = rest[(index + 1)...]
    }
    if let asked = rest.first(where: { $0.defaultValue == nil }) {
      return "it asks for `\(asked.label)`"
    }
    if !spelling.isSame(old.result, new.result) {
      return "it gave `\(old.result)` and gives `\(new.result)`"
    }
    return old.error == new.error ? nil : "it throws something else"
  }
}

extension SwiftInterface.Method {
  /// New labels of the same parameters. The wire does not know what those of the path are called: they are paired in
  /// their order.
  fileprivate func renamedLabels(in other: Self) -> [String: String] {
    let known = Set(function.arguments.map(\.label))
    let still = Set(other.function.arguments.map(\.label))
    var renamed: [String: String] = [:]
    for argument in function.arguments where !still.contains(argument.label) {
      renamed[argument.label] =
        other.function.arguments.first { $0.part == argument.part && !known.contains($0.label) }?
        .label
    }
    let gone = pathLabels.filter { !still.contains($0) && renamed[$0] == nil }
    let taken = Set(renamed.values)
    let added = other.pathLabels.filter { !known.contains($0) && !taken.contains($0) }
    guard gone.count == added.count else { return renamed }
    return renamed.merging(zip(gone, added)) { first, _ in first }
  }

  /// In the order of the method.
  private var pathLabels: [String] {
    function.arguments.filter { $0.part?.hasPrefix("path parameter ") ?? false }.map(\.label)
  }
}

extension SwiftInterface.Service {
  /// The first of its operations stands for all of them.
  fileprivate var origin: SwiftInterface.Origin {
    methods.first.map { .operation($0.operation, part: nil) } ?? .document
  }
}

extension SwiftInterface.Argument {
  /// Which part of the request it is.
  fileprivate var part: String? {
    guard case .operation(_, let part) = origin else { return nil }
    return part
  }
}
