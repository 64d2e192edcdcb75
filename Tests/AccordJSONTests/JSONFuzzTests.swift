import AccordJSON
import Foundation
import AccordTesting
import Testing

/// The same verdict and the same value as `JSONSerialization`, for texts that are JSON and for texts that
/// were JSON until some bytes were changed.
struct JSONFuzzTests {
  @Test(arguments: [1, UInt64.random(in: .min ... .max)])
  func agreesWithJSONSerialization(seed: UInt64) throws {
    print("JSONFuzzTests seed \(seed)")
    var random = SeededGenerator(seed: seed)
    var accepted = 0
    var refused = 0
    for _ in 0..<4000 {
      var text = Array(JSONValue.random(depth: 4, using: &random).serialized().utf8)
      if Bool.random(using: &random) { Self.damage(&text, &random) }
      if let error = Self.error(text), Self.isTrailingComma(error, text) { continue }
      let ours = try? JSONValue(parsing: text)
      let theirs = try? JSONSerialization.jsonObject(
        with: Data(text), options: [.fragmentsAllowed])
      if ours == nil { refused += 1 } else { accepted += 1 }
      if Self.differsByDesign(text) || ours.map(Self.exceedsDoubles) == true { continue }
      let shown = String(decoding: text, as: UTF8.self)
      #expect((ours == nil) == (theirs == nil), "seed \(seed): \(shown)")
      if let ours, let theirs { #expect(Self.same(ours, theirs), "seed \(seed): \(shown)") }
    }
    #expect(accepted > 1000)
    #expect(refused > 500)
  }

  @Test func bytesThatWereNeverJSONAreRefusedAndNothingElseHappens() {
    let seed = UInt64.random(in: .min ... .max)
    print("JSONFuzzTests seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let alphabet =
      Array(#"{}[]",:\/bfnrtu0123456789eE+-. tfalsn"#.utf8) + [0x00, 0x0A, 0x80, 0xC3, 0xFF]
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0..<30, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? 0
      }
      guard let error = Self.error(text) else { continue }
      #expect(0...text.count ~= error.offset)
      _ = JSONPointer(to: error.offset, in: text)
    }
  }

  private static func error(_ text: [UInt8]) -> JSONError? {
    do throws(JSONError) {
      _ = try JSONValue(parsing: text)
      return nil
    } catch {
      return error
    }
  }

  private static func damage(_ text: inout [UInt8], _ random: inout SeededGenerator) {
    let interesting = Array(#"{}[]",:\u0-.eEtn "#.utf8) + [0x00, 0x1F, 0x80, 0xED, 0xFF]
    for _ in 0...Int.random(in: 0..<3, using: &random) {
      let index = Int.random(in: 0...text.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: text.insert(interesting.randomElement(using: &random) ?? 0, at: index)
      case 1: if index < text.count { text.remove(at: index) }
      default:
        if index < text.count { text[index] = interesting.randomElement(using: &random) ?? 0 }
      }
    }
  }

  /// `JSONSerialization` takes `{"a":1,}` and `[1,]`.
  private static func isTrailingComma(_ error: JSONError, _ text: [UInt8]) -> Bool {
    [.unexpectedByte(UInt8(ascii: "}")), .unexpectedByte(UInt8(ascii: "]"))].contains(error.reason)
      && text[..<error.offset].last { $0 != 0x20 } == UInt8(ascii: ",")
  }

  /// It refuses numbers beyond a double.
  private static func exceedsDoubles(_ value: JSONValue) -> Bool {
    switch value {
    case .null, .bool, .string: false
    case .number(let number): number.double.isInfinite || number.double == 0 && number != 0
    case .array(let items): items.contains(where: exceedsDoubles)
    case .object(let members): members.values.contains(where: exceedsDoubles)
    }
  }

  /// It guesses UTF-16 and UTF-32 from zeros, and takes keys of different normal forms for one.
  private static func differsByDesign(_ text: [UInt8]) -> Bool {
    if text.prefix(4).contains(0) || text.isEmpty { return true }
    return text.contains { $0 >= 0xCC } && text.contains(UInt8(ascii: "{"))
      && String(decoding: text, as: UTF8.self).unicodeScalars.contains {
        $0.properties.canonicalCombiningClass != .notReordered
      }
  }

  private static func same(_ ours: JSONValue, _ theirs: Any) -> Bool {
    switch ours {
    case .null: return theirs is NSNull
    case .bool(let value): return (theirs as? NSNumber)?.boolValue == value
    case .number(let value):
      // It goes through `Decimal`, which is off by some units in the last place.
      guard let other = (theirs as? NSNumber)?.doubleValue else { return false }
      return abs(other - value.double) <= abs(value.double) * 1e-13
    case .string(let value): return (theirs as? String)?.isExactly(value) == true
    case .array(let items):
      guard let others = theirs as? [Any], others.count == items.count else { return false }
      return zip(items, others).allSatisfy { same($0, $1) }
    case .object(let members):
      guard let others = theirs as? [String: Any] else { return false }
      return members.count == others.count
        && members.allSatisfy { key, value in others[key].map { same(value, $0) } ?? false }
    }
  }
}
