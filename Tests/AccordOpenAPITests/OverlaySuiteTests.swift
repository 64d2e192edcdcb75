import AccordJSON
import AccordTesting
import Foundation
import Testing

@testable import AccordOpenAPI

/// The test data of the Overlay Specification.
struct OverlaySuiteTests {
  static func names(_ path: String) -> [String] {
    TestData.names(in: PackageRoot.shared("suites/overlay/\(path)"))
  }

  static let compliantSets = names("compliant-sets").filter { !$0.hasSuffix(".md") }
  static let valid = ["v1.0", "v1.1"].flatMap { version in
    names("tests/\(version)/pass").map { "\(version)/pass/\($0)" }
  }
  static let invalid = ["v1.0", "v1.1"].flatMap { version in
    names("tests/\(version)/fail").map { "\(version)/fail/\($0)" }
  }

  static func read(_ path: String) throws -> Node {
    let url = try #require(PackageRoot.shared("suites/overlay/\(path)"))
    return try #require(TestData.file(url).parsed().root)
  }

  @Test(arguments: compliantSets) func `the result is that of the set`(set: String) throws {
    let document = try Self.read("compliant-sets/\(set)/openapi.yaml")
    let root = try Self.read("compliant-sets/\(set)/overlay.yaml")
    var reader = OverlayReader()
    let read = reader.read(root)
    let overlay = try #require(read)
    #expect(reader.diagnostics.isEmpty)
    var applier = OverlayApplier(root: document, limits: .init())
    applier.apply(overlay)
    #expect(applier.diagnostics.isEmpty)
    #expect(
      applier.root.value == (try Self.read("compliant-sets/\(set)/output.yaml").value))
  }

  @Test(arguments: valid) func `a valid overlay has no faults`(path: String) throws {
    let root = try Self.read("tests/\(path)")
    var reader = OverlayReader()
    _ = reader.read(root)
    let errors = reader.diagnostics.filter { $0.severity == .error }
    // The traits example writes `@.x-oai-traits`, which RFC 9535 does not allow without brackets.
    #expect(errors.count == (path.contains("traits-example") ? 1 : 0), "\(errors)")
  }

  @Test(arguments: invalid) func `an invalid overlay is complained of`(path: String) throws {
    let root = try Self.read("tests/\(path)")
    var reader = OverlayReader()
    _ = reader.read(root)
    #expect(!reader.diagnostics.isEmpty)
  }
}
