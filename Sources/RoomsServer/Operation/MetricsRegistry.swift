import CoreMetrics
import Synchronization

/// Keeps the numbers of swift-metrics and writes them as Prometheus reads them (text format 0.0.4).
///
/// A label and its dimensions make one series. Dimensions come from fixed sets, such as operations and statuses, never
/// from what a request holds: a caller must not make series.
final class MetricsRegistry: MetricsFactory {
  private struct Series: Hashable, Comparable {
    var name: String
    /// As it is written, with braces; empty without dimensions.
    var dimensions: String

    static func < (left: Series, right: Series) -> Bool {
      (left.name, left.dimensions) < (right.name, right.dimensions)
    }
  }

  private struct Numbers: Sendable {
    var counters: [Series: CounterSeries] = [:]
    var gauges: [Series: GaugeSeries] = [:]
    var histograms: [Series: HistogramSeries] = [:]
  }

  private let numbers = Mutex(Numbers())

  private static func series(_ label: String, _ dimensions: [(String, String)]) -> Series {
    let pairs = dimensions.map { "\(name($0.0))=\"\(escaped($0.1))\"" }
    return Series(
      name: name(label), dimensions: pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}")
  }

  private static func name(_ text: String) -> String {
    String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" })
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  // MARK: - Text

  /// All series, in the same order every time.
  var text: String {
    let numbers = numbers.withLock { $0 }
    var lines: [String] = []
    var last = ""
    func head(_ name: String, _ kind: String) {
      if name != last { lines.append("# TYPE \(name) \(kind)") }
      last = name
    }
    for (series, counter) in numbers.counters.sorted(by: { $0.key < $1.key }) {
      head(series.name, "counter")
      lines.append("\(series.name)\(series.dimensions) \(counter.value)")
    }
    for (series, gauge) in numbers.gauges.sorted(by: { $0.key < $1.key }) {
      head(series.name, "gauge")
      lines.append("\(series.name)\(series.dimensions) \(gauge.value)")
    }
    for (series, histogram) in numbers.histograms.sorted(by: { $0.key < $1.key }) {
      head(series.name, "histogram")
      lines += histogram.lines(name: series.name, dimensions: series.dimensions)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  // MARK: - Series

  /// The one that is kept for the label and its dimensions.
  private func kept<Kept: Sendable>(
    _ kind: any WritableKeyPath<Numbers, [Series: Kept]> & Sendable, _ label: String,
    _ dimensions: [(String, String)], orNew make: @Sendable () -> Kept
  ) -> Kept {
    let series = Self.series(label, dimensions)
    return numbers.withLock { numbers in
      if let known = numbers[keyPath: kind][series] { return known }
      let made = make()
      numbers[keyPath: kind][series] = made
      return made
    }
  }

  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    kept(\.counters, label, dimensions, orNew: CounterSeries.init)
  }

  func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    gauge(label, dimensions)
  }

  private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeSeries {
    kept(\.gauges, label, dimensions, orNew: GaugeSeries.init)
  }

  private func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramSeries {
    kept(\.histograms, label, dimensions, orNew: HistogramSeries.init)
  }

  func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    aggregate ? histogram(label, dimensions) : gauge(label, dimensions)
  }

  /// In seconds, as Prometheus wants times.
  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    histogram(label, dimensions)
  }

  // Series stay: a counter that vanished would look like a server that was started anew.
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyMeter(_ handler: any MeterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}
}

private final class CounterSeries: CounterHandler {
  private let number = Mutex<Int64>(0)

  var value: Int64 { number.withLock { $0 } }
  func increment(by amount: Int64) { number.withLock { $0 &+= amount } }
  func reset() { number.withLock { $0 = 0 } }
}

private final class GaugeSeries: MeterHandler, RecorderHandler {
  private let number = Mutex<Double>(0)

  var value: Double { number.withLock { $0 } }
  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { number.withLock { $0 = value } }
  func increment(by amount: Double) { number.withLock { $0 += amount } }
  func decrement(by amount: Double) { number.withLock { $0 -= amount } }
  func record(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }
}

private final class HistogramSeries: TimerHandler, RecorderHandler {
  private struct Content: Sendable {
    var counts = [Int](repeating: 0, count: HistogramSeries.bounds.count + 1)
    var sum = 0.0
  }

  /// In seconds.
  static let bounds = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]
  private let content = Mutex(Content())

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }
  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    let index = Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count
    content.withLock { content in
      content.counts[index] += 1
      content.sum += value
    }
  }

  func lines(name: String, dimensions: String) -> [String] {
    let content = content.withLock { $0 }
    let start = dimensions.isEmpty ? "{" : dimensions.dropLast() + ","
    var total = 0
    var lines: [String] = []
    for (bound, count) in zip(Self.bounds.map { "\($0)" } + ["+Inf"], content.counts) {
      total += count
      lines.append("\(name)_bucket\(start)le=\"\(bound)\"} \(total)")
    }
    return lines + [
      "\(name)_sum\(dimensions) \(content.sum)", "\(name)_count\(dimensions) \(total)",
    ]
  }
}
