import Foundation

/// A program that was run to its end.
public struct ToolRun: Sendable {
  public let status: Int32
  public let output: String
  public let errors: String
  /// Of the program and everything it started, in seconds; of other programs too that ended meanwhile.
  public let cpuSeconds: Double

  /// Runs a program. Its output goes through files, so that no pipe can fill up and block it; no thread waits for it,
  /// because tests share a thread for each processor.
  public init(
    _ executable: URL, _ arguments: [String], in folder: URL = PackageRoot.url,
    environment: [String: String] = [:], input: String = ""
  ) async throws {
    let files = try TemporaryFolder()
    let output = try files.write("", to: "out")
    let errors = try files.write("", to: "err")
    let inputFile = try files.write(input, to: "in")
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    let before = Self.childSeconds
    try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in ended.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        ended.resume(throwing: error)
      }
    }
    cpuSeconds = Self.childSeconds - before
    status = process.terminationStatus
    self.output = String(decoding: try Data(contentsOf: output), as: UTF8.self)
    self.errors = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
  }

  /// Runs one of this package's own programs.
  public static func product(
    _ name: String, _ arguments: [String], in folder: URL = PackageRoot.url,
    environment: [String: String] = [:], input: String = ""
  ) async throws -> ToolRun {
    try await ToolRun(
      PackageRoot.products.appendingPathComponent(name), arguments, in: folder,
      environment: environment, input: input)
  }

  /// Runs a program of the toolchain, found on the path.
  public static func toolchain(
    _ name: String, _ arguments: [String], in folder: URL = PackageRoot.url
  ) async throws -> ToolRun {
    try await ToolRun(URL(fileURLWithPath: "/usr/bin/env"), [name] + arguments, in: folder)
  }

  private static var childSeconds: Double {
    var usage = rusage()
    #if os(Linux)
      getrusage(RUSAGE_CHILDREN.rawValue, &usage)
    #else
      getrusage(RUSAGE_CHILDREN, &usage)
    #endif
    func seconds(_ time: timeval) -> Double {
      Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }
}
