import AccordContract
import AccordContractHTTP
import AccordOpenAPI
import Foundation
import RoomsServer

/// A default run of `accord verify` against the demo server, both in this process, with real sockets between them.
enum VerifyBenchmark {
  struct Missing: Error {}
  struct Broken: Error {
    var failures: [Failure]
  }

  static func run() async throws {
    let loaded = DocumentLoader().load(
      path: "openapi/rooms.yaml", overlays: ["openapi/rooms.overlay.yaml"])
    guard let document = loaded.document else { throw Missing() }
    var table = Table([
      "seed", "cases", "requests", "s", "requests/s", "CPU s, server too", "requests/s of 2 cores",
    ])
    for seed in 1...5 as ClosedRange<UInt64> {
      // A new server each time: the runs change it.
      let measured = try await RoomsDemo.run { demo in
        let start = Measurement.processorSeconds
        let summary = try await verify(demo, document, seed: seed)
        return (summary, Measurement.processorSeconds - start)
      }
      let (summary, processor) = measured
      guard summary.failures.isEmpty, summary.ending == .completed else {
        throw Broken(failures: summary.failures)
      }
      let requests = Double(summary.requests)
      let seconds =
        Double(summary.duration.components.seconds)
        + Double(summary.duration.components.attoseconds) / 1e18
      table.add([
        "\(seed)", "\(summary.casesRun)", "\(summary.requests)", seconds.rounded(to: 2),
        (requests / seconds).rounded(to: 0), processor.rounded(to: 2),
        (2 * requests / processor).rounded(to: 0),
      ])
    }
    table.show()
  }

  private static func verify(
    _ demo: RoomsDemo, _ document: OpenAPIDocument, seed: UInt64
  ) async throws -> Summary {
    guard let server = AccordContract.ServerURL("\(demo.server.scheme)://\(demo.server.authority)")
    else { throw Missing() }
    let file = try ConfigurationFile(Array(demo.verification.utf8), path: "demo") { _ in nil }
    var configuration = ContractConfiguration(server: server)
    configuration.viewers = file.viewers
    configuration.badCredentials = file.badCredentials
    configuration.parameters = file.parameters
    configuration.allowsWrites = true
    configuration.seed = seed
    let transport = HTTPExchanger(
      server: server, connections: configuration.concurrency, bodyLimit: configuration.bodyLimit)
    let verifier = try ContractVerifier(
      document: document, configuration: configuration, transport: transport)
    let summary = await verifier.run()
    await transport.shutDown()
    return summary
  }
}
