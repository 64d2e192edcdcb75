import AccordJSON
import AccordTesting
import Testing

struct JSONWriterTests {
  @Test(arguments: [
    "null", "true", "-0", "1.50", "\"\"", "[]", "{}", "[[],{}]", #"{"a":[1,{"b":null}],"c":"d"}"#,
    #""\"\\/\b\f\n\r\t\u0000\u001f""#, "\"\u{7F}\u{E9}\u{2028}\u{1F600}\"", #"{"\"":{"\n":1}}"#,
  ])
  func compactTextComesBackAsItWas(_ text: String) throws {
    #expect(try JSONValue(parsing: text).serialized() == text)
  }

  @Test func pretty() throws {
    let value = try JSONValue(
      parsing: #"{"a":[1,[],{},[2,3]],"b":{"c":{"d":"e\n"}},"f":null,"":[{"g":true}]}"#)
    let expected = #"""
      {
        "a": [
          1,
          [],
          {},
          [
            2,
            3
          ]
        ],
        "b": {
          "c": {
            "d": "e\n"
          }
        },
        "f": null,
        "": [
          {
            "g": true
          }
        ]
      }
      """#
    #expect(value.serialized(.pretty) == expected)
    #expect(try JSONValue(parsing: expected) == value)
    #expect(JSONValue.array([]).serialized(.pretty) == "[]")
    #expect(JSONValue.number(1).serialized(.pretty) == "1")
  }

  @Test func everyScalarBelow80AndOthersSurvive() throws {
    for code in (0..<0x80).map(UInt32.init) + [
      0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0x10FFFF,
    ] {
      let scalar = try #require(Unicode.Scalar(code))
      let text = "<\(Character(scalar))>"
      let bytes = try text.json()
      #expect(try String(json: bytes).isExactly(text), "U+\(String(code, radix: 16))")
      // Nothing below a space may stand in the text.
      #expect(bytes.allSatisfy { $0 >= 0x20 })
    }
  }

  @Test func numbersThatJSONHasNoTextForAreReported() throws {
    #expect(throws: JSONError(.notRepresentable("nan"), at: 2)) { try [1, Double.nan].json() }
    #expect(throws: JSONError(.notRepresentable("inf"), at: 1)) {
      try [Float.infinity, .nan].json()
    }
    #expect(try [Double(1), 0.1, -0.0, 1e300].json() == Array("[1,0.1,-0.0,1e+300]".utf8))
    #expect(try [Float(0.1), 16_777_216].json() == Array("[0.1,16777216.0]".utf8))
    #expect(try [UInt64.max].json() == Array("[18446744073709551615]".utf8))
  }

  @Test func optionalsArraysAndDictionaries() throws {
    let value: JSONDictionary<[Int?]> = ["a": [1, nil], "b": []]
    #expect(try value.json() == Array(#"{"a":[1,null],"b":[]}"#.utf8))
    #expect(try JSONDictionary<[Int?]>(json: value.json()) == value)
  }

  @Test func randomValuesSurviveBothStyles() throws {
    let seed = UInt64.random(in: .min ... .max)
    print("JSONWriterTests seed \(seed)")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let value = JSONValue.random(depth: 4, using: &random)
      #expect(try JSONValue(parsing: value.serialized()) == value)
      #expect(try JSONValue(parsing: value.serialized(.pretty)) == value)
    }
  }
}
