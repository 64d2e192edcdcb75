import AccordTesting
import Foundation
import Testing

/// `rooms-server` and `accord verify` as scripts run them.
@Suite struct VerifyCommandTests {
  private static let document = ["openapi/rooms.yaml", "--overlay", "openapi/rooms.overlay.yaml"]

  /// A server in a process of its own, stopped when the test is over.
  private final class RunningServer {
    let url: String
    let configuration: URL
    private let folder: TemporaryFolder
    private let process = Process()

    init(_ arguments: [String] = []) throws {
      folder = try TemporaryFolder()
      configuration = folder.url.appendingPathComponent("verify.json")
      process.executableURL = PackageRoot.products.appendingPathComponent("rooms-server")
      process.arguments =
        ["--demo", "--port", "0", "--config-out", configuration.path] + arguments
      let output = Pipe()
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      // Blocks until there is a line, or the server has ended.
      var line = Data()
      while !line.contains(UInt8(ascii: "\n")) {
        let chunk = output.fileHandleForReading.availableData
        if chunk.isEmpty { break }
        line += chunk
      }
      let text = String(decoding: line.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      url = try #require(text.split(separator: " ").last.map(String.init))
      #expect(text == "listening on \(url)")
    }

    deinit {
      process.terminate()
      process.waitUntilExit()
    }

    func secrets() throws -> [String] {
      let text = try String(contentsOf: configuration, encoding: .utf8)
      return text.matches(of: /"header"\s*:\s*"[^":]+:\s*(?:Bearer )?([^"]+)"/).map { String($0.1) }
    }
  }

  private static func verify(_ arguments: [String]) async throws -> ToolRun {
    try await ToolRun.product("accord", ["verify"] + document + arguments)
  }

  @Test("exit 0 and a summary for a sound server; JUnit, no secrets")
  func sound() async throws {
    let server = try RunningServer()
    let reports = try TemporaryFolder()
    let junit = reports.url.appendingPathComponent("junit.xml")
    let run = try await Self.verify([
      "--server", server.url, "--config", server.configuration.path, "--seed", "5", "--cases", "5",
      "--junit", junit.path,
    ])
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(run.output.contains("the contract holds"))
    #expect(run.output.contains("seed 5"))
    let xml = try String(contentsOf: junit, encoding: .utf8)
    #expect(xml.contains("<testsuite") && xml.contains("failures=\"0\""))
    #expect(xml.contains("mask"))
    let secrets = try server.secrets()
    #expect(secrets.count > 3)
    for secret in secrets {
      for text in [run.output, run.errors, xml] { #expect(!text.contains(secret)) }
    }
  }

  @Test("exit 1 for a broken server; the failure has place, curl line and no secret")
  func broken() async throws {
    let server = try RunningServer(["--fault", "host-url-unmasked-in-bulk"])
    let run = try await Self.verify([
      "--server", server.url, "--config", server.configuration.path, "--cases", "5",
    ])
    #expect(run.status == 1, "\(run.output)\(run.errors)")
    #expect(run.output.contains("mask: POST /v1/rooms/meetings/bulk-status"))
    #expect(run.output.contains(/openapi\/rooms(\.overlay)?\.yaml:\d+/))
    #expect(run.output.contains("curl ") && run.output.contains("$ACCORD_"))
    for secret in try server.secrets() {
      #expect(!run.output.contains(secret) && !run.errors.contains(secret))
    }
  }

  @Test("exit 3 where no server is, 2 for wrong usage, 1 for a bad document")
  func otherEndings() async throws {
    // Port 1 is reserved, and nothing listens there.
    let nobody = try await Self.verify(["--server", "http://127.0.0.1:1", "--viewer", "anonymous"])
    #expect(nobody.status == 3, "\(nobody.output)\(nobody.errors)")
    #expect(nobody.errors.contains("127.0.0.1:1") || nobody.output.contains("127.0.0.1:1"))
    for arguments in [
      [], ["--server", "nonsense"], ["--server", "http://127.0.0.1:1", "--check", "no-such-check"],
      ["--server", "http://127.0.0.1:1", "--config", "/nonexistent.json"],
    ] {
      let run = try await Self.verify(arguments)
      #expect(run.status == 2, "\(arguments): \(run.output)\(run.errors)")
      #expect(!run.errors.isEmpty)
    }
    let run = try await ToolRun.product(
      "accord", ["verify", "missing.yaml", "--server", "http://127.0.0.1:1"])
    #expect(run.status == 1)
    #expect(run.errors.contains("missing.yaml:1:1: error:"))
  }
}
