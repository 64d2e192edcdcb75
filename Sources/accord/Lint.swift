import AccordGenerateCommand
import AccordOpenAPI
import ArgumentParser

/// `accord lint`: reads a document and says what is wrong with it.
struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what is wrong with an OpenAPI document.",
    discussion: "Exit codes: 0 no errors, 1 errors (with --strict: or warnings), 2 wrong usage.")

  @OptionGroup var source: DocumentOptions

  @Flag(help: "Treat warnings as errors.")
  var strict = false

  func run() throws {
    let outcome = source.load()
    for diagnostic in outcome.diagnostics { Terminal.complain("\(diagnostic)") }
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
