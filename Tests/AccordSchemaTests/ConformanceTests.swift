import AccordJSON
import AccordSchema
import Testing

@Suite struct ConformanceTests {
  @Test func requiredCasesOf2020_12() throws {
    guard let suite = ConformanceSuite(draft: "draft2020-12", dialect: .draft2020_12) else {
      return
    }
    let outcomes = try suite.run(path: "")
    #expect(outcomes.count > 1000)
    #expect(outcomes.filter { !$0.passed }.map(\.name) == [])
  }

  @Test func requiredCasesOfDraft4() throws {
    guard let suite = ConformanceSuite(draft: "draft4", dialect: .draft4) else { return }
    let outcomes = try suite.run(path: "")
    #expect(outcomes.count > 500)
    #expect(outcomes.filter { !$0.passed }.map(\.name) == [])
  }

  /// Folders that are optional by the suite, each with the list of what is known to fail.
  @Test(arguments: [
    OptionalCases(draft: "draft2020-12", path: "optional", assertsFormats: false, atLeast: 100),
    OptionalCases(
      draft: "draft2020-12", path: "optional/format", assertsFormats: true, atLeast: 500),
    OptionalCases(draft: "draft4", path: "optional", assertsFormats: false, atLeast: 80),
    OptionalCases(draft: "draft4", path: "optional/format", assertsFormats: true, atLeast: 100),
  ])
  func optionalCases(_ cases: OptionalCases) throws {
    let dialect: Dialect = cases.draft == "draft4" ? .draft4 : .draft2020_12
    guard let suite = ConformanceSuite(draft: cases.draft, dialect: dialect) else { return }
    let outcomes = try suite.run(path: cases.path, assertsFormats: cases.assertsFormats)
    #expect(outcomes.count >= cases.atLeast)
    try expect(outcomes, toBeAsListedIn: cases.ledger)
  }

  struct OptionalCases: Sendable, CustomTestStringConvertible {
    let draft: String
    let path: String
    let assertsFormats: Bool
    let atLeast: Int

    var ledger: String { "\(draft)-\(path.replacing("/", with: "-"))" }
    var testDescription: String { ledger }
  }

  /// OpenAPI 3.0 keeps most of draft 4. Whole files are left out for keywords that it drops; the ledger lists,
  /// with the reason, the single cases that use such a keyword in the other files.
  @Test func casesOfDraft4ThatOpenAPI30Keeps() throws {
    guard let suite = ConformanceSuite(draft: "draft4", dialect: .openAPI30) else { return }
    let dropped: Set = [
      "additionalItems", "dependencies", "patternProperties",  // keywords that it does not have
      "definitions", "refRemote",  // schemas of `definitions` and `id` that other schemas refer to
      "infinite-loop-detection", "ref",  // all need `id` or `definitions`, or refer by them
    ]
    let outcomes = try suite.run(path: "").filter { outcome in
      !dropped.contains(String(outcome.name.prefix { $0 != " " }))
    }
    #expect(outcomes.count > 350)
    try expect(outcomes, toBeAsListedIn: "draft4-openapi30")
  }

  private func expect(
    _ outcomes: [ConformanceSuite.Outcome], toBeAsListedIn ledger: String
  ) throws {
    let difference = try Ledger(ledger).compare(outcomes)
    #expect(difference.newFailures == [], "not in the ledger \(ledger)")
    #expect(difference.fixed == [], "passes now: take it out of the ledger \(ledger)")
    #expect(difference.unknown == [], "there is no such case: the ledger \(ledger) is stale")
  }
}
