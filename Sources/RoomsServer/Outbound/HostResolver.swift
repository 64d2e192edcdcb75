import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// Finds the addresses of a host. A seam: tests say where names lead, and change it between two questions.
protocol HostResolving: Sendable {
  /// - Throws: ``OutboundError/unknownHost``.
  func addresses(of host: String) async throws -> [NetworkAddress]
}

/// Asks the system.
struct SystemResolver: HostResolving {
  /// The system's resolver blocks its thread, for as long as its servers are silent. Those that wait take these
  /// threads and no others.
  private static let threads: NIOThreadPool = {
    let pool = NIOThreadPool(numberOfThreads: 4)
    pool.start()
    return pool
  }()

  func addresses(of host: String) async throws -> [NetworkAddress] {
    // Whoever gives up waiting goes on at once; the system's question runs to its end behind them.
    let answer = Mutex<CheckedContinuation<[NetworkAddress], any Error>?>(nil)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        answer.withLock { $0 = continuation }
        if Task.isCancelled {
          answer.withLock { $0.take() }?.resume(throwing: CancellationError())
          return
        }
        Self.threads.submit { state in
          let result = Result {
            guard state == .active else { throw OutboundError.unknownHost }
            return try Self.look(up: host)
          }
          answer.withLock { $0.take() }?.resume(with: result)
        }
      }
    } onCancel: {
      answer.withLock { $0.take() }?.resume(throwing: CancellationError())
    }
  }

  private static func look(up host: String) throws -> [NetworkAddress] {
    var hints = addrinfo()
    #if canImport(Glibc)
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
      hints.ai_socktype = SOCK_STREAM
    #endif
    var first: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &first) == 0, let first else {
      throw OutboundError.unknownHost
    }
    defer { freeaddrinfo(first) }
    var addresses: [NetworkAddress] = []
    for info in sequence(first: first, next: { $0.pointee.ai_next }) {
      let address = info.pointee.ai_addr.flatMap(address(of:))
      if let address, !addresses.contains(address) { addresses.append(address) }
    }
    return addresses
  }

  private static func address(of pointer: UnsafeMutablePointer<sockaddr>) -> NetworkAddress? {
    switch Int32(pointer.pointee.sa_family) {
    case AF_INET:
      pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
        NetworkAddress(bytes: withUnsafeBytes(of: pointer.pointee.sin_addr) { Array($0) })
      }
    case AF_INET6:
      pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
        NetworkAddress(bytes: withUnsafeBytes(of: pointer.pointee.sin6_addr) { Array($0) })
      }
    default: nil
    }
  }
}
