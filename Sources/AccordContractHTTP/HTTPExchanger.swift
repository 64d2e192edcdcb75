public import AccordContract
import AsyncHTTPClient
import Foundation
public import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix

/// Sends the requests of a contract run over the network: one connection is used for many requests, redirects
/// are answers like any other, and nothing that a server sends can take more time or memory than it is given.
public final class HTTPExchanger: ContractTransport {
  private let client: HTTPClient

  /// The longest header section that is read, in bytes.
  static let headerLimit = 256 << 10

  /// - Parameters:
  ///   - connections: how many connections are kept open.
  ///   - bodyLimit: the largest body that is read, in bytes.
  public init(server: ServerURL, connections: Int, bodyLimit: Int) {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.httpVersion = .http1Only
    configuration.timeout.connect = .seconds(5)
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
    // The client itself reads header sections of any length.
    let isPlain = server.scheme == .http
    configuration.http1_1ConnectionDebugInitializer = { channel in
      channel.eventLoop.makeCompletedFuture {
        let limit = AnswerSizeLimit(
          headerLimit: isPlain ? Self.headerLimit : nil, totalLimit: 2 * bodyLimit + (1 << 20))
        try channel.pipeline.syncOperations.addHandler(limit, position: .first)
      }
    }
    client = HTTPClient(configuration: configuration)
  }

  /// Closes all connections. Has to be called before the last reference goes.
  public func shutDown() async {
    // Nothing can be done about a connection that does not close.
    try? await client.shutdown()
  }

  public func send(
    _ request: HTTPRequest, body: [UInt8], timeout: Duration, bodyLimit: Int
  ) async throws(TransportFailure) -> TransportAnswer {
    let translated = translate(request, body)
    do throws(TransportFailure) {
      return try await attempt(translated, timeout: timeout, bodyLimit: bodyLimit)
    } catch .reset where !Task.isCancelled {
      // A server may close a connection that it has kept open at the very moment it is used again.
      return try await attempt(translated, timeout: timeout, bodyLimit: bodyLimit)
    } catch {
      throw error
    }
  }

  private func attempt(
    _ request: HTTPClientRequest, timeout: Duration, bodyLimit: Int
  ) async throws(TransportFailure) -> TransportAnswer {
    // The client's own deadline ends with the head of the answer.
    try await TransportAnswer.within(timeout) {
      do {
        return .success(try await self.exchange(request, bodyLimit: bodyLimit))
      } catch {
        return .failure(Self.failure(for: error))
      }
    }
  }

  private func exchange(
    _ request: HTTPClientRequest, bodyLimit: Int
  ) async throws -> TransportAnswer {
    let response = try await client.execute(request, deadline: .distantFuture)
    var body: [UInt8] = []
    for try await part in response.body {
      guard part.readableBytes <= bodyLimit - body.count else {
        throw TransportFailure.bodyTooLarge(limit: bodyLimit)
      }
      body.append(contentsOf: part.readableBytesView)
    }
    try Task.checkCancellation()
    var fields = HTTPFields()
    for (name, value) in response.headers {
      if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
    }
    let status = HTTPResponse.Status(code: Int(response.status.code))
    return TransportAnswer(
      response: HTTPResponse(status: status, headerFields: fields), body: body)
  }

  private func translate(_ request: HTTPRequest, _ body: [UInt8]) -> HTTPClientRequest {
    let url = "\(request.scheme ?? "http")://\(request.authority ?? "")\(request.path ?? "/")"
    var translated = HTTPClientRequest(url: url)
    translated.method = .init(rawValue: request.method.rawValue)
    for field in request.headerFields {
      translated.headers.add(name: field.name.rawName, value: field.value)
    }
    if !body.isEmpty { translated.body = .bytes(ByteBuffer(bytes: body)) }
    return translated
  }

  private static func failure(for error: any Error) -> TransportFailure {
    switch error {
    case let failure as TransportFailure: return failure
    case let error as NIOConnectionError: return .unreachable("\(error.host):\(error.port)")
    case is HTTPParserError: return .malformed("\(error)")
    case let error as IOError where error.errnoCode == ECONNREFUSED:
      return .unreachable("connection refused")
    case let error as IOError: return .reset(error.description)
    case is CancellationError: return .cancelled
    case let error as HTTPClientError: return failure(for: error)
    default:
      // A TLS handshake that fails is a server that cannot be reached.
      return "\(type(of: error))".contains("SSL")
        ? .unreachable("TLS: \(error)") : .reset("\(error)")
    }
  }

  private static func failure(for error: HTTPClientError) -> TransportFailure {
    switch error {
    case .connectTimeout: .unreachable("connecting took too long")
    case .readTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout: .timedOut
    case .remoteConnectionClosed: .reset("closed by the server")
    case .cancelled: .cancelled
    case .invalidURL, .emptyHost: .unreachable("\(error)")
    default: .reset("\(error)")
    }
  }
}

/// Closes a connection whose answer has a header section without end, or is longer in all than any answer that
/// would be read.
private final class AnswerSizeLimit: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer

  /// `nil` where the bytes are encrypted, so that the end of the header section cannot be seen.
  private let headerLimit: Int?
  private let totalLimit: Int
  private var received = 0
  private var isInHeader = true
  /// The first bytes of the answer, up to its status.
  private var start: [UInt8] = []
  /// Whether the last bytes were a line break, with nothing but a carriage return since.
  private var isAtLineStart = false

  init(headerLimit: Int?, totalLimit: Int) {
    self.headerLimit = headerLimit
    self.totalLimit = totalLimit
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    received = 0
    isInHeader = headerLimit != nil
    isAtLineStart = false
    start = []
    context.write(data, promise: promise)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    received += buffer.readableBytes
    // The client takes such an answer for one that another follows, and stops the process at its end.
    if headerLimit != nil, hasStatusBelow100(buffer) {
      return fail(.malformed("a status below 100"), context)
    }
    if isInHeader { findEndOfHeader(buffer) }
    if isInHeader, let headerLimit, received > headerLimit {
      return fail(.headersTooLarge, context)
    }
    if received > totalLimit { return fail(.bodyTooLarge(limit: totalLimit), context) }
    context.fireChannelRead(data)
  }

  private func hasStatusBelow100(_ buffer: ByteBuffer) -> Bool {
    let length = "HTTP/1.1 0".utf8.count
    guard start.count < length else { return false }
    start.append(contentsOf: buffer.readableBytesView.prefix(length - start.count))
    return start.count == length && start.last == UInt8(ascii: "0")
  }

  private func findEndOfHeader(_ buffer: ByteBuffer) {
    for byte in buffer.readableBytesView {
      switch byte {
      case 0x0A where isAtLineStart:
        isInHeader = false
        return
      case 0x0A: isAtLineStart = true
      case 0x0D: break
      default: isAtLineStart = false
      }
    }
  }

  private func fail(_ failure: TransportFailure, _ context: ChannelHandlerContext) {
    context.fireErrorCaught(failure)
    context.close(promise: nil)
  }
}
