import AccordJSON
import AccordTesting
import Foundation
import Testing

@testable import AccordGenerator

/// The code for compositions, compiled and run: what is read, what is written back, and what is wrong with it.
@Suite struct CompositionTests {
  /// A type, a value of it, and where `validate()` finds fault; `nil`: the value cannot be read.
  private static let rows: [(type: String, json: String, faults: String?)] = [
    ("Derived", #"{"id":"1","kind":"a","size":2,"note":null}"#, ""),
    ("Derived", #"{"id":"1","size":2}"#, nil),
    ("Derived", #"{"id":"1","kind":"other"}"#, "/kind enum"),
    ("Demanded", #"{"a":"1"}"#, ""),
    ("Demanded", #"{"b":"1"}"#, nil),
    ("DemandedBase", #"{"id":"1","kind":"k"}"#, ""),
    ("DemandedBase", #"{"id":"1"}"#, nil),
    ("DemandedBranches", #"{"b":"1","c":"2"}"#, ""),
    ("DemandedBranches", #"{"b":"1"}"#, " anyOf"),
    ("Closed", #"{"a":"1","z":2}"#, "/z additionalProperties"),
    ("Payment", #"{"amount":1,"number":"n"}"#, ""),
    ("Payment", #"{"amount":1,"iban":"i"}"#, ""),
    ("Animal", #"{"species":"cat","lives":9}"#, ""),
    ("Animal", #"{"species":"Dog","name":"Rex"}"#, ""),
    ("Animal", #"{"species":"newt"}"#, ""),
    ("Shape", #"{"type":"circle","radius":1.5}"#, ""),
    ("Shape", #"{"type":"square","side":2}"#, ""),
    ("Event", #"{"event":"opened","at":"2026-01-02T03:04:05Z"}"#, ""),
    ("Event", #"{"event":"closed","at":"2026-01-02"}"#, ""),
    ("Sized", #"{"name":"abc","size":1}"#, ""),
    ("Sized", #"{"name":"abcd"}"#, ""),
    ("Shut", #"{"a":"1","b":"2"}"#, ""),
    ("Shut", #"{"a":"1","c":"2"}"#, ""),
    ("Shut", #"{"a":"1","d":"2"}"#, "/d additionalProperties"),
    // Each level can be read as the first branch, and is valid as the second alone: linear all the same.
    ("Deep", (0..<60).reduce("{}") { json, _ in #"{"tag":"long","next":\#(json)}"# }, ""),
    ("OpenColor", #""blue""#, ""),
    ("Level", #""low""#, ""),
    ("Amount", "1.5", ""), ("Exact", "9223372036854775807", ""), ("Exact", "1.5", ""),
    ("Exact", #""2024-01-01T00:00:00Z""#, ""),
    ("Mixed", #""ab""#, ""),
    ("Mixed", "3", ""),
    ("Mixed", "[true,false]", ""),
    ("Pair", #"["a",1]"#, ""),
    ("Point", "[1.5,2]", ""),
    ("Limits", #"{"code":"AB12","lookahead":"a1","broken":"x","price":0.57,"tenth":0.3}"#, ""),
    ("Limits", #"{"code":"ab","lookahead":"ab"}"#, "/code pattern /lookahead pattern"),
    ("Limits", #"{"price":0.575}"#, "/price multipleOf"),
    ("Limits", #"{"price":0.49}"#, "/price minimum"),
    ("Limits", #"{"tenth":0.35}"#, "/tenth multipleOf"),
    ("Limits", #"{"byte":256}"#, "/byte maximum"),
    ("Limits", #"{"huge":18446744073709551615}"#, ""),
    (
      "Limits", #"{"fraction":0,"even":3,"one":2}"#, "/fraction minimum /even multipleOf /one enum"
    ),
    ("Limits", #"{"short":"abcd"}"#, "/short maxLength"),
    ("Limits", #"{"short":""}"#, "/short minLength"),
    ("Limits", #"{"sized":"abcdef"}"#, "/sized maxLength"),
    ("Limits", #"{"blob":"AQI="}"#, ""),
    ("Limits", #"{"blob":"?"}"#, nil),
    ("Limits", #"{"levels":["low","mid"]}"#, "/levels/1 enum"),
    ("Limits", #"{"scores":{"x-a":10}}"#, "/scores/x-a maximum"),
    ("Account", #"{"name":"n","password":"p"}"#, ""),
    ("Account", #"{"id":"1","name":"n"}"#, ""),
    ("Account", #"{"id":"1"}"#, nil),
    ("Forest", "[[],[[]]]", ""),
    ("Wood", #"{"a":{"b":{}}}"#, ""),
    ("Both", #"{"child":{"child":{"l":"1"},"r":"2"},"l":"3"}"#, ""),
    ("JSON", #"["a",{"b":["c"]}]"#, ""),
    ("EmptyParts", #"{"a":1}"#, ""),
  ]

  @Test("values are read, written back the same, and validated")
  func values() async throws {
    let (files, _) = try GoldenCaseTests.generate("compositions")
    let types = Set(Self.rows.map(\.type)).sorted()
    let cases = types.map {
      "case \"\($0)\": return try check(\($0).self, bytes)"
    }
    let main = """
      import AccordRuntime

      func check<T: JSONReadable & JSONWritable>(
        _ type: T.Type, _ bytes: [UInt8]
      ) throws(JSONError) -> String {
        let value = try T(json: bytes)
        var validator = Validator(.body)
        validator.validate(value)
        let faults = validator.violations.map { "\\($0.pointer) \\($0.keyword)" }
        return String(decoding: try value.json(), as: UTF8.self) + "\\t" + faults.joined(separator: " ")
      }

      func check(_ type: String, _ bytes: [UInt8]) throws(JSONError) -> String {
        switch type {
        \(cases.joined(separator: "\n  "))
        default: throw JSONError(.invalid("no such type"), at: 0)
        }
      }

      while let type = readLine(), let json = readLine() {
        do throws(JSONError) {
          print(try check(type, Array(json.utf8)))
        } catch {
          print("unreadable")
        }
      }
      """
    let input = Self.rows.map { "\($0.type)\n\($0.json)\n" }.joined()
    let run = try await GeneratedProgram(files, main: main).run(input: input)
    try #require(run.status == 0, "\(run.output)\(run.errors)")
    let results = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    try #require(results.count == Self.rows.count)
    for (row, result) in zip(Self.rows, results) {
      guard let faults = row.faults else {
        #expect(result == "unreadable", "\(row.type): \(row.json)")
        continue
      }
      let parts = result.split(separator: "\t", omittingEmptySubsequences: false)
      try #require(parts.count == 2, "\(row.type): \(row.json) is \(result)")
      #expect(
        try JSONValue(parsing: String(parts[0])) == JSONValue(parsing: row.json), "\(row.type)")
      #expect(parts[1] == faults, "\(row.type): \(row.json)")
    }
  }

  @Test("branches of one type are one type, and what has a type is never untyped")
  func types() throws {
    let (files, diagnostics) = try GoldenCaseTests.generate("compositions")
    let text = files.map(\.text).joined()
    for expected in [
      "typealias Alias = Base\n", "typealias Amount = Double\n", "typealias Empty = JSONValue\n",
      "typealias Point = [Double]\n",
      "typealias EmptyParts = JSONValue\n", "typealias Short = Text\n",
      "enum Narrowed: OpenValueEnum",
      "enum OpenColor", "enum Level", "case array([Forest])", "var huge: UInt64?",
    ] {
      #expect(text.contains(expected), "\(expected)")
    }
    #expect(!diagnostics.contains { $0.message.contains("untyped") })
    let conflicts = diagnostics.filter { $0.message.contains("no value keeps the `type`") }
    #expect(conflicts.count == 1)
  }
}
