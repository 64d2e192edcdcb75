import AccordDiff
import AccordOpenAPI
import AccordTesting
import Testing

/// Changes that somebody has accepted, with a reason and a day.
struct IgnoreFileTests {
  static func file(_ text: String) throws -> IgnoreFile {
    let parsed = SourceFile(path: "ignore.yaml", bytes: Array(text.utf8)).parsed()
    return IgnoreFile(try #require(parsed.root))
  }

  static let change = Change(
    .enumValueAdded, .securityScheme("a"), wire: .breaking, reason: "r", old: nil, new: nil)

  static func entry(
    rule: String = "enum-value-added", subject: String? = nil, until: String = "2026-12-31"
  ) -> String {
    let subject = subject.map { "\n    subject: '\($0)'" } ?? ""
    return "ignore:\n  - rule: \(rule)\(subject)\n    reason: known\n    until: \(until)\n"
  }

  @Test(arguments: [
    (entry(), "2026-12-31", true), (entry(), "2027-01-01", false),
    (entry(rule: "type-changed"), "2026-01-01", false),
    (entry(subject: "security scheme a"), "2026-01-01", true),
    (entry(subject: "security scheme b"), "2026-01-01", false),
    (entry(until: "2026-02-03"), "2026-02-03", true),
  ]) func `an entry counts until its day is over`(text: String, today: String, isIgnored: Bool)
    throws
  {
    let file = try Self.file(text)
    #expect(file.diagnostics.isEmpty)
    let (left, notes) = file.apply(to: [Self.change], today: today)
    #expect(left.isEmpty == isIgnored)
    #expect(notes.isEmpty == isIgnored)
  }

  @Test func `what no longer does anything is said`() throws {
    let expired = try Self.file(Self.entry()).apply(to: [Self.change], today: "2027-01-01")
    #expect(expired.diagnostics.map(\.severity) == [.warning])
    let unused = try Self.file(Self.entry()).apply(to: [], today: "2026-01-01")
    #expect(unused.diagnostics.map(\.severity) == [.note])
  }

  @Test(arguments: [
    ("[]", 1), ("ignore: 3", 1), (entry(rule: "no-such-rule"), 2), (entry(until: "soon"), 4),
    (entry(until: "2026-13-01"), 4),
    ("ignore:\n  - rule: type-changed\n    until: 2026-01-01\n", 2),
    ("ignore:\n  - rule: type-changed\n    reason: r\n", 2),
  ]) func `a mistake is told at its line`(text: String, line: Int) throws {
    let file = try Self.file(text)
    #expect(file.diagnostics.map(\.severity) == [.error])
    guard case .location(let location)? = file.diagnostics.first?.place else {
      Issue.record("without a line")
      return
    }
    #expect(Int(location.line) == line)
    #expect(file.apply(to: [Self.change], today: "2026-01-01").changes.count == 1)
  }
}
