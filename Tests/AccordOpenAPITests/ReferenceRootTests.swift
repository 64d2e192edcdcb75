import AccordTesting
import Foundation
import Testing

@testable import AccordOpenAPI

/// References of a document that means harm, or is only careless: what is read of the disk.
struct ReferenceRootTests {
  /// What somebody may try, and a part of what is said about it.
  static let refused: [(reference: String, message: String)] = [
    ("../secret.yaml", "outside the folder"),
    ("sub/../../secret.yaml", "outside the folder"),
    ("./../secret.yaml", "outside the folder"),
    ("..", "outside the folder"),
    ("../api-other/secret.yaml", "outside the folder"),
    ("%2e%2e/secret.yaml", "outside the folder"),
    ("%2E%2E%2Fsecret.yaml", "outside the folder"),
    ("sub%2F..%2F..%2Fsecret.yaml", "outside the folder"),
    ("/etc/passwd", "outside the folder"),
    ("%2Fetc%2Fpasswd", "outside the folder"),
    ("/dev/zero", "outside the folder"),
    ("link.yaml", "outside the folder"),
    ("up/secret.yaml", "outside the folder"),
    ("up/api-other/secret.yaml", "outside the folder"),
    ("zero.yaml", "outside the folder"),
    ("fine.yaml%00.txt", "outside the folder"),
    ("file:///etc/passwd", "leads out of the document's folder"),
    ("FILE:///etc/passwd", "leads out of the document's folder"),
    ("https://example.com/a.yaml", "leads out of the document's folder"),
    ("HTTP://example.com/a.yaml", "leads out of the document's folder"),
    ("//example.com/a.yaml", "leads out of the document's folder"),
    ("..\\secret.yaml", "no such file"),
    ("SUB/inner.yaml", "no such file"),
    ("sub", "directory"),
    ("pipe.yaml", "no regular file"),
    ("self.yaml", "cannot be read"),
    ("%zz.yaml", "percent-encoded"),
  ]

  private static func makeFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let api = folder.url.appending(path: "api")
    try folder.write("A: { type: string }", to: "secret.yaml")
    try folder.write("A: { type: string }", to: "api-other/secret.yaml")
    try folder.write("A: { type: string }", to: "api/fine.yaml")
    try folder.write(
      "A: { properties: { b: { $ref: 'deep/other.yaml#/A' } } }", to: "api/sub/inner.yaml")
    // Files that lead to each other in a circle.
    try folder.write(
      "A: { properties: { b: { $ref: '../inner.yaml#/A' }, c: { $ref: '../../openapi.json#/components/schemas/S' } } }",
      to: "api/sub/deep/other.yaml")
    for (name, target) in [
      ("link.yaml", "../secret.yaml"), ("up", ".."), ("zero.yaml", "/dev/zero"),
      ("self.yaml", "self.yaml"), ("inside.yaml", "fine.yaml"),
    ] {
      try FileManager.default.createSymbolicLink(
        atPath: api.appending(path: name).path, withDestinationPath: target)
    }
    #expect(mkfifo(api.appending(path: "pipe.yaml").path, 0o600) == 0)
    return folder
  }

  private static func load(
    _ reference: String, in folder: TemporaryFolder, roots: [String] = []
  ) throws -> DocumentLoader.Outcome {
    let escaped = reference.replacingOccurrences(of: "\\", with: "\\\\")
    let document = try folder.write(
      #"""
      {"openapi": "3.1.0", "info": {"title": "T", "version": "1"},
       "components": {"schemas": {"S": {"$ref": "\#(escaped)#/A"}}}}
      """#, to: "api/openapi.json")
    return DocumentLoader(referenceRoots: roots).load(path: document.path)
  }

  @Test(arguments: refused.indices) func `what is not below the folder is not read`(
    index: Int
  ) throws {
    let (reference, message) = Self.refused[index]
    let outcome = try Self.load(reference, in: Self.makeFolder())
    #expect(outcome.document?.otherFiles.isEmpty == true)
    let errors = outcome.diagnostics.filter { $0.severity == .error }
    #expect(errors.count == 1)
    let error = try #require(errors.first)
    #expect(error.message.contains(message), "\(error)")
    guard case .location(let location) = error.place else {
      Issue.record("no place: \(error)")
      return
    }
    #expect(location.line == 2 && location.file.path.hasSuffix("api/openapi.json"))
  }

  @Test func `what is below the folder is read, circles of files too`() throws {
    let folder = try Self.makeFolder()
    for (reference, files) in [
      ("fine.yaml", 1), ("./sub/../fine.yaml", 1), ("inside.yaml", 1), ("%66ine.yaml", 1),
      ("sub/inner.yaml", 2),
    ] {
      let outcome = try Self.load(reference, in: folder)
      #expect(outcome.diagnostics.isEmpty, "\(reference): \(outcome.diagnostics)")
      #expect(outcome.document?.otherFiles.count == files, "\(reference)")
    }
  }

  @Test(arguments: refused.map(\.reference)) func `what an overlay extends is never read`(
    reference: String
  ) throws {
    let folder = try Self.makeFolder()
    let document = try folder.write(
      #"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}"#,
      to: "api/openapi.json")
    let escaped = reference.replacingOccurrences(of: "\\", with: "\\\\")
    let overlay = try folder.write(
      #"""
      {"overlay": "1.0.0", "info": {"title": "T", "version": "1"}, "extends": "\#(escaped)",
       "actions": [{"target": "$.info", "update": {"description": "by the overlay"}}]}
      """#, to: "api/overlay.json")
    let outcome = DocumentLoader().load(path: document.path, overlays: [overlay.path])
    // It names the document that the overlay is for, and is compared with the name of the one at hand.
    #expect(outcome.diagnostics.allSatisfy { $0.severity == .warning })
    #expect(outcome.document?.otherFiles.isEmpty == true)
    #expect(outcome.document?.info.description == "by the overlay")
  }

  @Test func `an allowed root is read, and nothing beside it`() throws {
    let folder = try Self.makeFolder()
    let root = folder.url.appending(path: "api-other").path
    let read = try Self.load("../api-other/secret.yaml", in: folder, roots: [root])
    #expect(read.diagnostics.isEmpty, "\(read.diagnostics)")
    #expect(read.document?.otherFiles.count == 1)
    #expect(try Self.load("\(root)/secret.yaml", in: folder, roots: [root]).diagnostics.isEmpty)
    for other in ["../secret.yaml", "../api-other/../secret.yaml", "link.yaml", "/etc/passwd"] {
      let outcome = try Self.load(other, in: folder, roots: [root])
      #expect(outcome.diagnostics.map(\.message).contains { $0.contains("outside the folder") })
    }
    // A root that does not exist allows nothing.
    let missing = try Self.load("../secret.yaml", in: folder, roots: ["/nowhere/at/all", ""])
    #expect(missing.hasErrors)
  }

  @Test func `many large files are refused together`() throws {
    let folder = try TemporaryFolder()
    let filler = "A: { type: string }\n# " + String(repeating: "x", count: 40_000)
    for index in 0..<8 { try folder.write(filler, to: "f\(index).yaml") }
    let schemas = (0..<8).map { ##""S\##($0)": {"$ref": "f\##($0).yaml#/A"}"## }
    let document = try folder.write(
      #"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "components": {"schemas": {"#
        + schemas.joined(separator: ",") + "}}}", to: "openapi.json")
    let outcome = DocumentLoader(limits: .init(bytes: 100_000)).load(path: document.path)
    #expect(outcome.document?.otherFiles.count == 3)
    #expect(outcome.diagnostics.filter { $0.message.contains("together") }.count == 5)
  }
}
