import AccordJSON
import AccordTesting
import Foundation

@testable import AccordOpenAPI

/// Folders and files that tests read.
enum TestData {
  static let cases = PackageRoot.url.appending(path: "Tests/AccordOpenAPITests/Cases")

  /// The names of what stands in a folder, sorted; none if there is no folder.
  static func names(in folder: URL?) -> [String] {
    guard let folder else { return [] }
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
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

extension Diagnostic {
  /// `nil` where it points at no line.
  var line: UInt32? {
    guard case .location(let location) = place else { return nil }
    return location.line
  }
}
