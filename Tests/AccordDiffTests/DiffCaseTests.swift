import AccordDiff
import AccordOpenAPI
import Testing

/// Documents that differ in one thing, and what must be said about it.
struct DiffCaseTests {
  static func document(_ text: String) throws -> OpenAPIDocument {
    let outcome = DocumentLoader().load(SourceFile(path: "api.json", bytes: Array(text.utf8)))
    #expect(!outcome.hasErrors, "\(outcome.diagnostics)")
    return try #require(outcome.document)
  }

  static func changes(_ old: String, _ new: String) throws -> [Change] {
    DocumentComparison(try document(old), try document(new)).changes()
  }

  // MARK: - Schemas

  struct SchemaCase: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var rule: Rule?
    var request: Verdict
    var response: Verdict

    init(_ old: String, _ new: String, _ rule: Rule?, _ request: Verdict, _ response: Verdict) {
      self.old = old
      self.new = new
      self.rule = rule
      self.request = request
      self.response = response
    }

    var testDescription: String { "\(old) to \(new)" }
  }

  static let schemaCases: [SchemaCase] = [
    SchemaCase(#"{"type":"string"}"#, #"{"type":"string"}"#, nil, .none, .none),
    SchemaCase(
      #"{"type":"string","title":"a"}"#, #"{"type":"string","title":"b"}"#, nil, .none, .none),
    SchemaCase(
      #"{"type":"integer"}"#, #"{"type":"number"}"#, .typeChanged, .compatible, .breaking),
    SchemaCase(
      #"{"type":"number"}"#, #"{"type":"integer"}"#, .typeChanged, .breaking, .compatible),
    SchemaCase(
      #"{"type":"string"}"#, #"{"type":"integer"}"#, .typeChanged, .breaking, .breaking),
    SchemaCase(
      #"{"type":"string"}"#, #"{"type":["string","null"]}"#, .becameNullable, .compatible,
      .breaking),
    SchemaCase(
      #"{"type":["string","null"]}"#, #"{"anyOf":[{"type":"string"},{"type":"null"}]}"#, nil, .none,
      .none),
    SchemaCase(
      #"{"anyOf":[{"type":"string"},{"type":"null"}]}"#, #"{"type":"string"}"#, .becameNonNull,
      .breaking, .compatible),
    SchemaCase(
      #"{"enum":["a","b"]}"#, #"{"enum":["a","b","c"]}"#, .enumValueAdded, .compatible, .breaking),
    SchemaCase(
      #"{"enum":["a","b"]}"#, #"{"enum":["b"]}"#, .enumValueRemoved, .breaking, .compatible),
    SchemaCase(#"{"enum":["a","b"]}"#, #"{"enum":["b","a"]}"#, nil, .none, .none),
    SchemaCase(
      #"{"type":"string","enum":["a"]}"#, #"{"type":"string"}"#, .enumRemoved, .compatible,
      .breaking),
    SchemaCase(#"{"const":"a"}"#, #"{"enum":["a"]}"#, nil, .none, .none),
    SchemaCase(
      #"{"type":"integer","maximum":10}"#, #"{"type":"integer","maximum":9}"#, .rangeChanged,
      .breaking, .compatible),
    SchemaCase(
      #"{"type":"integer","minimum":1}"#, #"{"type":"integer","exclusiveMinimum":1}"#,
      .rangeChanged, .breaking, .compatible),
    SchemaCase(
      #"{"type":"integer","multipleOf":2}"#, #"{"type":"integer","multipleOf":4}"#,
      .multipleChanged, .breaking, .compatible),
    SchemaCase(
      #"{"type":"integer","multipleOf":2}"#, #"{"type":"integer","multipleOf":3}"#,
      .multipleChanged, .breaking, .breaking),
    SchemaCase(
      #"{"type":"string","maxLength":5}"#, #"{"type":"string","maxLength":6}"#, .lengthChanged,
      .compatible, .breaking),
    SchemaCase(
      #"{"type":"string","pattern":"^a"}"#, #"{"type":"string","pattern":"^b"}"#, .patternChanged,
      .risky, .risky),
    SchemaCase(
      #"{"type":"string"}"#, #"{"type":"string","format":"date"}"#, .formatChanged, .breaking,
      .compatible),
    SchemaCase(
      #"{"type":"array","items":{"type":"integer"}}"#,
      #"{"type":"array","items":{"type":"number"}}"#,
      .typeChanged, .compatible, .breaking),
    SchemaCase(
      #"{"type":"array"}"#, #"{"type":"array","uniqueItems":true}"#, .uniquenessChanged, .breaking,
      .compatible),
    SchemaCase(
      #"{"type":"object","properties":{}}"#,
      #"{"type":"object","properties":{"a":{"type":"string"}}}"#, .propertyAdded, .compatible,
      .compatible),
    SchemaCase(
      #"{"type":"object","properties":{}}"#,
      #"{"type":"object","required":["a"],"properties":{"a":{"type":"string"}}}"#,
      .requiredPropertyAdded, .breaking, .compatible),
    SchemaCase(
      #"{"type":"object","properties":{},"additionalProperties":false}"#,
      #"{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}"#,
      .propertyAdded, .compatible, .breaking),
    SchemaCase(
      #"{"type":"object","properties":{"a":{"type":"string"}}}"#, #"{"type":"object"}"#,
      .propertyRemoved, .risky, .risky),
    SchemaCase(
      #"{"type":"object","properties":{"a":{"type":"string"}}}"#,
      #"{"type":"object","required":["a"],"properties":{"a":{"type":"string"}}}"#,
      .propertyBecameRequired, .breaking, .compatible),
    SchemaCase(
      #"{"oneOf":[{"type":"string"},{"type":"integer"}]}"#,
      #"{"oneOf":[{"type":"string"},{"type":"integer"},{"type":"boolean"}]}"#, .alternativeAdded,
      .compatible, .breaking),
    SchemaCase(
      #"{"type":"string"}"#, #"{"anyOf":[{"type":"string"},{"type":"integer"}]}"#,
      .alternativeAdded, .compatible, .breaking),
    SchemaCase(
      #"{"anyOf":[{"type":"number"},{"type":"integer"}]}"#,
      #"{"oneOf":[{"type":"number"},{"type":"integer"}]}"#, .alternativesChanged, .breaking,
      .compatible),
    SchemaCase(
      #"{"anyOf":[{"type":"string"},{"type":"integer"}]}"#,
      #"{"oneOf":[{"type":"string"},{"type":"integer"}]}"#, nil, .none, .none),
    SchemaCase(
      #"{"type":"string"}"#, #"{"type":"string","not":{"const":"a"}}"#, .conditionChanged,
      .breaking, .compatible),
    SchemaCase(
      #"{"type":"integer","default":1}"#, #"{"type":"integer","default":2}"#, .defaultChanged,
      .risky, .compatible),
    SchemaCase(
      #"{"allOf":[{"type":"object","properties":{"a":{"type":"string"}}},{"required":["a"]}]}"#,
      #"{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}"#, nil, .none,
      .none),
  ]

  @Test(arguments: schemaCases)
  func aSchemaIsJudgedByTheWayItsValuesTravel(_ row: SchemaCase) throws {
    for (travel, verdict) in [(Travel.request, row.request), (.response, row.response)] {
      let changes = try Self.changes(Self.api(row.old, travel), Self.api(row.new, travel))
      #expect(changes.map(\.rule) == row.rule.map { [$0] } ?? [])
      #expect(changes.map(\.wire).max() ?? .none == verdict, "\(travel)")
      // What is said to break is shown to break, wherever values can show it.
      if verdict == .breaking { #expect(changes.first?.witness != nil, "\(travel)") }
      // The same change the other way round, and none of a document against itself.
      #expect(try Self.changes(Self.api(row.new, travel), Self.api(row.new, travel)).isEmpty)
    }
  }

  static func api(_ schema: String, _ travel: Travel) -> String {
    let content = ##"{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/S"}}}"##
    let operation =
      switch travel {
      case .request:
        #""requestBody":\#(content),"required":true},"responses":{"204":{"description":"done"}}"#
      case .response: #""responses":{"200":\#(content),"description":"ok"}}"#
      }
    return """
      {"openapi":"3.1.0","info":{"title":"t","version":"1"},
       "paths":{"/a":{"post":{"operationId":"a",\(operation)}}},
       "components":{"schemas":{"S":\(schema)}}}
      """
  }

  // MARK: - Operations

  struct OperationCase: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var rule: Rule
    var verdict: Verdict
    /// Of the change taken back.
    var reverse: (Rule, Verdict)

    var testDescription: String { rule.rawValue }
  }

  static let ok = #""responses":{"200":{"description":"ok"}}"#

  static let operationCases: [OperationCase] = [
    OperationCase(
      old: #""/a":{"get":{\#(ok)}}"#, new: #""/a":{"get":{\#(ok)},"put":{\#(ok)}}"#,
      rule: .operationAdded, verdict: .compatible, reverse: (.operationRemoved, .breaking)),
    OperationCase(
      old: #""/a":{"get":{"operationId":"x",\#(ok)}}"#,
      new: #""/b":{"get":{"operationId":"x",\#(ok)}}"#,
      rule: .operationMoved, verdict: .breaking, reverse: (.operationMoved, .breaking)),
    OperationCase(
      old: #""/a":{"get":{\#(ok)}}"#, new: #""/a":{"get":{"deprecated":true,\#(ok)}}"#,
      rule: .operationDeprecated, verdict: .none, reverse: (.operationRevived, .none)),
    OperationCase(
      old: #""/a":{"get":{\#(ok)}}"#,
      new:
        #""/a":{"get":{"parameters":[{"name":"q","in":"query","schema":{"type":"string"}}],\#(ok)}}"#,
      rule: .parameterAdded, verdict: .compatible, reverse: (.parameterRemoved, .risky)),
    OperationCase(
      old:
        #""/a":{"get":{"parameters":[{"name":"q","in":"query","schema":{"type":"string"}}],\#(ok)}}"#,
      new:
        #""/a":{"get":{"parameters":[{"name":"q","in":"query","required":true,"schema":{"type":"string"}}],\#(ok)}}"#,
      rule: .parameterBecameRequired, verdict: .breaking,
      reverse: (.parameterBecameOptional, .compatible)),
    OperationCase(
      old:
        #""/a":{"get":{"parameters":[{"name":"q","in":"query","schema":{"type":"array"}}],\#(ok)}}"#,
      new:
        #""/a":{"get":{"parameters":[{"name":"q","in":"query","explode":false,"schema":{"type":"array"}}],\#(ok)}}"#,
      rule: .parameterStyleChanged, verdict: .breaking,
      reverse: (.parameterStyleChanged, .breaking)),
    OperationCase(
      old:
        #""/a/{x}":{"get":{"parameters":[{"name":"x","in":"path","required":true,"schema":{}}],\#(ok)}}"#,
      new:
        #""/a/{y}":{"get":{"parameters":[{"name":"y","in":"path","required":true,"schema":{}}],\#(ok)}}"#,
      rule: .pathParameterRenamed, verdict: .none, reverse: (.pathParameterRenamed, .none)),
    OperationCase(
      old: #""/a":{"get":{\#(ok)}}"#,
      new: #""/a":{"get":{"responses":{"200":{"description":"ok"},"201":{"description":"new"}}}}"#,
      rule: .successStatusAdded, verdict: .risky, reverse: (.successStatusRemoved, .breaking)),
    OperationCase(
      old: #""/a":{"get":{\#(ok)}}"#,
      new: #""/a":{"get":{"responses":{"200":{"description":"ok"},"404":{"description":"no"}}}}"#,
      rule: .errorStatusAdded, verdict: .compatible, reverse: (.errorStatusRemoved, .compatible)),
    OperationCase(
      old: #""/a":{"get":{\#(ok)}}"#, new: #""/a":{"get":{"security":[{"key":[]}],\#(ok)}}"#,
      rule: .securityTightened, verdict: .breaking, reverse: (.securityLoosened, .risky)),
    OperationCase(
      old: #""/a":{"get":{"security":[{"key":[]}],\#(ok)}}"#,
      new: #""/a":{"get":{"security":[{"key":[]},{"other":[]}],\#(ok)}}"#,
      rule: .securityLoosened, verdict: .risky, reverse: (.securityTightened, .breaking)),
    OperationCase(
      old: #""/a":{"post":{\#(ok)}}"#,
      new:
        #""/a":{"post":{"requestBody":{"required":true,"content":{"text/plain":{}}},\#(ok)}}"#,
      rule: .requiredBodyAdded, verdict: .breaking, reverse: (.bodyRemoved, .risky)),
    OperationCase(
      old: #""/a":{"post":{"requestBody":{"content":{"text/plain":{}}},\#(ok)}}"#,
      new:
        #""/a":{"post":{"requestBody":{"content":{"text/plain":{},"text/csv":{}}},\#(ok)}}"#,
      rule: .requestContentTypeAdded, verdict: .compatible,
      reverse: (.requestContentTypeRemoved, .breaking)),
  ]

  @Test(arguments: operationCases)
  func anOperationIsJudgedBothWays(_ row: OperationCase) throws {
    let (old, new) = (Self.api(paths: row.old), Self.api(paths: row.new))
    let changes = try Self.changes(old, new)
    #expect(changes.map(\.rule) == [row.rule])
    #expect(changes.first?.wire == row.verdict)
    let reverse = try Self.changes(new, old)
    #expect(reverse.map(\.rule) == [row.reverse.0])
    #expect(reverse.first?.wire == row.reverse.1)
  }

  static func api(paths: String) -> String {
    """
    {"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{\(paths)},
     "components":{"securitySchemes":{
       "key":{"type":"apiKey","in":"header","name":"X-Key"},
       "other":{"type":"http","scheme":"bearer"}}}}
    """
  }
}
