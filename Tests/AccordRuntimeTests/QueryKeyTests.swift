import AccordRuntime
import Testing

struct QueryKeyTests {
  @Test func keysAreEqualIfTheyAskForTheSame() {
    let key = QueryKey<Int>("get", ["room": "a", "page": 1])
    #expect(key == QueryKey("get", ["page": 1, "room": "a"]))
    #expect(key.hashValue == QueryKey<Int>("get", ["page": 1, "room": "a"]).hashValue)
    #expect(key != QueryKey("list", ["room": "a", "page": 1]))
    #expect(key != QueryKey("get", ["room": "a"]))
    #expect(key != QueryKey("get", ["room": "a", "page": "1"]))
    #expect(QueryKey<Int>("get", ["room": "caf\u{E9}"]) != QueryKey("get", ["room": "cafe\u{301}"]))
  }

  @Test(arguments: [
    (QueryFilter("get"), true), (QueryFilter("get", ["room": "a"]), true),
    (QueryFilter("get", ["page": 1]), true),
    (QueryFilter("get", ["page": 1, "room": "a"]), true),
    (QueryFilter("get", ["room": "b"]), false),
    (QueryFilter("get", ["room": "a", "size": 1]), false), (QueryFilter("list"), false),
    (QueryFilter("list", ["room": "a"]), false),
    (QueryFilter("get", ["page": JSONValue.null]), false),
  ])
  func filtersMatchByTheArgumentsTheyName(_ filter: QueryFilter, _ expected: Bool) {
    #expect(filter.matches(QueryKey<Int>("get", ["room": "a", "page": 1])) == expected)
    #expect(filter.matches(QueryKey<String>("get", ["room": "a", "page": 1])) == expected)
  }

  @Test func aKeysOwnFilterMatchesIt() {
    let key = QueryKey<Int>("get", ["room": "caf\u{E9}"])
    #expect(key.filter.matches(key))
    #expect(!key.filter.matches(QueryKey<Int>("get", ["room": "cafe\u{301}"])))
    #expect(QueryKey<Int>("get").filter.matches(key))
    #expect(!key.filter.matches(QueryKey<Int>("get")))
  }

  @Test func valuesForKeys() throws {
    let key = QueryKey<Int>(
      "get",
      [
        "text": "a", "list": [1, 2], "none": nil as Int?, "no number": Double.nan,
        "time": try #require(Timestamp("2025-01-01T00:00:00Z")),
      ])
    #expect(
      key.arguments == [
        "text": "a", "list": [1, 2], "none": .null, "no number": .null,
        "time": "2025-01-01T00:00:00Z",
      ])
  }
}
