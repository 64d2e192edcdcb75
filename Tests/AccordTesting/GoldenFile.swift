import Foundation
import Testing

/// Text that a test expects, in a file that is part of the change which changes it.
///
/// `ACCORD_UPDATE_GOLDEN=1 swift test` writes what came out instead of comparing; the diff is then reviewed.
public struct GoldenFile: Sendable {
  private let url: URL

  public init(_ url: URL) {
    self.url = url
  }

  public func expect(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    if ProcessInfo.processInfo.environment["ACCORD_UPDATE_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      return
    }
    let expected = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    guard text != expected else { return }
    let lines = zip(
      text.split(separator: "\n", omittingEmptySubsequences: false),
      expected.split(separator: "\n", omittingEmptySubsequences: false))
    let first = lines.enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
      """
      \(url.path) differs from what came out, first at line \((first?.offset ?? 0) + 1):
        expected: \(first.map { String($0.element.1) } ?? "(the end, or no file)")
        got:      \(first.map { String($0.element.0) } ?? "(the end)")
      Run with ACCORD_UPDATE_GOLDEN=1 to accept it.
      """, sourceLocation: sourceLocation)
  }
}
