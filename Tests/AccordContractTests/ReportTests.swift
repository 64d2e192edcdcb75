import AccordContract
import AccordJSON
import Foundation
import Testing

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
}
