import AccordJSON
import AccordTesting
import Testing

struct JSONDictionaryTests {
  static let composed = "caf\u{E9}"
  static let decomposed = "cafe\u{301}"

  /// Below and above the size from which on positions are kept in a hash table.
  static func filler(_ count: Int) -> JSONDictionary<Int> {
    JSONDictionary((0..<count).map { ("key \($0)", $0) })
  }

  @Test(arguments: [0, 5, 22, 23, 24, 25, 50])
  func keysOfDifferentNormalFormsAreDifferent(others: Int) {
    #expect(Self.composed == Self.decomposed, "Swift takes them for the same")
    var dictionary = Self.filler(others)
    dictionary[Self.composed] = -1
    dictionary[Self.decomposed] = -2
    #expect(dictionary.count == others + 2)
    #expect(dictionary[Self.composed] == -1)
    #expect(dictionary[Self.decomposed] == -2)
    dictionary[Self.composed] = nil
    #expect(dictionary[Self.composed] == nil)
    #expect(dictionary[Self.decomposed] == -2)
  }

  @Test(arguments: [1, 23, 24, 25, 26, 1000])
  func orderIsThatOfInsertion(count: Int) {
    var dictionary = Self.filler(count)
    #expect(dictionary.keys == (0..<count).map { "key \($0)" })
    #expect(dictionary.updateValue(-1, forKey: "key 0") == 0)
    #expect(dictionary.updateValue(-2, forKey: "new") == nil)
    #expect(dictionary.keys == (0..<count).map { "key \($0)" } + ["new"])
    #expect(dictionary.values.first == -1)
    dictionary["key 0"] = nil
    dictionary["absent"] = nil
    dictionary["key 0"] = -3
    #expect(dictionary.keys.last == "key 0")
    #expect(dictionary.count == count + 1)
    #expect(dictionary.map(\.key) == dictionary.keys)
    #expect(dictionary.map(\.value) == dictionary.values)
  }

  @Test func behavesAsAListOfPairsWouldUnderRandomChanges() {
    let seed = UInt64.random(in: .min ... .max)
    print("JSONDictionaryTests seed \(seed)")
    var random = SeededGenerator(seed: seed)
    var dictionary = JSONDictionary<Int>()
    var pairs: [(key: String, value: Int)] = []
    for step in 0..<5000 {
      let key = "key \(Int.random(in: 0..<50, using: &random))"
      let index = pairs.firstIndex { $0.key == key }
      if Int.random(in: 0..<3, using: &random) == 0 {
        dictionary[key] = nil
        if let index { pairs.remove(at: index) }
      } else {
        dictionary[key] = step
        if let index { pairs[index].value = step } else { pairs.append((key, step)) }
      }
      #expect(dictionary.keys == pairs.map(\.key))
      #expect(dictionary.values == pairs.map(\.value))
      #expect(dictionary.position(of: key) == pairs.firstIndex { $0.key == key })
    }
  }

  @Test(arguments: [2, 40])
  func equalityAndHashIgnoreTheOrder(count: Int) {
    let pairs = (0..<count).map { ("key \($0)", $0) }
    let forwards = JSONDictionary(pairs)
    let backwards = JSONDictionary(pairs.reversed())
    #expect(forwards == backwards)
    #expect(forwards.hashValue == backwards.hashValue)
    var other = forwards
    other["key 0"] = -1
    #expect(forwards != other)
    other = forwards
    other["key 0"] = nil
    #expect(forwards != other)
    other["KEY 0"] = 0
    #expect(forwards != other)
  }

  @Test func theLaterOfTwoEqualKeysWinsAtTheEarlierPlace() {
    let dictionary: JSONDictionary<Int> = ["a": 1, "b": 2, "a": 3]
    #expect(dictionary.keys == ["a", "b"])
    #expect(dictionary.values == [3, 2])
  }

  @Test func isFastWhenItIsLarge() {
    // Quadratic look-up would take minutes here.
    var dictionary = Self.filler(200_000)
    for index in 0..<200_000 { dictionary["key \(index)"] = index + 1 }
    #expect(dictionary["key 199999"] == 200_000)
    #expect(dictionary.mapValues { $0 * 2 }["key 0"] == 2)
  }

  @Test func mappedValuesAreFoundByKey() {
    let doubled = Self.filler(40).mapValues { $0 * 2 }
    for index in 0..<40 { #expect(doubled["key \(index)"] == index * 2) }
  }

  @Test func exactStrings() {
    #expect(ExactString(Self.composed) != ExactString(Self.decomposed))
    #expect(Set([ExactString(Self.composed), ExactString(Self.decomposed)]).count == 2)
    #expect(ExactString("a") < "b")
    #expect(ExactString("z") < "\u{E9}")
    #expect(ExactString("\u{FFFF}") < "\u{10000}")
    #expect(!"\r\n".isExactly("\n"))
  }
}
