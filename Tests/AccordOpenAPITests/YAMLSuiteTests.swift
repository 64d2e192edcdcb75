import AccordJSON
import AccordTesting
import Foundation
import Testing

@testable import AccordOpenAPI

/// The YAML test suite: what has a JSON form is read as that, what is an error is refused. Where libyaml
/// decides otherwise, the ledger says so; a case that passes must leave it.
struct YAMLSuiteTests {
  enum Verdict: Equatable {
    case asExpected
    case refused(String)
    case accepted
    case otherValue

    /// As the ledger says it.
    var name: String {
      switch self {
      case .asExpected: "as expected"
      case .refused: "refused"
      case .accepted: "accepted"
      case .otherValue: "read as another value"
      }
    }
  }

  static let suite = PackageRoot.shared("suites/yaml-test-suite")

  /// Every folder with an `in.yaml`, by its path in the suite.
  static let names: [String] = {
    guard let suite else { return [] }
    return TestData.names(in: suite).flatMap { name in
      let inner = TestData.names(in: suite.appending(path: name))
      if inner.contains("in.yaml") { return [name] }
      return inner.map { "\(name)/\($0)" }.filter {
        FileManager.default.fileExists(atPath: suite.appending(path: "\($0)/in.yaml").path)
      }
    }
  }()

  static func verdict(_ folder: URL) throws -> Verdict {
    let parsed = YAMLReader.read(try TestData.file(folder.appending(path: "in.yaml")))
    let refusal = parsed.diagnostics.first { $0.severity == .error }
    let names = TestData.names(in: folder)
    if names.contains("error") { return refusal == nil ? .accepted : .asExpected }
    guard names.contains("in.json") else { return .asExpected }
    let text = String(
      decoding: try TestData.file(folder.appending(path: "in.json")).bytes, as: UTF8.self)
    guard let expected = try? JSONValue(parsing: text) else {
      // Several documents, or none: a file holds one.
      return refusal == nil ? .accepted : .asExpected
    }
    if let refusal { return .refused(refusal.message) }
    return parsed.root?.value == expected ? .asExpected : .otherValue
  }

  static func ledger() throws -> [String: String] {
    let url = TestData.cases.appending(path: "yaml-test-suite.ledger")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    return Dictionary(
      uniqueKeysWithValues: lines.filter { !$0.hasPrefix("#") }.map { line in
        let parts = line.split(separator: " ", maxSplits: 1)
        return (String(parts[0]), String(parts.count > 1 ? parts[1] : ""))
      })
  }

  @Test func `the suite passes but for the ledger`() throws {
    guard let suite = Self.suite else { return }
    #expect(Self.names.count > 350)
    let ledger = try Self.ledger()
    for name in Self.names {
      let verdict = try Self.verdict(suite.appending(path: name))
      guard let entry = ledger[name] else {
        #expect(verdict == .asExpected, "\(name): \(verdict)")
        continue
      }
      #expect(verdict != .asExpected, "\(name) passes: take it out of the ledger")
      // `how: why`
      let parts = entry.split(separator: ": ", maxSplits: 1)
      #expect(parts.count == 2, "\(name) has no reason")
      #expect(parts.first.map(String.init) == verdict.name, "\(name): \(verdict)")
    }
  }
}
