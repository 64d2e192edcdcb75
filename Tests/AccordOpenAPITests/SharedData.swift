import AccordJSON
import Foundation

@testable import AccordOpenAPI

/// Where the tests find their data: in the package, and in conformance suites that may stand beside it.
enum SharedData {
  static let packageRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let cases = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")
  private static let shared = packageRoot.deletingLastPathComponent().appending(path: "shared")

  /// The folder or file below `../shared`; `nil`, and a line says so, if it is not there.
  static func find(_ path: String) -> URL? {
    let url = shared.appending(path: path)
    if FileManager.default.fileExists(atPath: url.path) { return url }
    print("skipped: there is no \(url.path)")
    return nil
  }

  /// The names of what stands in a folder, sorted.
  static func names(in folder: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  static func file(_ url: URL) throws -> SourceFile {
    try SourceFile(reading: url.path)
  }
}

extension Node {
  /// The value as a node without places.
  init(_ value: JSONValue, in file: SourceFile) {
    let place = Location(file: file, line: 1, column: 1)
    switch value {
    case .null: self.init(.null, at: place)
    case .bool(let value): self.init(.bool(value), at: place)
    case .number(let value): self.init(.number(value), at: place)
    case .string(let value): self.init(.string(value), at: place)
    case .array(let items): self.init(.array(items.map { Node($0, in: file) }), at: place)
    case .object(let members):
      self.init(
        .object(
          NodeObject(
            uniqueMembers: members.map {
              .init(key: $0.key, keyLocation: place, value: Node($0.value, in: file))
            })), at: place)
    }
  }
}

extension String {
  /// The text as a file of that name.
  func file(_ path: String = "test.yaml") -> SourceFile {
    SourceFile(path: path, bytes: Array(utf8))
  }
}
