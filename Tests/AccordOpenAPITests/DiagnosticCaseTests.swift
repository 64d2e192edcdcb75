import Foundation
import Testing

@testable import AccordOpenAPI

/// Folders with a document, overlays if need be, and what is to be said of them in `expected.txt`.
///
/// With `ACCORD_UPDATE_GOLDEN=1` in the environment the expected texts are written instead of compared.
struct DiagnosticCaseTests {
  static let folder = SharedData.cases.appending(path: "diagnostics")
  static let names = SharedData.names(in: folder)

  /// The document is `openapi.yaml`, or another `openapi.*` if there is one; overlays end in `.overlay.yaml`.
  static func said(of name: String) -> String {
    let folder = Self.folder.appending(path: name)
    let files = SharedData.names(in: folder)
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
    let said = Self.said(of: name)
    let url = Self.folder.appending(path: "\(name)/expected.txt")
    if ProcessInfo.processInfo.environment["ACCORD_UPDATE_GOLDEN"] == "1" {
      try said.write(to: url, atomically: true, encoding: .utf8)
    }
    #expect(said == (try String(contentsOf: url, encoding: .utf8)))
  }
}
