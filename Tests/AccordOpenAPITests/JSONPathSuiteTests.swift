import AccordJSON
import AccordTesting
import Testing

@testable import AccordOpenAPI

/// The compliance test suite of RFC 9535.
struct JSONPathSuiteTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var selector: String
    var document: JSONValue
    /// `nil` for a selector that must be refused. Several where the order of members is open.
    var results: [JSONValue]?
    var paths: [JSONValue]

    var testDescription: String { name }
  }

  static let cases: [Case] = {
    guard let url = PackageRoot.shared("suites/jsonpath/cts.json"),
      let file = try? TestData.file(url), let root = file.parsed().root?.value
    else { return [] }
    return (root["tests"]?.array ?? []).map { test in
      let results = test["results"]?.array ?? test["result"].map { [$0] } ?? []
      let paths = test["results_paths"]?.array ?? test["result_paths"].map { [$0] } ?? []
      return Case(
        name: test["name"]?.string ?? "", selector: test["selector"]?.string ?? "",
        document: test["document"] ?? .null,
        results: test["invalid_selector"]?.bool == true ? nil : results, paths: paths)
    }
  }()

  @Test func `the suite is complete where it is present`() {
    #expect(Self.cases.isEmpty || Self.cases.count == 703)
  }

  @Test(arguments: cases) func `a query selects what the suite says`(test: Case) throws {
    guard let expected = test.results else {
      #expect(throws: JSONPath.SyntaxError.self) { try JSONPath(test.selector) }
      return
    }
    let path = try JSONPath(test.selector)
    let matches = try #require(path.matches(in: Node(test.document, in: "".file())))
    #expect(expected.contains(.array(matches.map(\.node.value))))
    if !test.paths.isEmpty {
      #expect(test.paths.contains(.array(matches.map { .string($0.normalizedPath) })))
    }
  }
}
