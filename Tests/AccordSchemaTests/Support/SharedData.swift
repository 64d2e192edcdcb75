import AccordJSON
import AccordSchema
import Foundation

/// Data that lies beside the package and is not part of it. Tests that need it say so and skip.
enum SharedData {
  static let packageRoot: URL = {
    var url = URL(filePath: #filePath).resolvingSymlinksInPath()
    while url.path != "/" {
      url.deleteLastPathComponent()
      let manifest = url.appending(path: "Package.swift").path
      if FileManager.default.fileExists(atPath: manifest) { return url }
    }
    return url
  }()

  static func folder(_ path: String) -> URL? {
    let url = packageRoot.deletingLastPathComponent().appending(path: "shared/\(path)")
    guard FileManager.default.fileExists(atPath: url.path) else {
      print("skipped: there is no ../shared/\(path)")
      return nil
    }
    return url
  }

  static func json(_ url: URL) throws -> JSONValue {
    try JSONValue(json: Data(contentsOf: url))
  }

  static func files(in folder: URL, recursively: Bool = false) -> [URL] {
    let manager = FileManager.default
    guard recursively else {
      let names = (try? manager.contentsOfDirectory(atPath: folder.path)) ?? []
      return names.filter { $0.hasSuffix(".json") }.sorted().map { folder.appending(path: $0) }
    }
    let paths = manager.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
    return paths.filter { $0.hasSuffix(".json") }.sorted().map { folder.appending(path: $0) }
  }
}

extension JSONValue {
  /// For literals in tests.
  static func parse(_ text: String) throws -> JSONValue { try JSONValue(json: Array(text.utf8)) }
}

extension CompiledSchema {
  /// A schema of its own, for tests.
  init(
    _ text: String, dialect: Dialect = .draft2020_12, assertsFormats: Bool? = nil
  ) throws {
    var resources = SchemaResources(dialect: dialect, assertsFormats: assertsFormats)
    resources.add(try .parse(text), uri: "test:schema")
    try self.init(compiling: .root, in: "test:schema", of: resources)
  }
}
