import AccordRuntime
import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import RoomsServer

/// Over a real port.
@Suite struct LiveTests {
  @Test func requestsCrossTheNetwork() async throws {
    let server = try await TestServer()
    var demo = DemoDatabase(store: server.store, start: TestServer.start)
    try await demo.fill()
    let authorization = "Bearer \(try await server.token(of: "alice"))"
    let names = demo.rooms.filter { $0.ownerID == DemoUser.alice.id }.map(\.name)
    try await LiveServer.run(server.application) { client in
      for name in names {
        let path = "/v1/rooms/name/\(segment(name))"
        let response = try await client.execute(
          uri: path, method: .get, headers: [.authorization: authorization])
        let room = try JSONValue(parsing: Array(response.body.readableBytesView))
        #expect(response.status == .ok && room["name"]?.string?.isExactly(name) == true)
        #expect(response.headers[.contentType] == "application/json")
        #expect(response.headers[.cacheControl] == "no-store")
      }
      let bulk = try await client.execute(
        uri: "/v1/rooms/meetings/bulk-status", method: .post,
        headers: [.contentType: "application/json"],
        body: ByteBuffer(string: #"{"room_names": ["standup", "retro"]}"#))
      let statuses = try JSONValue(parsing: Array(bulk.body.readableBytesView))
      #expect(statuses["standup"]?["active_meetings"]?.array?.isEmpty == false)
      #expect(statuses["retro"] == ["active_meetings": [], "upcoming_events": []])
    }
  }

  @Test func bodiesHaveALimit() async throws {
    let server = try await TestServer()
    let limit = ServerLimits().bodySize
    try await LiveServer.run(server.application) { client in
      for (size, status) in [(limit, 400), (limit + 1, 413), (4 * limit, 413)] {
        let response = try await client.execute(
          uri: "/v1/rooms/meetings/bulk-status", method: .post,
          headers: [.contentType: "application/json"],
          body: ByteBuffer(repeating: UInt8(ascii: " "), count: size))
        #expect(response.status.code == status)
        #expect(response.headers[.contentType] == "application/json")
      }
      // The answer to HEAD has no body, and the connection goes on.
      let head = try await client.execute(uri: "/v1/rooms", method: .head)
      #expect(head.status == .methodNotAllowed && head.headers[.allow] == "GET, POST")
      #expect(head.body.readableBytes == 0)
      #expect(try await client.execute(uri: "/v1/rooms", method: .get).status == .ok)
    }
  }
}

/// The program, as a script meets it.
@Suite struct CommandTests {
  private struct Run: Sendable {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The program stands beside the tests.
  private static func program() throws -> URL {
    let directory = Bundle.main.executableURL?.deletingLastPathComponent()
    let candidates = ["rooms-server", "RoomsServer"].compactMap { directory?.appending(path: $0) }
    return try #require(candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) })
  }

  private static func run(_ arguments: [String]) throws -> Run {
    let process = Process()
    process.executableURL = try program()
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    let diagnostics = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: diagnostics, as: UTF8.self))
  }

  @Test(arguments: [
    (["--port", "65536"], "--port"), (["--port", "x"], "--port"), (["--nonsense"], "--nonsense"),
    (["--fault", "no-such-fault"], "no-such-fault"),
    (["--config-out", "/tmp/never-written.json"], "--demo"),
    (["--database", "postgres://user:hunter2@127.0.0.1:1/rooms"], "postgres://..."),
    (["--database", "password=hunter2 host=127.0.0.1 port=1"], "--database p"),
    (["--database", "/nonexistent/directory/rooms.sqlite"], "/nonexistent/directory"),
    (["--database", ""], "--database"), (["--jwt-key-file", "/nonexistent"], "cannot be read"),
    (["--demo", "--config-out", "/nonexistent/config.json"], "/nonexistent/config.json"),
  ])
  func wrongUsageEndsWithTwo(arguments: [String], mention: String) throws {
    let run = try Self.run(arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(mention), "\(run.errors)")
    #expect(!run.errors.contains("hunter2"))
  }

  @Test func aShortKeyIsWrongUsage() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("thirty-one bytes, and a line end\n".utf8.dropFirst()).write(
      to: URL(fileURLWithPath: path))
    let run = try Self.run(["--jwt-key-file", path])
    #expect(run.status == 2)
    #expect(run.errors.contains("32 bytes"))
    #expect(!run.errors.contains("hirty-one"))
  }

  @Test(arguments: ["--help", "--list-faults"])
  func informationEndsWithZero(argument: String) throws {
    let run = try Self.run([argument])
    #expect(run.status == 0 && run.errors.isEmpty)
    #expect(run.output.contains(argument == "--help" ? "--jwt-key-file" : "wrong-type"))
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func itListensUntilItIsToldToStop(signal: Int32) throws {
    let config = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: config) }
    let process = Process()
    process.executableURL = try Self.program()
    process.arguments = ["--port", "0", "--demo", "--config-out", config]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { process.terminate() }
    // The line comes once the server listens; the pipe is read until then.
    var line = Data()
    while line.last != UInt8(ascii: "\n"),
      let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty
    {
      line += byte
    }
    let text = String(decoding: line, as: UTF8.self)
    #expect(
      text.wholeMatch(of: /listening on http:\/\/127\.0\.0\.1:[1-9][0-9]*\n/) != nil, "\(text)")
    let written = try JSONValue(parsing: String(contentsOfFile: config, encoding: .utf8))
    #expect(written["viewers"]?.array?.count == 3)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    #expect(try output.fileHandleForReading.readToEnd() ?? Data() == Data())
  }
}
