import AccordJSON

/// Spells constraints as calls of the runtime's validator.
enum CheckText {
  /// Statements that check one value, which may be missing, joined for one line.
  static func statements(
    _ checks: [CheckPlan], of value: String, validator: String
  ) -> String {
    checks.map { statement($0, of: value, validator: validator) }
      .joined(separator: "; ")
  }

  static func statement(
    _ check: CheckPlan, of value: String, validator: String
  ) -> String {
    switch check {
    case .length(let min, let max):
      call(
        "length", value, [("min", min.map(String.init)), ("max", max.map(String.init))], validator)
    case .range(let min, let max, let above, let below):
      call(
        "range", value,
        [
          ("min", min?.literal), ("max", max?.literal), ("above", above?.literal),
          ("below", below?.literal),
        ], validator)
    case .multiple(let divisor): "\(validator).multiple(\(value), of: \(divisor.literal))"
    case .exactRange(let min, let max, let above, let below):
      call(
        "range", value,
        [
          ("exactMin", number(min)), ("exactMax", number(max)), ("exactAbove", number(above)),
          ("exactBelow", number(below)),
        ], validator)
    case .exactMultiple(let divisor):
      "\(validator).multiple(\(value), ofExact: \(SourceText.literal(divisor.literal)))"
    case .pattern(let expression):
      "\(validator).pattern(\(value), \(SourceText.literal(expression)))"
    case .values(let values):
      "\(validator).values(\(value), \(SourceText.literal(JSONValue.array(values).serialized())))"
    case .count(let min, let max):
      call(
        "count", value, [("min", min.map(String.init)), ("max", max.map(String.init))], validator)
    case .meets(let condition):
      "\(validator).meets(\(value), \(SourceText.literal(condition.serialized())))"
    case .unique: "\(validator).unique(\(value))"
    case .known: "\(validator).known(\(value))"
    case .own: "\(validator).validate(\(value))"
    case .each(let inner):
      "\(validator).each(\(value)) { validator, value in \(statements(inner, of: "value", validator: "validator")) }"
    }
  }

  private static func number(_ number: JSONNumber?) -> String? {
    number.map { SourceText.literal($0.literal) }
  }

  private static func call(
    _ name: String, _ value: String, _ arguments: [(String, String?)], _ validator: String
  ) -> String {
    let given = arguments.compactMap { label, value in value.map { "\(label): \($0)" } }
    return "\(validator).\(name)(\(([value] + given).joined(separator: ", ")))"
  }
}

/// Breaks long lists over lines.
enum Wrapping {
  /// How long a line may be, in bytes, before its list is broken.
  private static let limit = 112

  static func list(_ opening: String, _ items: [String], _ closing: String) -> String {
    let line = opening + items.joined(separator: ", ") + closing
    guard line.utf8.count > limit else { return line }
    return opening + "\n  " + items.joined(separator: ",\n  ") + "\n" + closing
  }

  /// As many items on a line as fit.
  static func filled(_ opening: String, _ items: [String], _ closing: String) -> String {
    var text = opening
    var length = opening.utf8.count
    for (index, item) in items.enumerated() {
      let isLast = index == items.count - 1
      let size = item.utf8.count + (isLast ? closing.utf8.count : 1)
      if index > 0 {
        if length + 1 + size > limit {
          text += "\n  "
          length = 2
        } else {
          text += " "
          length += 1
        }
      }
      text += item
      if !isLast { text += "," }
      length += size
    }
    return text + closing
  }
}
