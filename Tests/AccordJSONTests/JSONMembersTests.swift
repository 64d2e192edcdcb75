import AccordJSON
import AccordTesting
import Foundation
import Testing

/// Objects of known types: whatever the order, the spelling and the company of their members.
struct JSONMembersTests {
  /// A type of every kind of member, which may hold itself.
  struct Sample: JSONReadable, JSONWritable, Equatable {
    var id: Int
    var name: String?
    var note: String?
    var size: Int
    var parts: [Sample]?
    var others: JSONDictionary<JSONValue>
    var marks: FieldMarks

    static let keys: JSONKeys = ["id", "name", "note", "size", "parts"]

    init(reading reader: inout JSONReader) throws(JSONError) {
      let outer = try reader.enter(Self.keys)
      id = try reader.required()
      name = try reader.optional()
      note = try reader.nullable()
      size = try reader.defaulted(7)
      parts = try reader.optional()
      others = try reader.rest()
      marks = try reader.marks()
      try reader.leave(outer)
    }

    func write(to writer: inout JSONWriter) {
      let outer = writer.enter(Self.keys)
      writer.mark(marks)
      writer.required(id)
      writer.optional(name)
      writer.nullable(note)
      writer.defaulted(size, 7)
      writer.optional(parts)
      writer.rest(others)
      writer.leave(outer)
    }
  }

  /// The same without a place for members that it does not name.
  struct Closed: JSONReadable, Equatable {
    var id: Int
    var name: String?
    var inner: [Closed]?

    static let keys: JSONKeys = ["id", "name", "inner"]

    init(reading reader: inout JSONReader) throws(JSONError) {
      let outer = try reader.enter(Self.keys)
      id = try reader.required()
      name = try reader.optional()
      inner = try reader.optional()
      try reader.leave(outer)
    }
  }

  @Test func anyOrderGivesTheSameValueAndIsWrittenInTheOrderOfTheKeys() throws {
    var random = SeededGenerator(seed: 11)
    for round in 0..<2000 {
      let value = sample(&random, depth: 3)
      let text = value.serialized()
      let shuffled = try shuffle(value, &random).json(
        style: round.isMultiple(of: 2) ? .compact : .pretty)
      let sample = try Sample(json: shuffled)
      let place = Comment(rawValue: String(decoding: shuffled, as: UTF8.self))
      #expect(try JSONValue(parsing: sample.json()) == value, place)
      #expect(try Sample(json: text.utf8) == sample, place)
    }
  }

  private func sample(_ random: inout SeededGenerator, depth: Int) -> JSONValue {
    var members: JSONDictionary<JSONValue> = [
      "id": .number(JSONNumber(Int.random(in: 0...9, using: &random)))
    ]
    if Bool.random(using: &random) { members["name"] = "a\"b\\}" }
    if Bool.random(using: &random) { members["note"] = Bool.random(using: &random) ? .null : "]n" }
    if Bool.random(using: &random) { members["size"] = Bool.random(using: &random) ? 7 : 8 }
    if depth > 0, Bool.random(using: &random) {
      members["parts"] = .array(
        (0..<Int.random(in: 0...2, using: &random)).map { _ in sample(&random, depth: depth - 1) })
    }
    if Bool.random(using: &random) { members["x\u{E9}"] = ["{": ["1.5", "\\\"", [:]]] }
    if Bool.random(using: &random) { members["ids"] = -2 }
    return .object(members)
  }

  private func shuffle(_ value: JSONValue, _ random: inout SeededGenerator) -> JSONValue {
    switch value {
    case .object(let members):
      var shuffled = JSONDictionary<JSONValue>()
      for (key, value) in Array(members).shuffled(using: &random) {
        shuffled[key] = shuffle(value, &random)
      }
      return .object(shuffled)
    case .array(let items): return .array(items.map { shuffle($0, &random) })
    case .null, .bool, .number, .string: return value
    }
  }

  @Test(arguments: [
    (#"{"id":1,"id":2}"#, 2), (#"{"name":"x","id":1,"id":2}"#, 2),
    (#"{"inner":[{"id":5,"id":6}],"id":1}"#, 1), (#"{"id":1,"inner":[],"\u0069d":3}"#, 3),
    (#"{"id":1,"name":"x","inner":null,"inner":[],"id":4}"#, nil),
  ])
  func theLastOfSeveralCounts(_ text: String, _ id: Int?) {
    #expect((try? Closed(json: text.utf8))?.id == id)
    let error = #expect(throws: JSONError.self) {
      try Closed(json: text.utf8, options: .init(refusesDuplicateKeys: true))
    }
    if id != nil, case .duplicateKey? = error?.reason { return }
    #expect(id == nil, "\(String(describing: error))")
  }

  @Test func theLastOfSeveralCountsInsideToo() throws {
    let value = try Closed(json: #"{"id":1,"inner":[{"id":5,"name":"a","id":6}]}"#.utf8)
    #expect(value.inner?.first?.id == 6)
    #expect(value.inner?.first?.name == "a")
  }

  /// Whatever is not read into anything must be JSON all the same.
  @Test(arguments: [
    #"{"id":1"name":"x"}"#, #"{"id":1,}"#, #"{"id":1,"x":}"#, #"{"id":1,"x":[}]}"#,
    #"{"name":"x","id":1,"x":tru}"#, #"{"inner":[{],"id":1}"#, #"{"inner":[1,"id":1}"#,
    #"{"id":1,"x":"\q"}"#, #"{"name":"\q","id":1}"#, #"{"id":1,"x":{"y":1,}}"#, #"{"id":1"#,
    #"{"inner":[],"id":1"#, #"{,"id":1}"#, #"{"id" 1}"#, #"{"id":1,"name":"a","name":tru}"#,
    #"{"name":nope,"name":"a","id":1}"#, "{\"id\":1,\"\u{1}\":2}", #"{"id":1,"a":1 "b":2}"#,
    #"{"name":,"id":1}"#, #"{"name","id":1}"#, #"{"inner":"a\"#,
    #"{"id":1,"name":null}"#, #"{"name":null,"id":1}"#, #"{"id":null}"#,
  ])
  func isRefused(_ text: String) {
    #expect(throws: JSONError.self, "\(text)") { try Closed(json: text.utf8) }
  }

  /// Each level has its members in the wrong order, so that all that is inside is passed over before it is read.
  /// Without a memory that would be once for every level.
  @Test func manyLevelsInTheWrongOrderAreReadInLinearTime() throws {
    func seconds(_ levels: Int) throws -> Double {
      let filling = #"{"id":2,"name":"\#(String(repeating: "x", count: 100))"},"#
      let level = #"{"inner":["# + String(repeating: filling, count: 20)
      let text =
        String(repeating: level, count: levels) + #"{"id":1}"#
        + String(repeating: #"],"id":1}"#, count: levels)
      // Of this thread alone: other tests, and others who use the machine, do not count.
      func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
      }
      var best = Double.infinity
      for _ in 0..<3 {
        let start = processorSeconds()
        _ = try Closed(json: text.utf8)
        best = min(best, processorSeconds() - start)
      }
      return best
    }
    // Eight times the text. Sixty-four times the time would be quadratic; half of that leaves room for noise.
    #expect(try seconds(240) < 32 * seconds(30))
  }
}
