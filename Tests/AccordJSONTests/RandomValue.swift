import AccordTesting
import AccordJSON

extension JSONValue {
  /// Any value, with the strings and numbers that are hard to get right among the others.
  static func random(depth: Int, using random: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2, 3: return .number(randomNumber(using: &random))
    case 4: return .string(randomString(using: &random))
    case 5, 6:
      let count = Int.random(in: 0..<4, using: &random)
      return .array((0..<count).map { _ in self.random(depth: depth - 1, using: &random) })
    default:
      let count = Int.random(in: 0..<5, using: &random)
      return .object(
        JSONDictionary(
          (0..<count).map { _ in
            (randomString(using: &random), self.random(depth: depth - 1, using: &random))
          }))
    }
  }

  private static func randomNumber(using random: inout SeededGenerator) -> JSONNumber {
    let digits = String(
      UInt64.random(in: 0...(.max >> UInt64.random(in: 0..<64, using: &random)), using: &random))
    let sign = Bool.random(using: &random) ? "-" : ""
    let fraction =
      Bool.random(using: &random) ? ".\(UInt16.random(in: 0 ... .max, using: &random))" : ""
    let exponent =
      Int.random(in: 0..<4, using: &random) == 0
      ? "e\(Int.random(in: -30...30, using: &random))" : ""
    return JSONNumber(literal: sign + digits + fraction + exponent) ?? 0
  }

  private static func randomString(using random: inout SeededGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0..<12, using: &random) {
      let code: UInt32
      switch Int.random(in: 0..<6, using: &random) {
      case 0: code = .random(in: 0..<0x20, using: &random)
      case 1: code = .random(in: 0x80..<0x800, using: &random)
      case 2: code = .random(in: 0x800..<0x11_0000, using: &random)
      case 3: code = [0x22, 0x5C, 0x2F, 0x301, 0x7F].randomElement(using: &random) ?? 0x22
      default: code = .random(in: 0x20..<0x7F, using: &random)
      }
      if let scalar = Unicode.Scalar(code) { text.unicodeScalars.append(scalar) }
    }
    return text
  }
}
