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
    (QueryFilter("get", ["page": nil]), false),
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
    #expect("a".jsonValue == "a")
    #expect([1, 2].jsonValue == [1, 2])
    #expect((nil as Int?).jsonValue == .null)
    #expect(Double.nan.jsonValue == .null)
    #expect(try #require(Timestamp("2025-01-01T00:00:00Z")).jsonValue == "2025-01-01T00:00:00Z")
  }
}
