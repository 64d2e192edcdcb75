import AccordTesting
import Foundation
import Testing

@testable import AccordGenerator

/// The generated client and the generated routes of the golden case, wired together in one program.
@Suite struct ParameterProgramTests {
  @Test("what the client sends, the server reads; what is wrong is said with its place")
  func clientAndServer() async throws {
    let files = try GoldenCaseTests.generate("parameters").files
    let main = try String(
      contentsOf: GoldenCaseTests.folder.appendingPathComponent("parameters/main.swift.txt"),
      encoding: .utf8)
    let run = try await GeneratedProgram(files, main: main).run()
    try #require(run.status == 0, "\(run.output)\(run.errors)")
    try GoldenFile(
      GoldenCaseTests.folder.appendingPathComponent("parameters/expected.run.txt")
    ).expect(run.output)
  }
}
