import AccordJSON

/// Which constraints of requests there are.
struct ConstraintCoverage: Sendable {
  /// One demand of the document: what part of which request it is for, and its keyword.
  struct Constraint: Sendable, Hashable {
    let operation: String
    let part: BrokenConstraint.Part
    let keyword: String

    init(operation: String, _ broken: BrokenConstraint) {
      self.operation = operation
      keyword = broken.keyword
      switch broken.part {
      // All items of a list have one demand.
      case .body(let pointer):
        part = .body(
          JSONPointer(tokens: pointer.tokens.map { JSONPointer.index($0) == nil ? $0 : "*" }))
      case .parameter, .contentType: part = broken.part
      }
    }
  }

  private(set) var known: Set<Constraint> = []

  mutating func add(_ invalid: InvalidCases) { known.formUnion(invalid.known) }
}

/// Requests that break the document, with the constraints that there are.
struct InvalidCases {
  var cases: [Case] = []
  var known: Set<ConstraintCoverage.Constraint> = []
}
