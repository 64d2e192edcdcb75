import AccordRuntime
import Foundation
import Testing

/// The format cases of the JSON Schema Test Suite, which lies beside the package.
struct FormatSuiteTests {
  static let suite = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/suites/json-schema-test-suite/tests/draft2020-12/optional/format")

  static var isThere: Bool { FileManager.default.fileExists(atPath: suite.path) }

  @Test(
    .enabled("skipped: ../shared/suites is not there") { isThere },
    arguments: ["date-time", "date", "uuid"])
  func agreesWithTheSuite(format: String) throws {
    let file = Self.suite.appending(path: "\(format).json")
    let groups = try JSONValue(parsing: Array(Data(contentsOf: file)))
    var count = 0
    for group in groups.array ?? [] {
      for test in group["tests"]?.array ?? [] {
        guard let text = test["data"]?.string else { continue }
        let isValid: Bool
        switch format {
        case "date-time": isValid = Timestamp(text) != nil
        case "date": isValid = CalendarDate(text) != nil
        default: isValid = UUID(parameterText: text) != nil
        }
        #expect(isValid == test["valid"]?.bool, "\(test["description"]?.string ?? ""): \(text)")
        count += 1
      }
    }
    #expect(count > 10)
  }
}
