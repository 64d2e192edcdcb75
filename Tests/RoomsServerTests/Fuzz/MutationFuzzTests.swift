import AccordRuntime
import AccordTesting
import Foundation
import HTTPTypes
import NIOCore
import NIOPosix
import Testing

@testable import RoomsServer

/// Good requests, changed in their bytes and in what they are made of: what comes in is always answered, with a status
/// that the API knows. `ACCORD_FUZZ` says how many, `ACCORD_FUZZ_SEED` which; all of a million take minutes in release.
@Suite struct MutationFuzzTests {
  private static func setting<Value: LosslessStringConvertible>(
    _ name: String, default standard: Value
  ) -> Value {
    ProcessInfo.processInfo.environment[name].flatMap { Value($0) } ?? standard
  }

  private static let count = setting("ACCORD_FUZZ", default: 2_000)
  private static let seed: UInt64 = setting("ACCORD_FUZZ_SEED", default: 1)
  /// A database that has grown says less about what is asked; each part has a new one.
  private static let part = 20_000
  /// Nothing takes that long, on however busy a machine, but what hangs.
  private static let patience = Duration.seconds(300)

  /// A server with something in it, and good requests to it.
  private static func server() async throws -> (TestServer, [FuzzedRequest]) {
    var system = SystemRandomNumberGenerator()
    let key = RoomsServer.APIKey(using: &system)
    let server = try await TestServer()
    let room = try await server.addRoom("standup")
    try await server.addMeeting("m", in: room)
    try await server.addEvent("e", in: room, from: 60, until: 600)
    try await server.store.insert(
      APIKeyRow(id: key.id, userID: UserID("bob"), hash: key.hash, createdAt: TestServer.start))
    let token = try await server.token(of: "alice")
    return (server, FuzzedRequest.samples(token: token, key: key.text))
  }

  private static func mutant(
    of samples: [FuzzedRequest], using generator: inout SeededGenerator
  ) throws -> FuzzedRequest {
    var request = try #require(samples.randomElement(using: &generator))
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      if Bool.random(using: &generator) {
        request.mutateBytes(using: &generator)
      } else {
        request.mutateStructure(using: &generator)
      }
    }
    return request
  }

  @Test func everyRequestIsAnswered() async throws {
    var generator = SeededGenerator(seed: Self.seed)
    var (server, samples) = try await Self.server()
    var statuses: [Int: Int] = [:]
    var longest = Duration.zero
    for number in 1...Self.count {
      if number.isMultiple(of: Self.part) { (server, samples) = try await Self.server() }
      let mutant = try Self.mutant(of: samples, using: &generator)
      let method = try #require(HTTPRequest.Method(rawValue: mutant.method))
      let start = ContinuousClock.now
      let answer = await server.send(
        method, String(decoding: mutant.target, as: UTF8.self), headerFields: mutant.headerFields,
        bytes: mutant.body)
      let time = ContinuousClock.now - start
      longest = max(longest, time)
      statuses[answer.status, default: 0] += 1
      let isKnown = [200, 400, 401, 403, 404, 405, 409, 415, 422].contains(answer.status)
      if !isKnown || time > Self.patience {
        Issue.record(
          "seed \(Self.seed), request \(number): \(answer.status) after \(time) for \(mutant)")
      }
    }
    print("\(Self.count) requests, seed \(Self.seed), \(longest) at most: \(Self.table(statuses))")
    for status in [200, 400, 401, 403, 404, 405, 409, 415, 422] {
      #expect(statuses[status, default: 0] > Self.count / 2_000, "\(statuses)")
    }
  }

  private static func table(_ statuses: [Int: Int]) -> String {
    statuses.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
  }

  // MARK: - Over a socket

  /// The same and worse for the parser of HTTP: several requests on one connection, damaged as text, in pieces. The
  /// server answers what it can read, closes the connection, and is well afterwards.
  @Test func whateverComesOverTheSocketIsSurvived() async throws {
    var generator = SeededGenerator(seed: Self.seed)
    var statuses: [Int: Int] = [:]
    var sent = 0
    var connections = 0
    while sent < Self.count {
      let (server, samples) = try await Self.server()
      let end = min(Self.count, sent + Self.part)
      try await LiveServer.run(server.application) { live in
        while sent < end {
          var pieces: [[UInt8]] = []
          for _ in 0..<Int.random(in: 1...6, using: &generator) {
            pieces.append(try Self.wire(of: samples, using: &generator))
          }
          let start = ContinuousClock.now
          let answer = try await Self.exchange(pieces, port: live.port)
          let time = ContinuousClock.now - start
          sent += pieces.count
          connections += 1
          let found = Self.statuses(in: answer)
          for status in found { statuses[status, default: 0] += 1 }
          if found.contains(where: { $0 >= 500 }) || time > Self.patience {
            Issue.record("seed \(Self.seed): \(found) after \(time) for \(pieces)")
          }
        }
        #expect(try await live.execute(uri: "/health", method: .get).status == .ok)
      }
    }
    print(
      "\(sent) requests on \(connections) connections, seed \(Self.seed): \(Self.table(statuses))")
    for status in [200, 400, 401, 404, 422] {
      #expect(statuses[status, default: 0] > Self.count / 2_000, "\(statuses)")
    }
  }

  private static func wire(
    of samples: [FuzzedRequest], using generator: inout SeededGenerator
  ) throws -> [UInt8] {
    let request = try mutant(of: samples, using: &generator)
    var bytes = request.wire(isChunked: Int.random(in: 0..<4, using: &generator) == 0)
    // Half of them are damaged as a whole: their first line, the ends of lines, lengths, chunks.
    if Bool.random(using: &generator) {
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        FuzzedRequest.mutate(&bytes, using: &generator)
      }
    }
    return bytes
  }

  /// Sends everything and nothing more, and reads until the server closes the connection.
  private static func exchange(_ pieces: [[UInt8]], port: Int) async throws -> [UInt8] {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true))
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      var answer: [UInt8] = []
      do {
        for piece in pieces { try await outbound.write(ByteBuffer(bytes: piece)) }
        outbound.finish()
        for try await buffer in inbound { answer += buffer.readableBytesView }
      } catch is IOError, is ChannelError {
        // The server closed the connection on what was no HTTP, before all of it was sent.
      }
      return answer
    }
  }

  /// Those of all answers on a connection.
  private static func statuses(in answers: [UInt8]) -> [Int] {
    String(decoding: answers, as: UTF8.self).matches(of: #/HTTP/1\.[01] ([0-9]{3}) /#)
      .compactMap { Int($0.output.1) }
  }
}
