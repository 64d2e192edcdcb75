import AccordGenerateCommand
import ArgumentParser

@main
struct Accord: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accord",
    abstract: "Makes Swift code of an OpenAPI document, and checks that a server keeps it.",
    discussion: """
      Diagnostics go to standard error as file:line:column: error|warning|note: message; reports and \
      summaries to standard output.

      Exit codes: 0 it holds, 1 it does not, 2 wrong usage or configuration, 3 no server there.
      """,
    version: "0.1.0",
    subcommands: [
      Generate.self, Verify.self, Merge.self, Diff.self, Changelog.self, Lint.self, Validate.self,
    ])

  static func main() async {
    await Exit.run(Accord.self)
  }
}
