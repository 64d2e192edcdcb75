import AccordRuntime
import Foundation
import Testing

struct JSONModelTests {
  static let texts = [
    #"{"id":"a","count":1,"state":"active"}"#,
    #"{"id":"caf\u00e9","count":-2,"price":1.5,"made_at":"2025-01-01T00:00:00.120+02:00","is_open":false,"state":"new one","extra":{"x":[1,null,{"y":"z"}],"big":18446744073709551615}}"#,
    #"{"id":"","count":0,"price":null,"is_open":true,"state":"paused","extra":{}}"#,
  ]

  @Test(arguments: texts)
  func isWrittenBackAsItWasRead(_ text: String) throws {
    let card = try Card(json: text.utf8)
    #expect(try JSONValue(parsing: card.json()) == JSONValue(parsing: text))
    #expect(try Card(json: card.json()) == card)
  }

  @Test(arguments: texts)
  func codableComesAlong(_ text: String) throws {
    let card = try Card(json: text.utf8)
    let decoded = try JSONDecoder().decode(Card.self, from: Data(text.utf8))
    #expect(decoded == card)
    let encoded = try JSONEncoder().encode(card)
    #expect(try JSONValue(parsing: Array(encoded)) == JSONValue(parsing: text))
    #expect(
      try JSONDecoder().decode([String: [Card]].self, from: JSONEncoder().encode(["a": [card]]))
        == ["a": [card]])
  }

  @Test func codableErrorsSayWhere() throws {
    let text = #"{"cards":[{"id":"a","count":"many"}]}"#
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([String: [Card]].self, from: Data(text.utf8))
    }
    guard case .dataCorrupted(let context)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(context.codingPath.map(\.stringValue) == ["cards", "Index 0"])
    #expect(context.debugDescription.contains("expected integer, found string"))
    #expect(throws: EncodingError.self) {
      try JSONEncoder().encode(Card(id: "a", count: 1, price: .nan))
    }
  }

  @Test func anUnknownCaseIsKept() throws {
    let state = try Card.State(json: #""caf\u00e9""#.utf8)
    #expect(!state.isKnown)
    #expect(try state.json() == "caf\u{E9}".json())
    #expect(state != Card.State(rawValue: "cafe\u{301}"))
    #expect(Card.State(rawValue: "active") == .active)
    #expect(
      try JSONDecoder().decode([Card.State].self, from: Data(#"["active","x"]"#.utf8)).map(
        \.rawValue) == ["active", "x"])
  }

  // MARK: - Three states

  struct Change: JSONModel {
    var name: Presence<String> = .absent
    var size: Presence<Int> = .absent

    init(name: Presence<String> = .absent, size: Presence<Int> = .absent) {
      (self.name, self.size) = (name, size)
    }

    private static let keys: JSONKeys = ["name", "size"]

    init(reading reader: inout JSONReader) throws(JSONError) {
      let outer = try reader.enter(Self.keys)
      name = try reader.presence()
      size = try reader.presence()
      try reader.leave(outer)
    }

    func write(to writer: inout JSONWriter) {
      let outer = writer.enter(Self.keys)
      writer.presence(name)
      writer.presence(size)
      writer.leave(outer)
    }
  }

  @Test(arguments: [
    (Change(), "{}"), (Change(name: nil), #"{"name":null}"#),
    (Change(name: "x", size: 3), #"{"name":"x","size":3}"#),
    (Change(size: nil), #"{"size":null}"#), (Change(name: ""), #"{"name":""}"#),
  ])
  func absentNullAndThere(_ change: Change, _ text: String) throws {
    #expect(try change.json() == Array(text.utf8))
    #expect(try Change(json: text.utf8) == change)
    #expect(try JSONDecoder().decode(Change.self, from: JSONEncoder().encode(change)) == change)
  }

  @Test func presence() {
    #expect(Presence<Int>(nil) == .null)
    #expect(Presence(3).value == 3)
    #expect(Presence<Int>.absent.isAbsent && !Presence<Int>.null.isAbsent)
    #expect(Presence<Int>.absent != .null)
    #expect((nil as Presence<Bool>) == .null)
    #expect((true as Presence<Bool>) == .value(true))
    #expect((7 as Presence<Int>).value == 7)
    #expect(("x" as Presence<String>).value == "x")
  }

  // MARK: - Marks

  @Test func marksAreKeptAndDoNotCount() {
    var marks = FieldMarks()
    let marked = [0, 1, 63, 64, 65, 127, 128, 200, 1000]
    for index in marked { marks.insert(index) }
    for index in 0..<1100 { #expect(marks.contains(index) == marked.contains(index), "\(index)") }
    #expect(marks == FieldMarks())
    #expect(marks.hashValue == FieldMarks().hashValue)
  }

  @Test func membersThatWereAbsentStaySoUntilTheyAreSet() throws {
    var card = try Card(json: #"{"id":"a","count":1,"state":"active"}"#.utf8)
    #expect(card == Card(id: "a", count: 1))
    #expect(try JSONValue(parsing: card.json())["is_open"] == nil)
    card.isOpen = false
    #expect(try JSONValue(parsing: card.json())["is_open"] == false)
    #expect(try JSONValue(parsing: Card(id: "a", count: 1).json())["is_open"] == true)
  }

  // MARK: - Unions

  indirect enum Tree: JSONReadable {
    case pair(Tree), single(Tree), leaf

    struct Pair: JSONReadable {
      let tree: Tree

      init(reading reader: inout JSONReader) throws(JSONError) {
        var trees: [Tree] = []
        try reader.beginArray()
        while try reader.nextItem() { trees.append(try Tree(reading: &reader)) }
        guard trees.count == 2 else { throw reader.noMatch(Pair.self) }
        tree = trees[0]
      }
    }

    struct Single: JSONReadable {
      let tree: Tree

      init(reading reader: inout JSONReader) throws(JSONError) {
        var tree: Tree?
        try reader.beginArray()
        while try reader.nextItem() { tree = try Tree(reading: &reader) }
        self.tree = try reader.require(tree, "0")
      }
    }

    init(reading reader: inout JSONReader) throws(JSONError) {
      if let pair = reader.attempt(Pair.self) {
        self = .pair(pair.tree)
      } else if let single = reader.attempt(Single.self) {
        self = .single(single.tree)
      } else if reader.attempt(Bool.self) != nil {
        self = .leaf
      } else {
        throw reader.noMatch(Tree.self)
      }
    }

    var depth: Int {
      switch self {
      case .pair(let tree), .single(let tree): tree.depth + 1
      case .leaf: 0
      }
    }
  }

  @Test("members that the document does not name are written back, and make no value another")
  func undeclaredMembers() throws {
    let text = #"{"z":[1e400,null],"y":{},"\u0000":"\u0000","z":18446744073709551616}"#
    let marks = try JSONReader.read(Array(text.utf8)) { reader throws(JSONError) in
      let outer = try reader.enter(["y"])
      let _: JSONValue = try reader.required()
      let marks = try reader.marks()
      try reader.leave(outer)
      return marks
    }
    #expect(marks.undeclared.keys == ["z", "\u{0}"])
    #expect(marks == FieldMarks())
    var writer = JSONWriter()
    let outer = writer.enter(["y"])
    writer.mark(marks)
    writer.optional(Int?.none)
    writer.leave(outer)
    #expect(
      try JSONValue(parsing: writer.bytes)
        == JSONValue(parsing: #"{"z":18446744073709551616,"\u0000":"\u0000"}"#))
  }

  @Test func aUnionTakesTheFirstThatFits() throws {
    guard case .single(.pair(.single(.leaf))) = try Tree(json: "[[ [true] , false ]]".utf8) else {
      Issue.record("another case")
      return
    }
    let error = #expect(throws: JSONError.self) { try Tree(json: " 3".utf8) }
    #expect(error?.reason == .invalid("the value is none of the cases of Tree"))
  }

  @Test(.timeLimit(.minutes(15)))
  func unionsInsideUnionsEndInTime() {
    // Without a memory these are 2^200 ways to fail, and to succeed.
    let open = String(repeating: "[", count: 200)
    let close = String(repeating: "]", count: 200)
    let error = #expect(throws: JSONError.self) { try Tree(json: (open + "3" + close).utf8) }
    #expect(error?.reason == .invalid("the value is none of the cases of Tree"))
    #expect(error?.offset == 0)
    #expect((try? Tree(json: (open + "true" + close).utf8))?.depth == 200)
    #expect(
      (try? [Tree](json: "[\(open)true\(close), [[true]], [true, true]]".utf8))?.map(\.depth) == [
        200, 2, 1,
      ])
  }

  @Test(arguments: [
    (#"{"kind":"a"}"#, "a"), (#"{"x":{"kind":"b"},"kind":"a"}"#, "a"), (#"{"k\u0069nd":"a"}"#, "a"),
    ("{}", nil),
    (#"{"kind":1}"#, nil), ("[]", nil), (#"{"x":1"#, nil), ("", nil),
  ])
  func theDiscriminatorIsSeenWithoutReading(_ text: String, _ expected: String?) throws {
    let padded = Array((text + " ").utf8)
    let result = try? JSONReader.read(padded) { reader throws(JSONError) in
      let kind = reader.peekString(at: "kind")
      #expect(reader.offset == 0)
      if (try? reader.skipValue()) == nil { #expect(kind == nil) }
      return kind
    }
    #expect((result ?? nil) == expected)
  }
}
