import Foundation

/// How long something takes on the processor, in seconds: others who use the machine do not count.
enum Measurement {
  /// The median over several runs after one that warms up: at least three, and as many as fit into half a second.
  static func median<Result>(_ body: () throws -> Result) rethrows -> Double {
    _ = try seconds(body)
    var runs: [Double] = []
    while runs.count < 3 || (runs.reduce(0, +) < 0.5 && runs.count < 51) {
      runs.append(try seconds(body))
    }
    return runs.sorted()[runs.count / 2]
  }

  private static func seconds<Result>(_ body: () throws -> Result) rethrows -> Double {
    let start = processorSeconds
    let result = try body()
    let end = processorSeconds
    // The result lives until the clock has stopped: taking it down again belongs to whoever used it.
    return withExtendedLifetime(result) { end - start }
  }

  /// What the process has had of all processors so far.
  static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
  }

  // MARK: - Memory

  /// The most memory that the process had while `body` ran, in bytes. What earlier work has left to the process
  /// counts too: measure the small before the large, and memory before time.
  static func peakMemory<Result>(_ body: () throws -> Result) rethrows -> Int {
    #if os(Linux)
      // Sets the highest mark back to what is used now: proc_pid_clear_refs(5).
      try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .ascii)
      _ = try body()
      return status("VmHWM")
    #else
      _ = try body()
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }

  /// What the process has now, in bytes.
  static var memory: Int {
    #if os(Linux)
      return status("VmRSS")
    #else
      return peakMemory {}
    #endif
  }

  #if os(Linux)
    private static func status(_ name: String) -> Int {
      let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .ascii)) ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
      return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }
  #endif

  // MARK: - Growth

  /// The exponent of the power that fits cost over size best (least squares of the logarithms): 1 is linear.
  static func exponent(_ points: [(size: Double, cost: Double)]) -> Double {
    let logarithms = points.map { (log($0.size), log($0.cost)) }
    let count = Double(points.count)
    let meanX = logarithms.map(\.0).reduce(0, +) / count
    let meanY = logarithms.map(\.1).reduce(0, +) / count
    let covariance = logarithms.map { ($0.0 - meanX) * ($0.1 - meanY) }.reduce(0, +)
    let variance = logarithms.map { ($0.0 - meanX) * ($0.0 - meanX) }.reduce(0, +)
    return covariance / variance
  }
}

/// Columns of text, the first to the left, all others to the right.
struct Table {
  private var rows: [[String]]

  init(_ titles: [String]) {
    rows = [titles]
  }

  mutating func add(_ row: [String]) {
    rows.append(row)
  }

  func show() {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = zip(row, widths).enumerated().map { index, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        return index == 0 ? cell.0 + padding : padding + cell.0
      }
      print(cells.joined(separator: "  "))
    }
  }
}

extension Double {
  func rounded(to digits: Int) -> String { String(format: "%.\(digits)f", self) }
}
