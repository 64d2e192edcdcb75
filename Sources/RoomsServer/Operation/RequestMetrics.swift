import Foundation
import Metrics

/// What is counted about requests.
struct RequestMetrics: Sendable {
  /// Why a request was not even looked at.
  enum Refusal: String, Sendable {
    case overload, rate
  }

  let registry: MetricsRegistry

  /// - Parameter operation: its operationId; `nil` for a request that asks for none.
  func count(operation: String?, status: Int, nanoseconds: Int64) {
    let operation = operation ?? "none"
    Counter(
      label: "rooms_http_requests_total",
      dimensions: [("operation", operation), ("status", "\(status)")], factory: registry
    ).increment()
    Timer(
      label: "rooms_http_request_duration_seconds", dimensions: [("operation", operation)],
      factory: registry
    ).recordNanoseconds(nanoseconds)
  }

  func count(_ refusal: Refusal) {
    Counter(
      label: "rooms_http_refused_total", dimensions: [("reason", refusal.rawValue)],
      factory: registry
    ).increment()
  }

  /// The text for Prometheus, with what is true at this moment.
  func text(inFlight: Int) -> String {
    Gauge(label: "rooms_http_requests_in_flight", factory: registry).record(inFlight)
    if let bytes = Self.residentMemory {
      Gauge(label: "process_resident_memory_bytes", factory: registry).record(bytes)
    }
    return registry.text
  }

  /// `nil` where the system does not say it.
  private static var residentMemory: Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
      return nil
    }
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return pages.map { $0 * sysconf(Int32(_SC_PAGESIZE)) }
  }
}
