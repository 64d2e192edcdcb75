import AccordOpenAPI
import AccordRoundTrip
import AccordTesting
import Foundation
import Testing

@testable import AccordGenerator

/// Whole documents, generated, compiled without a warning, and run: values of every schema come back as they went in.
@Suite struct RoundTripTests {
  private static let seed: UInt64 = 20_260

  /// Published documents that are small enough to compile with every run of the tests. `make corpus` has the others.
  static let publishedDocuments = [
    "museum.yaml", "petstore.yaml", "vampi.yaml", "schemathesis-booking.json",
    "readme-discriminators.json", "readme-schema-types.json", "rooms-fastapi.json",
  ]
  static let ownDocuments = ["compositions", "names", "shapes"]

  @Test("published documents", arguments: publishedDocuments)
  func published(_ name: String) async throws {
    guard let url = PackageRoot.shared("specs/\(name)") else { return }
    try await roundTrip(url.path)
  }

  @Test("our own", arguments: ownDocuments)
  func own(_ name: String) async throws {
    try await roundTrip(GoldenCaseTests.folder.appendingPathComponent("\(name)/openapi.yaml").path)
  }

  private func roundTrip(_ path: String) async throws {
    let outcome = DocumentLoader(brokenParts: .warning).load(path: path)
    let document = try #require(outcome.document, "\(outcome.diagnostics)")
    let generator = Generator(.init(module: "ExportAPI"))
    let plan = generator.plan(document).plan
    let trip = RoundTrip(document, plan, seed: Self.seed, limit: 100)
    let program = try GeneratedProgram(generator.files(for: plan), main: trip.program)
    let compilation = try await program.build()
    try #require(compilation.status == 0, "\(compilation.errors)")
    #expect(!compilation.errors.contains("warning:"), "\(compilation.errors)")
    let run = try await program.launch(input: trip.input)
    try #require(run.status == 0, "\(run.errors)")
    #expect(trip.samples.count >= trip.subjects.count)
    let verdict = trip.compare(run.output)
    for problem in verdict.lost + verdict.refused { Issue.record("seed \(Self.seed): \(problem)") }
    print("\(trip.samples.count) samples of \(trip.subjects.count) types round-tripped")
  }
}
