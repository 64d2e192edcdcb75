import AccordDiff
import AccordGenerator
import AccordOpenAPI
import AccordTesting
import Foundation
import Testing

/// What is said about Swift is tried: code that was written against the old version is compiled against the new one, and
/// does so exactly if nothing else was said. All cases are compiled together, each with a prefix before the names of
/// its types, because a compiler takes longer to start than to look at any of them.
struct SwiftProofTests {
  /// Whose code stands in a file of a case.
  static let files: [(name: String, role: SwiftRole)] = [
    ("client.swift", .caller), ("server.swift", .conformer),
  ]

  static let cases = DiffCase.all.filter { test in
    files.contains { test.text($0.name) != nil }
  }

  @Test func `there is code for every verdict`() throws {
    var seen: [Verdict: Int] = [:]
    for test in Self.cases {
      let changes = try test.changes(.whole, isReversed: false)
      seen[changes.map(\.swift).max() ?? .none, default: 0] += 1
    }
    for verdict in Verdict.allCases { #expect(seen[verdict, default: 0] >= 5, "\(verdict)") }
  }

  @Test func `code compiles exactly if the verdict says so`() async throws {
    let before = try await Self.failures("old")
    #expect(before.isEmpty, "must compile against the version that it was written for")
    let after = try await Self.failures("new")
    for test in Self.cases {
      let changes = try test.changes(.whole, isReversed: false)
      let said = changes.reduce(into: Set<SwiftRole>()) { $0.formUnion($1.swiftBreaks) }
      let verdict = changes.map(\.swift).max() ?? .none
      #expect((verdict == .breaking) == said.contains(.caller), "\(test.name)")
      for (file, role) in Self.files where test.text(file) != nil {
        let problem = after["\(test.name)/\(file)"]
        if said.contains(role) {
          #expect(problem != nil, "\(test.name)/\(file) compiles, and should not")
        } else {
          #expect(problem == nil, "\(test.name)/\(file) should compile: \(problem ?? "")")
        }
      }
    }
  }

  /// The first error of each file that does not compile.
  private static func failures(_ version: String) async throws -> [String: String] {
    let folder = try TemporaryFolder()
    var sources: [String] = []
    /// Which file of which case a source is: a compiler wants each name once.
    var owners: [String: String] = [:]
    for (index, test) in cases.enumerated() {
      let generator = Generator(
        Generator.Options(module: "ShopAPI", layout: .shards, access: .internal))
      let generated = generator.generate(try test.document(version, .whole)).files
      // Another version may lack what the code names: the names of both are known.
      let names = try ["old", "new"].reduce(into: Set<String>()) { names, version in
        names.formUnion(
          Self.typeNames(generator.generate(try test.document(version, .whole)).files))
      }
      func prefixed(_ text: String) -> String { Self.prefixed(text, names, "C\(index)") }
      let text = generated.map { prefixed($0.text) }.joined(separator: "\n")
      sources.append(try folder.write(text, to: "C\(index).swift").path)
      for (file, _) in files {
        guard let code = test.text(file) else { continue }
        let wrapped =
          "import AccordRuntime\nenum Code\(index)_\(file.prefix(6)) {\n\(prefixed(code))}\n"
        owners["C\(index)-\(file)"] = "\(test.name)/\(file)"
        sources.append(try folder.write(wrapped, to: "C\(index)-\(file)").path)
      }
    }
    let run = try await ToolRun.toolchain(
      "swiftc",
      [
        "-typecheck", "-wmo", "-swift-version", "6", "-module-name", "Cases", "-I",
        PackageRoot.products.appendingPathComponent("Modules").path,
      ] + sources)
    var failures: [String: String] = [:]
    for line in run.errors.split(separator: "\n") where line.contains(": error: ") {
      guard let range = line.firstRange(of: folder.url.path + "/") else { continue }
      let rest = line[range.upperBound...]
      // Whatever does not compile is code of the cases, not what was generated.
      guard let owner = owners[String(rest.prefix { $0 != ":" })] else {
        Issue.record("\(rest)")
        continue
      }
      if failures[owner] == nil { failures[owner] = String(rest) }
    }
    #expect(run.status == 0 || !failures.isEmpty, "\(run.errors.prefix(2000))")
    return failures
  }

  /// The types that the code declares, those of no document's schema among them.
  private static func typeNames(_ files: [GeneratedFile]) -> Set<String> {
    let declaration = /(?m)^(?:indirect )?(?:enum|struct|protocol|typealias|final class) (\w+)/
    return Set(files.flatMap { $0.text.matches(of: declaration).map { String($0.1) } })
  }

  /// The text with the prefix before every one of the names that stands there as a word.
  private static func prefixed(_ text: String, _ names: Set<String>, _ prefix: String) -> String {
    var result = ""
    var word = ""
    func flush() {
      result += names.contains(word) ? prefix + word : word
      word = ""
    }
    for scalar in text.unicodeScalars {
      if scalar.properties.isIDContinue {
        word.unicodeScalars.append(scalar)
      } else {
        flush()
        result.unicodeScalars.append(scalar)
      }
    }
    flush()
    return result
  }
}
