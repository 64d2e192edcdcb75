import Foundation
import PackagePlugin

/// What a target gives the generator.
struct AccordInput {
  let document: URL
  let overlays: [URL]
  private let settings: URL?

  /// - Throws: what is missing, in words for the user.
  init(of target: SourceModuleTarget) throws {
    let files = target.sourceFiles.map(\.url)
    let documents = files.filter {
      ["openapi.yaml", "openapi.yml", "openapi.json"].contains($0.lastPathComponent)
    }
    guard let document = documents.first, documents.count == 1 else {
      throw AccordInputError(
        documents.isEmpty
          ? "the target \(target.name) has no openapi.yaml, openapi.yml or openapi.json; put the document there"
          : "the target \(target.name) has several documents: keep one of \(documents.map(\.lastPathComponent).joined(separator: ", "))"
      )
    }
    self.document = document
    overlays = files.filter { $0.lastPathComponent.contains(".overlay.") }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
    settings = files.first { $0.lastPathComponent == "accord.json" }
  }

  var files: [URL] { [document] + overlays + [settings].compactMap { $0 } }

  var arguments: [String] {
    overlays.flatMap { ["--overlay", $0.path] }
      + (settings.map { ["--settings", $0.path] } ?? [])
  }

  /// The files that the generator's layout `shards` writes.
  static let shardPaths: [String] =
    ["API", "Client", "Server", "Masks", "Batching", "Queries", "Webhooks"].map { "\($0).swift" }
    + ["Models", "Operations"].flatMap { group in
      (0..<16).map { "\(group)\($0 < 10 ? "0" : "")\($0).swift" }
    }
}

struct AccordInputError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
