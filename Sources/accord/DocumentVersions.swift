import AccordOpenAPI
import ArgumentParser
import Foundation

/// Two versions of a document, as the command line names them.
struct DocumentVersions: ParsableArguments {
  @Argument(help: "The old version: a file, or REVISION:FILE.", completion: .file())
  var old: String

  @Argument(help: "The new version: a file, or REVISION:FILE.", completion: .file())
  var new: String

  @Option(
    name: .customLong("overlay"),
    help: "An overlay for both versions. Several are applied in their order.",
    completion: .file())
  var overlays: [String] = []

  @Option(help: "An overlay for the old version only, after the others.", completion: .file())
  var oldOverlay: [String] = []

  @Option(help: "An overlay for the new version only, after the others.", completion: .file())
  var newOverlay: [String] = []

  /// Reads both. What is wrong with them goes to standard error.
  func load() throws -> (OpenAPIDocument, OpenAPIDocument) {
    let before = try outcome(of: old, overlays: overlays + oldOverlay)
    let after = try outcome(of: new, overlays: overlays + newOverlay)
    // What an overlay does not do as it says would be taken for a change, or hide one.
    let files = Set(overlays + oldOverlay + newOverlay)
    Self.report(
      (before.diagnostics + after.diagnostics).filter {
        $0.severity == .error || files.contains($0.place.path)
      })
    guard let old = before.document, let new = after.document else { throw ExitCode(2) }
    return (old, new)
  }

  private func outcome(of version: String, overlays: [String]) throws -> DocumentLoader.Outcome {
    guard let place = GitFile(version) else {
      return DocumentLoader().load(path: version, overlays: overlays)
    }
    let file = SourceFile(path: version, bytes: try place.read())
    var diagnostics: [Diagnostic] = []
    let overlayFiles = try overlays.compactMap { path -> SourceFile? in
      if let overlay = GitFile(path) {
        return SourceFile(path: path, bytes: try overlay.read())
      }
      do throws(Diagnostic) {
        return try SourceFile(reading: path)
      } catch {
        diagnostics.append(error)
        return nil
      }
    }
    var outcome = DocumentLoader().load(
      file, overlays: overlayFiles, otherFiles: try place.neighbours())
    outcome.diagnostics = diagnostics + outcome.diagnostics
    return outcome
  }

  /// One that both versions have, of an overlay for both, is said once.
  static func report(_ diagnostics: [Diagnostic]) {
    var said: Set<String> = []
    for diagnostic in diagnostics where said.insert("\(diagnostic)").inserted {
      FileHandle.standardError.write(Data("\(diagnostic)\n".utf8))
    }
  }
}

extension Diagnostic.Place {
  fileprivate var path: String {
    switch self {
    case .location(let location): location.file.path
    case .file(let path): path
    }
  }
}

/// A file in a revision of the git repository around the working directory: `main:openapi/rooms.yaml`.
struct GitFile {
  let revision: String
  let path: String

  /// `nil` for what is a file already, or has no revision in it.
  init?(_ text: String) {
    guard !FileManager.default.fileExists(atPath: text), let colon = text.firstIndex(of: ":"),
      colon > text.startIndex, !text.hasPrefix("-")
    else { return nil }
    revision = String(text[..<colon])
    path = String(text[text.index(after: colon)...])
  }

  func read() throws -> [UInt8] {
    let result = try Self.git(["show", "\(revision):\(path)"])
    guard let bytes = result.output else {
      throw ValidationError("git has no \(revision):\(path): \(result.message)")
    }
    return bytes
  }

  /// The documents in the same folder and below, which references may lead to.
  func neighbours() throws -> [SourceFile] {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let listed = try Self.git(
      ["ls-tree", "-r", "-z", "--full-tree", "--name-only", revision, "--", folder])
    let names = String(decoding: listed.output ?? [], as: UTF8.self).split(separator: "\0")
    let documents = names.map(String.init).filter { name in
      name != path && [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
    }
    return try documents.prefix(1000).map { name in
      SourceFile(
        path: "\(revision):\(name)",
        bytes: try GitFile(revision: revision, path: name).read())
    }
  }

  private init(revision: String, path: String) {
    self.revision = revision
    self.path = path
  }

  private static func git(
    _ arguments: [String]
  ) throws -> (output: [UInt8]?, message: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    do {
      try process.run()
    } catch {
      throw ValidationError("git could not be started: \(error)")
    }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    let message = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: message, as: UTF8.self).prefix { $0 != "\n" }
    return (process.terminationStatus == 0 ? Array(bytes) : nil, String(text))
  }
}
