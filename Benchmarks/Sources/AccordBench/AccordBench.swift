import Foundation

/// What is measured, by name. Another benchmark is another file and another line here.
private let benchmarks: [(name: String, run: @Sendable () async throws -> Void)] = [
  ("generate", GenerateBenchmark.run),
  ("growth", GrowthBenchmark.run),
  ("decode", DecodeBenchmark.run),
  ("diff", DiffBenchmark.run),
  ("validate", ValidateBenchmark.run),
  ("verify", VerifyBenchmark.run),
  ("batch", BatchBenchmark.run),
  ("page", PageBenchmark.run),
]

@main
struct AccordBench {
  /// Runs the benchmarks whose names are given; all of them if none is.
  static func main() async throws {
    let names = benchmarks.map(\.name)
    let wanted = CommandLine.arguments.dropFirst()
    if let unknown = wanted.first(where: { !names.contains($0) }) {
      print("There is no benchmark '\(unknown)'. There are: \(names.joined(separator: ", ")).")
      exit(2)
    }
    for (name, run) in benchmarks where wanted.isEmpty || wanted.contains(name) {
      print("== \(name)")
      try await run()
      print("")
    }
  }
}
