import AccordContract
import AccordTesting
import Foundation
import Testing

@testable import RoomsServer

@Suite struct SurveyTests {
  @Test func survey() async throws {
    let wanted = ProcessInfo.processInfo.environment["SURVEY"]
    guard let wanted else { return }
    let document = try DemoServer.document()
    for fault in Fault.allCases where wanted == "all" || wanted.split(separator: ",").contains(Substring(fault.rawValue)) {
      let server = try await DemoServer(fault: fault)
      let summary = try await server.verify(document, seed: 1, cases: 16)
      let check = PlantedFaultTests.expectations.first { $0.fault == fault.rawValue }?.check ?? "?"
      let names = summary.failures.map(\.check)
      let tally = Dictionary(grouping: names) { $0 }.mapValues(\.count).sorted { $0.key < $1.key }.map { "\($0.key)x\($0.value)" }.joined(separator: " ")
      print("SURVEY \(names.contains(check) ? "ok  " : names.isEmpty ? "MISSED" : "other") \(fault.rawValue) wants \(check): \(tally) [\(summary.requests)]")
      if wanted != "all" { print(ConsoleReport().text(of: summary)) }
    }
  }

  @Test func sound() async throws {
    guard let count = ProcessInfo.processInfo.environment["SEEDS"].flatMap({ UInt64($0) }) else { return }
    let document = try DemoServer.document()
    for seed in 1...count {
      let server = try await DemoServer()
      let start = ContinuousClock.now
      let summary = try await server.verify(document, seed: seed, cases: 60)
      print("SEED \(seed): \(summary.failures.count) failures, \(summary.requests) requests \(ContinuousClock.now - start)")
      if !summary.failures.isEmpty || seed == 1 { print(ConsoleReport().text(of: summary)) }
    }
  }
}
