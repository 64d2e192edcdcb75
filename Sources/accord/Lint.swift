import AccordOpenAPI
import ArgumentParser
import Foundation

/// `accord lint`: reads a document and says what is wrong with it.
struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what is wrong with an OpenAPI document.",
    discussion: "Exit codes: 0 no errors, 1 errors (with --strict: or warnings), 2 wrong usage.")

  @Argument(help: "The OpenAPI document, YAML or JSON.", completion: .file())
  var spec: String

  @Option(
    name: .customLong("overlay"),
    help: "An overlay to apply first. Several are applied in their order.", completion: .file())
  var overlays: [String] = []

  @Option(
    name: .customLong("ref-root"),
    help: ArgumentHelp(
      "A folder besides the document's own that `$ref` may lead into; may be repeated.",
      valueName: "folder"), completion: .directory)
  var referenceRoots: [String] = []

  @Flag(help: "Treat warnings as errors.")
  var strict = false

  func run() throws {
    let outcome = DocumentLoader(referenceRoots: referenceRoots).load(
      path: spec, overlays: overlays)
    for diagnostic in outcome.diagnostics {
      FileHandle.standardError.write(Data("\(diagnostic)\n".utf8))
    }
    let counts = Diagnostic.Severity.allCases.map { severity in
      (severity, outcome.diagnostics.count { $0.severity == severity })
    }
    print(counts.map { "\($1) \($0.rawValue)\($1 == 1 ? "" : "s")" }.joined(separator: ", "))
    let isBroken = outcome.hasErrors || outcome.document == nil
    if isBroken || strict && outcome.diagnostics.contains(where: { $0.severity == .warning }) {
      throw ExitCode(1)
    }
  }
}
