import AccordTesting
import Foundation

@testable import AccordGenerator

/// Generated code, compiled as its user's compiler would, against the runtime that this build made.
struct GeneratedProgram {
  private let folder: TemporaryFolder
  private let sources: [String]

  init(_ files: [GeneratedFile], main: String? = nil) throws {
    let folder = try TemporaryFolder()
    var sources = try files.map { try folder.write($0.text, to: "Sources/\($0.path)").path }
    if let main { sources.append(try folder.write(main, to: "Sources/main.swift").path) }
    self.folder = folder
    self.sources = sources
  }

  private var moduleArguments: [String] {
    [
      "-swift-version", "6", "-module-name", "GeneratedAPI", "-I",
      PackageRoot.products.appendingPathComponent("Modules").path,
    ]
  }

  private var program: URL { folder.url.appendingPathComponent("program") }

  func typeCheck(_ flags: [String] = []) async throws -> ToolRun {
    try await ToolRun.toolchain("swiftc", ["-typecheck"] + flags + moduleArguments + sources)
  }

  /// Compiles and links.
  func build() async throws -> ToolRun {
    let objects = try ["AccordJSON", "AccordPatterns", "AccordRuntime", "HTTPTypes"].flatMap {
      module in
      let build = PackageRoot.products.appendingPathComponent("\(module).build")
      return try FileManager.default.contentsOfDirectory(atPath: build.path)
        .filter { $0.hasSuffix(".swift.o") }
        .map { build.appendingPathComponent($0).path }
    }
    return try await ToolRun.toolchain(
      "swiftc", moduleArguments + sources + objects + ["-o", program.path])
  }

  /// Runs what was built.
  func launch(_ arguments: [String] = [], input: String = "") async throws -> ToolRun {
    try await ToolRun(program, arguments, input: input)
  }

  /// Compiles, links and runs.
  func run(_ arguments: [String] = [], input: String = "") async throws -> ToolRun {
    let compilation = try await build()
    guard compilation.status == 0 else { return compilation }
    return try await launch(arguments, input: input)
  }
}
