import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// What is sent to somebody else's server.
struct OutboundRequest: Sendable {
  enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }

  var method = Method.get
  var url: String
  var headerFields: [(name: String, value: String)] = []
  var body: [UInt8] = []
  /// Whether an answer that leads to another URL is followed.
  var followsRedirects = false
}

struct OutboundAnswer: Sendable {
  var status: Int
  var entityTag: String?
  var body: [UInt8]
}

/// Calls URLs that users have chosen.
///
/// Every name is resolved here, its address is checked, and the connection goes to that very address: a name that
/// leads elsewhere a moment later changes nothing. Redirects are followed here as well, each checked like
/// the first URL.
final class OutboundClient: Sendable {
  private let policy: OutboundPolicy
  private let limits: OutboundLimits
  private let resolver: any HostResolving
  private let callsUnderWay = Mutex(0)

  init(
    policy: OutboundPolicy, limits: OutboundLimits = OutboundLimits(),
    resolver: any HostResolving = SystemResolver()
  ) {
    self.policy = policy
    self.limits = limits
    self.resolver = resolver
  }

  var isOff: Bool { policy == .off }

  /// - Parameter limit: where the body is cut, if only its beginning is wanted.
  /// - Throws: ``OutboundError``, and `CancellationError`.
  func send(_ request: OutboundRequest, limit: Int? = nil) async throws -> OutboundAnswer {
    guard policy != .off else { throw OutboundError.switchedOff }
    let isFree = callsUnderWay.withLock { count in
      guard count < limits.calls else { return false }
      count += 1
      return true
    }
    guard isFree else { throw OutboundError.busy }
    defer { callsUnderWay.withLock { $0 -= 1 } }
    return try await withThrowingTaskGroup(of: OutboundAnswer?.self) { group in
      defer { group.cancelAll() }
      group.addTask { [self] in try await follow(request, limit: limit) }
      group.addTask { [limits] in
        try await Task.sleep(for: limits.time)
        return nil
      }
      guard let answer = try await group.next() ?? nil else { throw OutboundError.timedOut }
      return answer
    }
  }

  private func follow(_ request: OutboundRequest, limit: Int?) async throws -> OutboundAnswer {
    var url = try OutboundURL(request.url)
    for _ in 0...limits.redirects {
      let step = try await call(request, at: url, limit: limit)
      guard let location = step.location else { return step.answer }
      let next: OutboundURL
      do {
        next = try OutboundURL(location, relativeTo: url)
      } catch OutboundError.invalidURL {
        throw OutboundError.invalidRedirect
      }
      if url.scheme == .https, next.scheme == .http { throw OutboundError.insecureRedirect }
      url = next
    }
    throw OutboundError.tooManyRedirects
  }

  // MARK: - One call

  /// An address that may be called. One that may not is an error, even if the name has others: whoever names
  /// it means no good.
  private func address(of host: String) async throws -> NetworkAddress {
    let addresses =
      if let address = NetworkAddress(host) { [address] } else {
        try await resolver.addresses(of: host)
      }
    guard addresses.allSatisfy(policy.allows) else { throw OutboundError.forbiddenAddress }
    // Version 4 first: hosts without a way out for version 6 are common.
    guard let address = addresses.first(where: \.isVersion4) ?? addresses.first else {
      throw OutboundError.unknownHost
    }
    return address
  }

  private func call(
    _ request: OutboundRequest, at url: OutboundURL, limit: Int?
  ) async throws -> (answer: OutboundAnswer, location: String?) {
    let address = try await address(of: url.host)
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.dnsOverride = [url.host: address.description]
    configuration.decompression = .enabled(limit: .size(limits.size))
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.httpVersion = .http1Only
    configuration.timeout = .init(connect: .milliseconds(Int64(limits.time / .milliseconds(1))))
    let client = HTTPClient(
      eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
      configuration: configuration)
    do {
      let answer = try await exchange(request, at: url, by: client, limit: limit)
      try? await client.shutdown()
      return answer
    } catch {
      try? await client.shutdown()
      throw Self.translate(error)
    }
  }

  private func exchange(
    _ request: OutboundRequest, at url: OutboundURL, by client: HTTPClient, limit: Int?
  ) async throws -> (answer: OutboundAnswer, location: String?) {
    var outgoing = HTTPClientRequest(url: url.text)
    outgoing.method = .init(rawValue: request.method.rawValue)
    outgoing.headers.add(name: "User-Agent", value: "accord-rooms/1.0")
    for field in request.headerFields { outgoing.headers.add(name: field.name, value: field.value) }
    if request.method == .post { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
    let response = try await client.execute(outgoing, deadline: .distantFuture)
    let status = Int(response.status.code)
    let entityTag = response.headers.first(name: "etag").flatMap { $0.utf8.count <= 512 ? $0 : nil }
    if request.followsRedirects, [301, 302, 303, 307, 308].contains(status),
      let location = response.headers.first(name: "location")
    {
      return (OutboundAnswer(status: status, entityTag: nil, body: []), location)
    }
    var body: [UInt8] = []
    for try await buffer in response.body {
      body.append(contentsOf: buffer.readableBytesView)
      // Of a body of which only the beginning is wanted, the rest is not waited for.
      if let limit, body.count >= limit {
        body.removeLast(body.count - limit)
        break
      }
      if body.count > limits.size { throw OutboundError.tooLarge(limit: limits.size) }
    }
    return (OutboundAnswer(status: status, entityTag: entityTag, body: body), nil)
  }

  private static func translate(_ error: any Error) -> any Error {
    switch error {
    case is OutboundError, is CancellationError: return error
    case let error as HTTPClientError:
      switch error {
      case .connectTimeout, .readTimeout, .deadlineExceeded: return OutboundError.timedOut
      case .cancelled: return CancellationError()
      case .invalidURL, .emptyHost, .emptyScheme: return OutboundError.invalidURL
      default: return OutboundError.brokenAnswer
      }
    case is NIOConnectionError, is IOError, is ChannelError: return OutboundError.refused
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
      return OutboundError.insecureConnection
    default:
      let name = String(reflecting: type(of: error))
      // The decompressor's error is not public.
      if name.contains("Decompress") { return OutboundError.tooLarge(limit: 0) }
      return OutboundError.brokenAnswer
    }
  }
}
