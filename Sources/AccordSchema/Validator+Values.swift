import AccordJSON
import AccordPatterns

// Keywords that look at one value and not inside it.
extension Validator {
  mutating func checkValue(of node: SchemaNode, _ value: JSONValue) -> Bool {
    var isValid = true
    if let constant = node.rules.constant, constant != value {
      report(node, "const", ValueSummary.of(constant), found: value)
      isValid = false
    }
    if let enumeration = node.rules.enumeration, !enumeration.contains(value) {
      report(node, "enum", "one of \(ValueSummary.list(enumeration.values))", found: value)
      isValid = false
    }
    switch value {
    case .number(let number):
      if let limits = node.rules.number {
        isValid = check(number, value, limits, of: node) && isValid
      }
    case .string(let string):
      if let limits = node.rules.string {
        isValid = check(string, value, limits, of: node) && isValid
      }
    case .null, .bool, .array, .object:
      break
    }
    return isValid
  }

  private mutating func check(
    _ number: JSONNumber, _ value: JSONValue, _ rules: Shared<NumberRules>, of node: SchemaNode
  ) -> Bool {
    var isValid = true
    if let minimum = rules.minimum, number < minimum {
      report(node, "minimum", "at least \(minimum)", found: value)
      isValid = false
    }
    if let maximum = rules.maximum, number > maximum {
      report(node, "maximum", "at most \(maximum)", found: value)
      isValid = false
    }
    if let minimum = rules.exclusiveMinimum, number <= minimum {
      report(node, "exclusiveMinimum", "more than \(minimum)", found: value)
      isValid = false
    }
    if let maximum = rules.exclusiveMaximum, number >= maximum {
      report(node, "exclusiveMaximum", "less than \(maximum)", found: value)
      isValid = false
    }
    if let factor = rules.multipleOf {
      switch number.isMultiple(of: factor) {
      case true?: break
      case false?:
        report(node, "multipleOf", "a multiple of \(factor)", found: value)
        isValid = false
      case nil: doubt(.patternSteps)
      }
    }
    if let format = rules.format, rules.assertsFormat, !format.matches(number) {
      report(node, "format", format.expectation, found: value)
      isValid = false
    }
    return isValid
  }

  private mutating func check(
    _ string: String, _ value: JSONValue, _ rules: Shared<StringRules>, of node: SchemaNode
  ) -> Bool {
    var isValid = true
    if rules.minLength != nil || rules.maxLength != nil {
      let length = string.unicodeScalars.count
      if let minimum = rules.minLength, length < minimum {
        report(node, "minLength", "at least \(minimum) characters", found: "\(length)")
        isValid = false
      }
      if let maximum = rules.maxLength, length > maximum {
        report(node, "maxLength", "at most \(maximum) characters", found: "\(length)")
        isValid = false
      }
    }
    switch rules.pattern {
    case .expression(let expression):
      if matches(expression, string) == false {
        report(
          node, "pattern", "a string that matches \(ValueSummary.quoted(expression.pattern))",
          found: value)
        isValid = false
      }
    case .unsupported: doubt(.unsupportedPattern)
    case nil: break
    }
    if let format = rules.format, rules.assertsFormat, !format.matches(string) {
      report(node, "format", format.expectation, found: value)
      isValid = false
    }
    return isValid
  }

  /// `nil` if it could not be found out within the limits.
  mutating func matches(_ expression: RegularExpression, _ string: String) -> Bool? {
    let match = expression.matches(string, maximumSteps: limits.maximumPatternSteps)
    steps += match.steps / 16
    if match.isMatch == nil { doubt(.patternSteps) }
    return match.isMatch
  }
}
