import AccordJSON
import Foundation
import Testing

@testable import AccordContract

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ReportTests {
  /// Counts elements, and fails on anything that is no XML.
  private final class Reader: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    var texts = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      counts[name, default: 0] += 1
      texts += attributes.values.joined(separator: "\n")
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { texts += string }
  }

  private func read(_ text: String) throws -> Reader {
    let reader = Reader()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    let isXML = parser.parse()
    try #require(isXML, "\(String(describing: parser.parserError)) in \(text)")
    return reader
  }

  @Test(
    arguments: [nil, .serverErrorOnNonASCII, .wrongType, .methodNotFound, .resetsOnTags]
      as [NotesServer.Fault?])
  func `JUnit is well-formed and counts right`(fault: NotesServer.Fault?) async throws {
    var configuration = ContractVerifierTests.configuration()
    configuration.skippedChecks = []
    configuration.badCredentials = []
    let summary = try await ContractVerifierTests.run(NotesServer(fault: fault), configuration)
    let text = JUnitReport().text(of: summary)
    let reader = try read(text)
    #expect(reader.counts["testsuite"] == summary.checks.count + 1)
    #expect((reader.counts["failure"] ?? 0 > 0) == (fault != nil))
    for failure in summary.failures { #expect(reader.texts.contains(failure.expected)) }
  }

  @Test func `checks without a case are skipped, not passed`() async throws {
    var configuration = ContractVerifierTests.configuration()
    configuration.viewers = []
    configuration.includedChecks = ["owner-unmasked", "no_server_error"]
    let summary = try await ContractVerifierTests.run(NotesServer(), configuration)
    #expect(summary.checks.map(\.name) == ["no-server-error", "owner-unmasked"])
    #expect(summary.wasIdle("owner-unmasked"))
    #expect(ConsoleReport().text(of: summary).contains("owner-unmasked   skipped (no case)"))
    #expect(try read(JUnitReport().text(of: summary)).counts["skipped"] == 1)
  }

  @Test func `a run that looked at nothing proves nothing`() async throws {
    var configuration = ContractVerifierTests.configuration()
    configuration.includedChecks = ["mask"]
    let text = "{ openapi: 3.1.0, info: { title: T, version: '1' }, paths: {} }"
    let verifier = try ContractVerifier(
      document: NotesDocument.load(text), configuration: configuration, transport: Recorder())
    let summary = await verifier.run()
    #expect(summary.exitCode == 1)
    #expect(ConsoleReport().text(of: summary).contains("nothing was verified"))
  }

  @Test(arguments: [
    ("a<b>&\"c'", "a&lt;b&gt;&amp;&quot;c&apos;"),
    ("]]>", "]]&gt;"),
    ("\u{0}\u{8}\u{1B}[31m", "\u{FFFD}\u{FFFD}\u{FFFD}[31m"),
    ("\u{FFFE}", "\u{FFFD}"),
    ("tab\tline\n", "tab&#9;line&#10;"),
    ("日本 é", "日本 é"),
  ])
  func `XML is escaped`(text: String, expected: String) async throws {
    var summary = try await ContractVerifierTests.run(NotesServer())
    summary.notes = [text]
    let junit = JUnitReport().text(of: summary)
    #expect(junit.contains("note: " + expected))
    _ = try read(junit)
  }

  @Test func `events are one JSON object a line`() async throws {
    let verifier = try ContractVerifier(
      document: NotesDocument.load(), configuration: ContractVerifierTests.configuration(),
      transport: NotesServer(fault: .wrongType))
    var names: [String] = []
    for await event in verifier.events() {
      guard let line = EventLog().line(event) else { continue }
      #expect(!line.contains("\n"))
      let value = try JSONValue(json: Array(line.utf8))
      names.append(value["event"]?.string ?? "")
    }
    #expect(names.first == "started")
    #expect(names.last == "finished")
    #expect(names.contains("failure"))
  }

  // MARK: - Hostile text

  /// A run whose every text tries to get out of the format that it is put into.
  private func hostileSummary() async throws -> Summary {
    var summary = try await ContractVerifierTests.run(NotesServer(fault: .wrongType))
    let text = Self.hostility
    summary.title = text
    summary.notes = [text]
    for index in summary.failures.indices {
      summary.failures[index].operation = "GET /\(text)"
      summary.failures[index].expected = text
      summary.failures[index].got = text
      summary.failures[index].attempt = text
      summary.failures[index].viewers = [text]
      summary.failures[index].reproduction = [text]
      summary.failures[index].location = DocumentPlace(
        file: "a,b:c%\(text).yaml", line: 3, column: 4)
      summary.failures[index].differences = [
        ValueDifference(exchange: 0, pointer: "/\(text)", expected: text, got: nil)
      ]
      for position in summary.failures[index].exchanges.indices {
        summary.failures[index].exchanges[position].request.target = "/\(text)"
        summary.failures[index].exchanges[position].outcome = .answer(
          .init(
            status: 200, fields: [.init(name: text, value: text)],
            body: .init(text: text, byteCount: 9, isAbridged: true)))
      }
    }
    return summary
  }

  private static let hostility =
    "</code></pre><script>alert(1)</script>]]>&\"'<!--\u{0}\u{8}\u{1B}[31m\u{202E}\u{2028}\r\n::error::x\n%0A,a:b`"

  @Test func `HTML holds text as text`() async throws {
    let page = HTMLReport().text(of: try await hostileSummary())
    #expect(!page.contains("<script"))
    #expect(!page.contains("<!--"))
    for scalar in ["\u{0}", "\u{8}", "\u{1B}", "\u{202E}", "\u{2028}"] {
      #expect(!page.unicodeScalars.contains(Unicode.Scalar(scalar)!))
    }
    // Every element that is opened is closed, in order: nothing of the text counts as one.
    var open: [Substring] = []
    for match in page.matches(of: /<(\/?)([a-z0-9]+)[^<>]*>/) {
      let name = match.2
      if ["meta", "br", "link"].contains(name) { continue }
      if match.1.isEmpty { open.append(name) } else { #expect(open.popLast() == name) }
    }
    #expect(open.isEmpty)
    // Nothing is fetched and nothing runs.
    #expect(!page.contains(/(src|href)="(?!#)/))
    #expect(page.contains("default-src 'none'"))
    #expect(page.contains("@media (prefers-color-scheme: dark)"))
    #expect(page.contains("name=\"viewport\""))
  }

  @Test func `GitHub's annotations are one line each`() async throws {
    let summary = try await hostileSummary()
    let text = GitHubAnnotations().text(of: summary)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count == summary.failures.count)
    for line in lines {
      #expect(line.hasPrefix("::error file=a%2Cb%3Ac%25"))
      #expect(line.contains(",line=3,col=4,title="))
      #expect(!line.contains("\r"))
      #expect(line.contains("%250A"))
    }
  }

  @Test func `SARIF points at the document's lines`() async throws {
    var summary = try await ContractVerifierTests.run(NotesServer(fault: .wrongType))
    summary.failures[0].location?.file = "../open api/notes.yaml"
    let root = SourceRoot(root: "/work/repo", current: "/work/repo/tools")
    let value = try JSONValue(json: Array(SARIFReport(root: root).text(of: summary).utf8))
    #expect(value["version"]?.string == "2.1.0")
    let run = try #require(value["runs"]?.array?.first)
    let rules = try #require(run["tool"]?["driver"]?["rules"]?.array)
    #expect(rules.compactMap { $0["id"]?.string } == summary.checks.map(\.name))
    let results = try #require(run["results"]?.array)
    #expect(results.count == summary.failures.count)
    for (result, failure) in zip(results, summary.failures) {
      #expect(result["ruleId"]?.string == failure.check)
      let index = try #require(result["ruleIndex"]?.number?.integer(as: Int.self))
      #expect(rules[index]["id"]?.string == failure.check)
      let place = try #require(result["locations"]?.array?.first?["physicalLocation"])
      #expect(
        place["region"]?["startLine"]?.number?.integer(as: Int.self) == failure.location?.line)
      #expect(result["partialFingerprints"]?["accordCause/v1"]?.string?.count == 16)
    }
    let first = try #require(results[0]["locations"]?.array?.first?["physicalLocation"])
    #expect(first["artifactLocation"]?["uri"]?.string == "open%20api/notes.yaml")
    #expect(first["artifactLocation"]?["uriBaseId"]?.string == "%SRCROOT%")
    // The hostile one is JSON as well.
    _ = try JSONValue(json: Array(ReportFormat.sarif.text(of: try await hostileSummary()).utf8))
  }

  @Test(arguments: [
    ("openapi/a.yaml", "tools/openapi/a.yaml"), ("../a.yaml", "a.yaml"),
    ("./x/../b.yaml", "tools/b.yaml"),
    ("/work/repo/c.yaml", "c.yaml"), ("/elsewhere/d.yaml", "/elsewhere/d.yaml"),
    ("../../../../e.yaml", "/e.yaml"), ("/work/repository/f.yaml", "/work/repository/f.yaml"),
  ])
  func `paths are relative to the root`(path: String, expected: String) {
    let root = SourceRoot(root: "/work/repo/", current: "/work/repo/tools")
    #expect(root.path(of: path) == expected)
  }

  @Test func `JUnit and the terminal hold hostile text`() async throws {
    let summary = try await hostileSummary()
    _ = try read(JUnitReport().text(of: summary))
  }

  /// Whatever a failure says, it fits on a screen.
  @Test func `a failure fits on a screen`() async throws {
    var summary = try await ContractVerifierTests.run(NotesServer(fault: .serverErrorOnNonASCII))
    let long = String(repeating: "long text ", count: 200)
    summary.failures[0].expected = long
    summary.failures[0].got = long
    summary.failures[0].attempt = long
    summary.failures[0].reproduction = ["curl " + long, "curl " + long, "curl " + long]
    summary.failures[0].remarks = [long, long, long]
    summary.failures[0].viewers = (1...30).map { "viewer\($0)" }
    summary.failures[0].otherOperations = (1...30).map { "GET /operation/\($0)" }
    let rows = { (text: String) in
      text.split(separator: "\n").reduce(0) { $0 + ($1.count + 79) / 80 }
    }
    let text = ConsoleReport().text(of: summary.failures[0])
    #expect(rows(text) <= 40, "\(rows(text)) rows: \(text)")
    #expect(text.contains("cut here; --html"))
    // As they are, failures take less than half of that.
    let usual = try await ContractVerifierTests.run(NotesServer(fault: .wrongType))
    for failure in usual.failures { #expect(rows(ConsoleReport().text(of: failure)) <= 16) }
    #expect(ConsoleReport(shortens: false).text(of: summary.failures[0]).contains(long))
  }

  @Test func `a line of progress fits into the terminal`() {
    let progress = Event.Progress(
      stage: "reads", casesDone: 12, casesPlanned: 40, requests: 99, suspicions: 1,
      elapsed: .milliseconds(3140))
    #expect(
      progress.line(width: 79) == "reads: 12 of 40 cases, 99 requests, 1 suspicion, 3.1 s")
    #expect(progress.line(width: 12) == "reads: 12 of")
    #expect(progress.line(width: 0).isEmpty)
  }

  @Test func `the formats and the terminal tell of every ending`() async throws {
    var summary = try await ContractVerifierTests.run(NotesServer())
    for ending in [Summary.Ending.interrupted, .serverGone("it went"), .noServer("none")] {
      summary.ending = ending
      #expect(summary.exitCode != 0)
      for format in ReportFormat.allCases where format != .json {
        let text = format.text(of: summary)
        #expect(
          text.contains("stopped") || text.contains("it went") || text.contains("no server"),
          "\(format), \(ending)")
      }
    }
  }
}
