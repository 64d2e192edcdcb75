import AccordDiff
import AccordOpenAPI
import ArgumentParser
import Foundation

/// `accord diff`: what has changed between two versions of a document, and what it breaks.
struct Diff: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown, github, sarif
  }

  enum Threshold: String, ExpressibleByArgument, CaseIterable {
    case breaking, risky, any, none

    func isReached(by changes: [Change]) -> Bool {
      switch self {
      case .breaking: changes.contains { $0.verdict == .breaking }
      case .risky: changes.contains { $0.verdict >= .risky }
      case .any: !changes.isEmpty
      case .none: false
      }
    }
  }

  static let configuration = CommandConfiguration(
    abstract:
      "Says what has changed between two versions of an OpenAPI document, and what it breaks.",
    discussion: """
      A version is a file, or a file in a git revision: main:openapi/rooms.yaml.

      Each change has two verdicts, breaking, risky, compatible or none: on the wire, for clients and servers \
      of which only one has changed, and in Swift, for code written against the generated types.

      Exit codes: 0 nothing as bad as --fail-on, 1 something is, 2 wrong usage or an unreadable document.
      """)

  @OptionGroup var versions: DocumentVersions

  @Option(help: "How the changes are written.")
  var format = Format.text

  @Option(help: "What makes the exit code 1.")
  var failOn = Threshold.breaking

  @Option(
    help: "A file with changes that were looked at and accepted, with reasons and dates.",
    completion: .file())
  var ignore: String?

  @Option(
    help:
      "A package, or a folder of Swift sources: changes are shown with the places that name their operations and types.",
    completion: .directory)
  var uses: String?

  func run() throws {
    let (old, new) = try versions.load()
    let comparison = DocumentComparison(old, new)
    var changes =
      if let uses { comparison.changes(for: try sources(below: uses)) } else {
        comparison.changes()
      }
    if let ignore { changes = try apply(ignore, to: changes) }
    print(text(changes), terminator: "")
    if failOn.isReached(by: changes) { throw ExitCode(1) }
  }

  private func text(_ changes: [Change]) -> String {
    switch format {
    case .text: TextReport(changes).text()
    case .json: JSONReport(changes).value().serialized() + "\n"
    case .markdown: MarkdownReport(changes).text()
    case .github: GitHubReport(changes).text()
    case .sarif: SARIFReport(changes).value().serialized() + "\n"
    }
  }

  private func apply(_ path: String, to changes: [Change]) throws -> [Change] {
    let file: SourceFile
    do throws(Diagnostic) {
      file = try SourceFile(reading: path)
    } catch {
      DocumentVersions.report([error])
      throw ExitCode(2)
    }
    let parsed = file.parsed()
    guard let root = parsed.root else {
      DocumentVersions.report(parsed.diagnostics)
      throw ExitCode(2)
    }
    let entries = IgnoreFile(root)
    let (left, notes) = entries.apply(to: changes, today: Self.today)
    DocumentVersions.report(parsed.diagnostics + entries.diagnostics + notes)
    if entries.diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode(2) }
    return left
  }

  /// All Swift files of the folder, but for what a build has put there.
  private func sources(below path: String) throws -> PackageSources {
    let folder = URL(fileURLWithPath: path, isDirectory: true)
    guard
      let names = FileManager.default.enumerator(
        at: folder, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
    else {
      throw ValidationError("--uses: there is no folder \(path)")
    }
    var files: [(path: String, text: String)] = []
    for case let file as URL in names where file.pathExtension == "swift" {
      guard let data = try? Data(contentsOf: file) else { continue }
      let below = file.path.hasPrefix(folder.path + "/")
      let shown = below ? String(file.path.dropFirst(folder.path.count + 1)) : file.path
      files.append((shown, String(decoding: data, as: UTF8.self)))
    }
    guard !files.isEmpty else {
      throw ValidationError("--uses: there are no Swift files below \(path)")
    }
    return PackageSources(files)
  }

  private static var today: String {
    Date.now.formatted(.iso8601.year().month().day())
  }
}

/// `accord changelog`: the same for the people who call the API.
struct Changelog: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the change log of an API between two versions of its document, in Markdown.")

  @OptionGroup var versions: DocumentVersions

  @Option(help: "The title of the section; the new document's version, if there is none.")
  var title: String?

  func run() throws {
    let (old, new) = try versions.load()
    let changes = DocumentComparison(old, new).changes()
    print(ChangelogReport(changes, title: title ?? new.info.version).text(), terminator: "")
  }
}
