import NIOCore
import NIOPosix
import Testing

/// A server on a loopback port that answers every request with the same text, whether that is HTTP or not.
public struct RawServer: Sendable {
  /// What it does after the answer.
  public enum Ending: Sendable, Hashable {
    case close
    /// Says nothing more until the test is over.
    case hold
    /// Sends this again and again for as long as somebody reads it.
    case forever(String)
    /// Sends this a few times a second for as long as somebody waits.
    case drip(String)
  }

  public let port: Int
  /// The requests, as they came.
  public let requests: AsyncStream<String>

  /// Runs the server for as long as `body` takes.
  public static func answering(
    _ text: String, then ending: Ending = .close,
    _ body: (RawServer) async throws -> Void
  ) async throws {
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let port = try #require(listener.channel.localAddress?.port)
    let (requests, seen) = AsyncStream.makeStream(of: String.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try? await listener.executeThenClose { clients in
          for try await client in clients {
            try? await serve(client, text, ending, seen)
          }
        }
      }
      try await body(RawServer(port: port, requests: requests))
      group.cancelAll()
    }
  }

  private static func serve(
    _ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ answer: String, _ ending: Ending,
    _ seen: AsyncStream<String>.Continuation
  ) async throws {
    try await client.executeThenClose { inbound, outbound in
      var request = ""
      for try await buffer in inbound {
        request += String(buffer: buffer)
        // A body, where there is one, ends with this word, or with a last chunk.
        let isWhole =
          !request.hasPrefix("POST") || request.hasSuffix("END")
          || request.hasSuffix("\r\n0\r\n\r\n")
        guard request.contains("\r\n\r\n"), isWhole else { continue }
        seen.yield(request)
        try await outbound.write(ByteBuffer(string: answer))
        switch ending {
        case .close: return
        case .hold: break
        case .drip(let more):
          while !Task.isCancelled {
            try await Task.sleep(for: .milliseconds(50))
            try await outbound.write(ByteBuffer(string: more))
          }
        case .forever(let more):
          while !Task.isCancelled { try await outbound.write(ByteBuffer(string: more)) }
        }
      }
    }
  }
}
