import AccordJSON

/// Filters, and the functions of RFC 9535, section 2.4.
extension JSONPathParser {
  /// What stands in a condition before it is known whether it is compared with something.
  private enum Term {
    case literal(JSONValue)
    case query(JSONPath.Query)
    case value(JSONPath.Operand)
    case test(JSONPath.Condition)
  }

  mutating func parseCondition() throws(Failure) -> JSONPath.Condition {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.deepestNesting else {
      throw failure("more than \(Self.deepestNesting) filters and parentheses inside one another")
    }
    var alternatives = [try parseConjunction()]
    while takeOperator("||") {
      skipBlanks()
      alternatives.append(try parseConjunction())
    }
    return alternatives.count == 1 ? alternatives[0] : .or(alternatives)
  }

  private mutating func parseConjunction() throws(Failure) -> JSONPath.Condition {
    var conditions = [try parseBasic()]
    while takeOperator("&&") {
      skipBlanks()
      conditions.append(try parseBasic())
    }
    return conditions.count == 1 ? conditions[0] : .and(conditions)
  }

  /// Takes blanks and the operator behind them, or neither.
  private mutating func takeOperator(_ text: String) -> Bool {
    let start = position
    skipBlanks()
    if take(text) { return true }
    position = start
    return false
  }

  private mutating func parseBasic() throws(Failure) -> JSONPath.Condition {
    if take("!") {
      skipBlanks()
      if next == "(" { return .not(try parseParenthesized()) }
      return .not(try test(of: try parseTerm()))
    }
    if next == "(" { return try parseParenthesized() }
    let term = try parseTerm()
    guard let comparison = takeComparison() else { return try test(of: term) }
    skipBlanks()
    let left = try operand(of: term)
    return .compare(left, comparison, try operand(of: try parseTerm()))
  }

  private mutating func parseParenthesized() throws(Failure) -> JSONPath.Condition {
    position += 1
    skipBlanks()
    let condition = try parseCondition()
    skipBlanks()
    guard take(")") else { throw unexpected("')'") }
    return condition
  }

  private mutating func takeComparison() -> JSONPath.Comparison? {
    for (text, comparison) in [
      ("==", JSONPath.Comparison.equal), ("!=", .notEqual), ("<=", .lessOrEqual), ("<", .less),
      (">=", .greaterOrEqual), (">", .greater),
    ] where takeOperator(text) {
      return comparison
    }
    return nil
  }

  private func test(of term: Term) throws(Failure) -> JSONPath.Condition {
    switch term {
    case .query(let query): return .exists(query)
    case .test(let condition): return condition
    case .literal: throw failure("a literal must be compared with something")
    case .value: throw failure("the function's result must be compared with something")
    }
  }

  private func operand(of term: Term) throws(Failure) -> JSONPath.Operand {
    switch term {
    case .literal(let value): return .literal(value)
    case .value(let operand): return operand
    case .query(let query):
      guard query.isSingular else {
        throw failure("only a query that selects at most one value can be compared")
      }
      return .query(query)
    case .test: throw failure("the function is true or false, and cannot be compared")
    }
  }

  // MARK: - Terms

  private mutating func parseTerm() throws(Failure) -> Term {
    guard let first = next else { throw unexpected("a query, a literal or a function") }
    switch first {
    case "@", "$":
      let isRelative = first == "@"
      position += 1
      return .query(.init(isRelative: isRelative, segments: try parseSegments()))
    case "'", "\"": return .literal(.string(try parseString()))
    case "-", "0"..."9": return .literal(.number(try parseNumber()))
    case "a"..."z": return try parseWord()
    default: throw unexpected("a query, a literal or a function")
    }
  }

  private mutating func parseNumber() throws(Failure) -> JSONNumber {
    let start = position
    while let scalar = next, Self.isDigit(scalar) || "+-.eE".unicodeScalars.contains(scalar) {
      position += 1
    }
    guard let number = JSONNumber(literal: text(start..<position)) else {
      position = start
      throw failure("this is no number")
    }
    return number
  }

  private mutating func parseWord() throws(Failure) -> Term {
    let start = position
    while let scalar = next, ("a"..."z").contains(scalar) || scalar == "_" || Self.isDigit(scalar) {
      position += 1
    }
    let word = text(start..<position)
    guard take("(") else {
      switch word {
      case "true": return .literal(.bool(true))
      case "false": return .literal(.bool(false))
      case "null": return .literal(.null)
      default:
        position = start
        throw failure("'\(word)' is no literal; strings stand in quotes")
      }
    }
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.deepestNesting else {
      throw failure("more than \(Self.deepestNesting) functions inside one another")
    }
    let term = try parseArguments(of: word, at: start)
    skipBlanks()
    guard take(")") else { throw unexpected("')'") }
    return term
  }

  private mutating func parseArguments(of function: String, at start: Int) throws(Failure) -> Term {
    switch function {
    case "length": return .value(.length(try parseValueArgument()))
    case "count": return .value(.count(try parseNodesArgument()))
    case "value": return .value(.value(try parseNodesArgument()))
    case "match", "search":
      let text = try parseValueArgument()
      skipBlanks()
      guard take(",") else { throw unexpected("','") }
      let pattern = try parseValueArgument()
      return .test(.matches(text, pattern: pattern, whole: function == "match"))
    default:
      position = start
      throw failure("there is no function '\(function)'")
    }
  }

  private mutating func parseValueArgument() throws(Failure) -> JSONPath.Operand {
    skipBlanks()
    return try operand(of: try parseTerm())
  }

  private mutating func parseNodesArgument() throws(Failure) -> JSONPath.Query {
    skipBlanks()
    guard case .query(let query) = try parseTerm() else {
      throw failure("the function takes a query")
    }
    return query
  }
}
