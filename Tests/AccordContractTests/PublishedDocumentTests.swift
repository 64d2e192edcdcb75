import AccordContract
import AccordJSON
import AccordOpenAPI
import AccordTesting
import Foundation
import Testing

/// Runs over documents that companies publish, against a server that answers with sampled values: no false alarm,
/// and every broken value found. A handful is always run; ACCORD_ALL_SPECS=1 takes them all.
@Suite struct PublishedDocumentTests {
  static let handful = [
    "petstore.yaml", "museum.yaml", "qdrant.json", "restler-demo.json", "vampi.yaml",
  ]

  static var names: [String] {
    guard let folder = PackageRoot.shared("specs"),
      let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    else { return [] }
    let only = ProcessInfo.processInfo.environment["ACCORD_ONLY_SPEC"]
    let takesAll = ProcessInfo.processInfo.environment["ACCORD_ALL_SPECS"] != nil
    return files.filter { name in
      guard name.hasSuffix(".yaml") || name.hasSuffix(".json") else { return false }
      return only.map { $0 == name } ?? (takesAll || handful.contains(name))
    }.sorted()
  }

  /// Checks that ask for more than an answer by the schema: a server with nothing behind it refuses nothing,
  /// knows nobody, and keeps nothing.
  static let skipped = [
    "invalid-refused", "credentials-required", "bad-credential-refused", "written-readable",
    "unsent-kept", "deleted-gone", "invalidated-changes", "read-changes-nothing",
  ]

  private static func run(
    _ name: String, _ answers: SampledServer.Answers
  ) async throws -> (summary: Summary, server: SampledServer)? {
    guard let path = PackageRoot.shared("specs/\(name)")?.path else { return nil }
    let loader = DocumentLoader(brokenParts: .warning)
    let document = try #require(loader.load(path: path, overlays: []).document, "\(name)")
    let url: ServerURL? = ServerURL("http://stub.test")
    var configuration = ContractConfiguration(server: try #require(url))
    configuration.viewers = [
      .init(name: "somebody", credential: Credential(field: "Authorization: Bearer a.stub.token"))
    ]
    configuration.seed = 11
    configuration.cases = 6
    configuration.allowsWrites = true
    configuration.skippedChecks = skipped
    let server = SampledServer(document: document, answers: answers)
    let verifier = try ContractVerifier(
      document: document, configuration: configuration, transport: server)
    let summary = await verifier.run()
    print(
      "\(name): \(summary.operations.count) operations, \(summary.requests) requests, "
        + "\(summary.failures.count) failures")
    return (summary, server)
  }

  @Test(arguments: names) func `sampled answers raise no alarm`(name: String) async throws {
    guard let (summary, server) = try await Self.run(name, .valid) else { return }
    // Branches of a `oneOf` that overlap may leave no value: then the stub has no body to send.
    let alarms = summary.failures.filter {
      !server.unanswerable.contains($0.operation)
        && ($0.check != "documented-content-type" || !server.withoutValues.contains($0.operation))
    }
    for failure in alarms.prefix(8) {
      Issue.record("\(name): \(ConsoleReport().text(of: failure))")
    }
    #expect(summary.ending == .completed)
    #expect(summary.operations.contains { $0.successes > 0 })
    // Counted instead of timed: the processor is shared with other tests.
    #expect(summary.requests < 200 * (summary.operations.count + 1))
  }

  @Test(arguments: names) func `broken answers are reported`(name: String) async throws {
    guard let (summary, server) = try await Self.run(name, .mutated) else { return }
    let reported = Set(
      summary.failures.filter { $0.check == "response-schema" }.map(\.operation))
    let missed = Set(server.mutated.keys).subtracting(server.unanswerable).subtracting(reported)
    #expect(missed.isEmpty, "\(name): not reported: \(missed.sorted())")
  }
}
