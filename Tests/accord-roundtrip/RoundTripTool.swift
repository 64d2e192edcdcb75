import AccordGenerator
import AccordOpenAPI
import AccordRoundTrip
import ArgumentParser
import Foundation

/// What `make corpus` runs around the compiler: first it writes a program and its input, then it judges the output.
@main
struct RoundTripTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accord-roundtrip",
    abstract:
      "Samples of a document's schemas, decoded into the generated types and encoded again.",
    discussion: """
      Without --output writes main.swift and samples.ndjson into the folder: the first belongs into the module \
      of the generated models, and reads the second. With --output judges what the program wrote, \
      and ends with 1 if a value came back as another.
      """)

  @Argument(help: "The OpenAPI document.")
  var spec: String

  @Option(help: "The folder to write to.")
  var folder: String?

  @Option(help: "What the program wrote.")
  var output: String?

  @Option(help: "Which samples are taken.")
  var seed: UInt64 = 20_260

  @Option(help: "The most samples of one schema, without variations.")
  var limit = 60

  func run() throws {
    let outcome = DocumentLoader(brokenParts: .warning).load(path: spec)
    guard let document = outcome.document else { throw ValidationError("\(spec) cannot be read") }
    let (plan, _) = Generator(.init(module: "CorpusAPI")).plan(document)
    let trip = RoundTrip(document, plan, seed: seed, limit: limit)
    if let folder {
      let url = URL(fileURLWithPath: folder)
      try Data(trip.program.utf8).write(to: url.appendingPathComponent("main.swift"))
      try Data(trip.input.utf8).write(to: url.appendingPathComponent("samples.ndjson"))
    }
    guard let output else { return }
    let text = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: output)), as: UTF8.self)
    let verdict = trip.compare(text)
    let unsampled =
      trip.unsampled.isEmpty ? "" : ", no value for \(trip.unsampled.joined(separator: ", "))"
    print(
      "\(trip.samples.count) samples of \(trip.subjects.count) types, \(verdict.lost.count) lost, "
        + "\(verdict.refused.count) refused (seed \(seed); \(trip.invalidExamples) examples are not valid"
        + "\(unsampled))")
    for problem in verdict.lost.prefix(10) + verdict.refused.prefix(5) {
      print("  " + problem.prefix(2_000))
    }
    if !verdict.lost.isEmpty { throw ExitCode(1) }
  }
}
