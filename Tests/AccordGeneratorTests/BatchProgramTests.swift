import AccordTesting
import Foundation
import Testing

@testable import AccordGenerator

/// A generated batching client whose document does not say what a key means that is missing from a bulk answer.
@Suite struct BatchProgramTests {
  @Test("a key that the bulk answer leaves out is an error of its caller alone")
  func missingKey() async throws {
    let folder = GoldenCaseTests.folder.appendingPathComponent("batch-without-absent")
    let (files, _) = try GoldenCaseTests.generate("batch-without-absent")
    let main = try String(
      contentsOf: folder.appendingPathComponent("main.swift.txt"), encoding: .utf8)
    let run = try await GeneratedProgram(files, main: main).run()
    try #require(run.status == 0, "\(run.output)\(run.errors)")
    try GoldenFile(folder.appendingPathComponent("expected.run.txt")).expect(run.output)
  }
}
