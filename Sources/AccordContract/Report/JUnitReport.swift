/// The summary as JUnit XML: a suite for each check, in it a test case for each operation. Checks that had
/// nothing to look at are skipped, not passed.
public struct JUnitReport: Sendable {
  public init() {}

  public func text(of summary: Summary) -> String {
    var suites: [String] = []
    var tests = 0
    var skipped = 0
    var failed = 0
    for check in summary.checks {
      let suite = suite(check, summary)
      suites.append(suite.text)
      tests += suite.tests
      failed += suite.failed
      skipped += suite.skipped
    }
    let run = runSuite(summary)
    suites.append(run.text)
    tests += 1
    failed += run.failed
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="\(xml("accord verify: \(summary.title)"))" tests="\(tests)" \
      failures="\(failed)" errors="0" skipped="\(skipped)" \
      time="\(summary.duration.seconds.rounded(to: 3))">
      \(suites.joined(separator: "\n"))
      </testsuites>

      """
  }

  private typealias Suite = (text: String, tests: Int, failed: Int, skipped: Int)

  private func suite(_ check: Summary.CheckDescription, _ summary: Summary) -> Suite {
    let results = summary.results.filter { $0.check == check.name }
    let failures = summary.failures.filter { $0.check == check.name }
    var cases: [String] = []
    var failedCount = 0
    var shown: Set<Int> = []
    for result in results {
      let own = failures.indices.filter {
        failures[$0].operation == result.operation
          || failures[$0].otherOperations.contains(result.operation)
      }
      // Every failure is written out once, with the operation where it showed first.
      let first = own.filter { failures[$0].operation == result.operation }
      shown.formUnion(first)
      guard !own.isEmpty else {
        cases.append(element(result.operation, check.name, body: nil))
        continue
      }
      failedCount += 1
      cases.append(
        element(
          result.operation, check.name,
          body: own.map { failure(failures[$0], isWhole: first.contains($0)) }.joined(
            separator: "\n")))
    }
    for index in failures.indices where !shown.contains(index) {
      failedCount += 1
      cases.append(
        element(
          failures[index].operation, check.name, body: failure(failures[index], isWhole: true)))
    }
    var skippedCount = 0
    if cases.isEmpty {
      skippedCount = 1
      cases.append(
        element(check.name, check.name, body: #"      <skipped message="no case"/>"#))
    }
    let text = """
        <testsuite name="\(xml(check.name))" tests="\(cases.count)" failures="\(failedCount)" \
      errors="0" skipped="\(skippedCount)">
      \(cases.joined(separator: "\n"))
        </testsuite>
      """
    return (text, cases.count, failedCount, skippedCount)
  }

  /// The run itself: whether it came to its end.
  private func runSuite(_ summary: Summary) -> (text: String, failed: Int) {
    let problem = summary.ending.problem
    let body = problem.map { #"      <failure message="\#(xml($0))"/>"# }
    let text = """
        <testsuite name="run" tests="1" failures="\(problem == nil ? 0 : 1)" errors="0" skipped="0">
      \(element("the run comes to its end", "run", body: body))
          <system-out>\(xml(ConsoleReport().text(of: summary)))</system-out>
        </testsuite>
      """
    return (text, problem == nil ? 0 : 1)
  }

  private func element(_ name: String, _ className: String, body: String?) -> String {
    let start = #"    <testcase name="\#(xml(name))" classname="\#(xml(className))" time="0""#
    guard let body else { return start + "/>" }
    return "\(start)>\n\(body)\n    </testcase>"
  }

  private func failure(_ failure: Failure, isWhole: Bool) -> String {
    let message = "expected \(failure.expected), got \(failure.got)"
    let start = #"      <failure type="\#(xml(failure.check))" message="\#(xml(message))""#
    guard isWhole else { return start + "/>" }
    let text = ConsoleReport(shortens: false).text(of: failure)
    return "\(start)>\(xml(text))</failure>"
  }

  /// Escaped for element content and attributes alike; what XML 1.0 has no characters for is replaced.
  func xml(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&apos;"
      case "\t", "\n": result += scalar == "\n" ? "&#10;" : "&#9;"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
