import AccordGenerator

/// A difference between what the code of two documents declares.
struct SwiftFinding {
  enum Kind: Hashable {
    case typeAdded, typeRemoved, typeRenamed, typeChanged
    case memberAdded, memberRemoved, memberRenamed, memberChanged
    case caseAdded, caseRemoved, caseRenamed, caseChanged
    case methodAdded, methodRemoved, methodRenamed, methodChanged
    case argumentAdded, argumentRemoved, argumentRenamed, argumentChanged
    case defaultChanged, orderChanged, resultChanged
  }

  var kind: Kind
  /// `Room.platform`, `list(page:)`.
  var symbol: String
  /// Whose code no longer compiles.
  var breaks: Set<SwiftRole>
  /// Whether code that still compiles may do something else.
  var changesMeaning = false
  /// A sentence without a full stop.
  var reason: String
  var old: SwiftInterface.Origin?
  var new: SwiftInterface.Origin?

  /// Breaking is what callers feel. What others do depends on whether there are any.
  var verdict: Verdict {
    breaks.contains(.caller)
      ? .breaking : !breaks.isEmpty || changesMeaning ? .risky : .compatible
  }
}
