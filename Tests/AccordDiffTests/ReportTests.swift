import AccordDiff
import AccordJSON
import AccordOpenAPI
import AccordTesting
import Foundation
import Testing

/// What the changes of some cases look like in each format, and text that tries to be more than text.
struct ReportTests {
  static let folder = PackageRoot.url.appending(path: "Tests/AccordDiffTests/Reports")

  static func changes() throws -> [Change] {
    let names = [
      "property-removed/answer-inline", "operation-removed/method", "security-loosened/open",
      "mask-removed/property", "enum-value-added/parameter", "swift-order-changed/parameters",
      "range-changed/parameter", "documentation-changed/summary",
    ]
    return try names.flatMap { name in
      try DiffCase(name: name).changes(.whole, isReversed: false)
    }
  }

  /// Reports for machines are spread over lines, so that a change of theirs can be read.
  static func spread(_ value: JSONValue, _ indent: String = "") -> String {
    let inner = indent + "  "
    switch value {
    case .null, .bool, .number, .string: return value.serialized()
    case .array(let items):
      let lines = items.map { inner + spread($0, inner) }
      return items.isEmpty ? "[]" : "[\n\(lines.joined(separator: ",\n"))\n\(indent)]"
    case .object(let members):
      let lines = members.map { member in
        "\(inner)\(JSONValue.string(member.key).serialized()): \(spread(member.value, inner))"
      }
      return lines.isEmpty ? "{}" : "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
    }
  }

  @Test func `each format is as expected`() throws {
    let changes = try Self.changes()
    let reports = [
      "report.txt": TextReport(changes).text(),
      "report.json": Self.spread(JSONReport(changes).value()) + "\n",
      "report.md": MarkdownReport(changes).text(),
      "github.txt": GitHubReport(changes).text(),
      "report.sarif.json": Self.spread(SARIFReport(changes).value()) + "\n",
      "changelog.md": ChangelogReport(changes, title: "2.0.0").text(),
    ]
    for (name, text) in reports {
      try GoldenFile(Self.folder.appending(path: name)).expect(text)
    }
  }

  @Test func `nothing is said where nothing has changed`() {
    #expect(TextReport([]).text() == "No change.\n")
    #expect(MarkdownReport([]).text() == "### The API has not changed\n")
    #expect(GitHubReport([]).text().isEmpty)
    #expect(JSONReport([]).value()["step"] == .null)
    #expect(ChangelogReport([], title: "1").text().contains("Nothing that callers notice"))
  }

  @Test func `text of a document stays text`() throws {
    let file = SourceFile(path: "a,b:c%\n.yaml", bytes: [])
    let place = Location(file: file, line: 1, column: 2)
    let hostile = "x|y\n::error::z `q` <img src=x> %0A [a](b) @all"
    var change = Change(
      .typeChanged, .swift(hostile), wire: .breaking, reason: hostile, old: place, new: place)
    change.swiftReasons = [hostile]
    let github = GitHubReport([change]).text()
    #expect(github.split(separator: "\n").count == 1)
    #expect(github.hasPrefix("::error file=a%2Cb%3Ac%25%0A.yaml,line=1,col=2,title=type-changed::"))
    let row = try #require(
      MarkdownReport([change]).text().split(separator: "\n").first { $0.contains("<code>") })
    for markup in ["<img", "`", "](", "@all"] { #expect(!row.contains(markup), "\(markup)") }
    #expect(row.filter { $0 == "|" }.count == 5)
    let log = ChangelogReport([change], title: "1\n## 2").text()
    #expect(!log.contains("\n## 2"))
  }
}
