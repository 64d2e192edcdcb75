import AccordJSON
import AccordSchema
import Testing

@Suite struct ShrinkTests {
  @Test(arguments: [
    ("array", "[1, 2, 3, 4, 5, 6, 7, 8]", "[0, 0, 0]"),
    ("string", #""the quick brown fox""#, #""x""#),
    ("number", "12345", "100"),
    ("negative", "-12345", "-100"),
    (
      "member", #"{"a": {"b": [1, {"bad": true, "c": 2}], "d": "e"}, "f": [1, 2]}"#,
      #"{"a": {"b": [{"bad": false}]}}"#
    ),
    ("fraction", "3.75", "3"),
    ("anything", #"{"a": [1, "b", true]}"#, "{}"),
  ])
  func shrinksToTheLeast(_ name: String, _ start: String, _ least: String) throws {
    var asked = 0
    let result = shrink(try JSONValue.parse(start)) { value in
      asked += 1
      return Self.predicate(name, value)
    }
    #expect(result == (try JSONValue.parse(least)))
    #expect(asked < 200)
  }

  private static func predicate(_ name: String, _ value: JSONValue) -> Bool {
    switch name {
    case "array": value.array.map { $0.count >= 3 } ?? false
    case "string": value.string?.contains("x") ?? false
    case "number": value.number.map { $0 >= 100 } ?? false
    case "negative": value.number.map { $0 <= -100 } ?? false
    case "fraction": value.number.map { $0 > 2 } ?? false
    case "member":
      value["a"]?["b"]?.array?.contains { $0["bad"] != nil } ?? false
    default: true
    }
  }

  @Test func nothingSmallerIsLeftAsItWas() {
    #expect(shrink(["a": 1], while: { _ in false }) == ["a": 1])
    #expect(shrink(nil, while: { _ in true }) == nil)
  }

  @Test func attemptsAreBounded() {
    var asked = 0
    let value = JSONValue.array((0..<50_000).map { .number(JSONNumber($0)) })
    let result = shrink(value, maximumAttempts: 20) { value in
      asked += 1
      return value.array?.contains(777) ?? false
    }
    #expect(asked == 20)
    #expect(result.array.map { $0.count < 10_000 && $0.contains(777) } ?? false)
  }

  @Test func asynchronously() async {
    let result = await shrink(["a": 9, "b": 2]) { value in
      await Task.yield()
      return value["a"] != nil
    }
    #expect(result == ["a": 0])
  }

  private struct Stop: Error {}

  @Test func errorsPassThrough() async {
    #expect(throws: Stop.self) { try shrink([1]) { _ throws(Stop) in throw Stop() } }
    await #expect(throws: Stop.self) {
      try await shrink([1]) { _ async throws(Stop) in throw Stop() }
    }
  }

  @Test func stepByStep() {
    var shrinker = Shrinker([3, 4])
    while let candidate = shrinker.next() {
      #expect(candidate != shrinker.smallest)
      shrinker.report(candidate.array?.isEmpty == false)
    }
    #expect(shrinker.smallest == [0])
  }
}
