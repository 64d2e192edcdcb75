import AccordTesting
import Foundation
import Testing

@testable import AccordOpenAPI

/// Folders with a document, overlays if need be, and what is to be said of them in `expected.txt`.
struct DiagnosticCaseTests {
  static let folder = TestData.cases.appending(path: "diagnostics")
  static let names = TestData.names(in: folder)

  /// The document is `openapi.yaml`, or another `openapi.*` if there is one; overlays end in `.overlay.yaml`.
  static func said(of name: String) -> String {
    let folder = Self.folder.appending(path: name)
    let files = TestData.names(in: folder)
    let document = files.first { $0.hasPrefix("openapi.") } ?? "openapi.yaml"
    let overlays = files.filter { $0.hasSuffix(".overlay.yaml") }
    let outcome = DocumentLoader().load(
      path: folder.appending(path: document).path,
      overlays: overlays.map { folder.appending(path: $0).path })
    let lines = outcome.diagnostics.map {
      $0.description.replacing(folder.path + "/", with: "")
    }
    let verdict =
      outcome.hasErrors ? "refused" : outcome.document == nil ? "no document" : "accepted"
    return (lines + [verdict]).joined(separator: "\n") + "\n"
  }

  @Test func `there are cases`() {
    #expect(Self.names.count >= 60)
  }

  @Test(arguments: names) func `what is said is what is expected`(name: String) throws {
    let expected = Self.folder.appending(path: "\(name)/expected.txt")
    try GoldenFile(expected).expect(Self.said(of: name))
  }
}
