import AccordTesting
import Foundation
import Testing

@testable import AccordGenerator

/// A generated client and a generated server exchange bodies and headers of every kind in one process.
@Suite struct BodyProgramTests {
  @Test(
    "forms, files, items, events, parts, headers, several content types and values go there and back",
    arguments: ["bodies", "conditions", "contents", "headers", "multipart", "values"])
  func bodies(_ name: String) async throws {
    let folder = GoldenCaseTests.folder.appendingPathComponent(name)
    let (files, _) = try GoldenCaseTests.generate(name)
    let main = try String(
      contentsOf: folder.appendingPathComponent("main.swift.txt"), encoding: .utf8)
    let program = try GeneratedProgram(files, main: main)
    let run = try await program.run()
    try #require(run.status == 0, "\(run.output)\(run.errors)")
    try GoldenFile(folder.appendingPathComponent("expected.run.txt")).expect(run.output)
  }
}
