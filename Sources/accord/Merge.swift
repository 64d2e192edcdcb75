import AccordContract
import AccordOpenAPI
import ArgumentParser
import Foundation

/// `accord merge`: joins the reports of a run that was divided by `--shard`.
struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Joins the reports of the shards of one run.",
    discussion: """
      Takes what `accord verify --shard I/N --json FILE` has written on each machine, and reports as if one \
      machine had made the whole run:

        accord merge shard-1.json shard-2.json shard-3.json --html report.html --junit report.xml

      A report that is damaged, of another run (document, seed, viewers, checks, settings), missing or there \
      twice is an error. The report of a whole run can be given alone, to write it in other formats.

      Exit codes, as the whole run would have had them: 0 the contract holds, 1 it is broken, 3 no server was \
      there. 2 wrong usage, or reports that do not belong together.
      """)

  @Argument(
    help: ArgumentHelp("Reports that accord verify --json has written.", valueName: "file"),
    completion: .file())
  var reports: [String]

  @OptionGroup var output: ReportOptions

  func run() throws {
    try output.checkWritable()
    var parts: [RunMerger.Part] = []
    var isDamaged = false
    for path in reports {
      do throws(Diagnostic) {
        parts.append(RunMerger.Part(name: path, summary: try read(path)))
      } catch {
        Terminal.complain("\(error)")
        isDamaged = true
      }
    }
    guard !isDamaged else { throw ExitCode(2) }
    let summary: Summary
    do throws(RunMerger.Problem) {
      summary = try RunMerger().merge(parts)
    } catch {
      for message in error.messages {
        Terminal.complain("\(Diagnostic(.error, message.text, at: .file(message.name)))")
      }
      throw ExitCode(2)
    }
    try output.write(summary, writesLog: true)
    output.tell(summary)
    if summary.exitCode != 0 { throw ExitCode(summary.exitCode) }
  }

  private func read(_ path: String) throws(Diagnostic) -> Summary {
    let file = try SourceFile(reading: path)
    do throws(EventLogReader.Problem) {
      return try EventLogReader().summary(file.bytes)
    } catch {
      let place: Diagnostic.Place =
        error.line > 0
        ? .location(Location(file: file, line: error.line, column: 1)) : .file(path)
      throw Diagnostic(.error, error.message, at: place)
    }
  }
}
