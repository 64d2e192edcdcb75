import AccordTesting
import Foundation
import Testing

/// A package that uses this one by path, as a newcomer's would. Each build is a real `swift build`, so they run one
/// after the other, and share what they built.
@Suite(.serialized) struct PluginTests {
  /// The consumer, copied to where it can be changed.
  private struct Consumer {
    private let folder: TemporaryFolder
    let url: URL

    init() throws {
      folder = try TemporaryFolder()
      url = folder.url.appendingPathComponent("consumer")
      let fixture = PackageRoot.url.appendingPathComponent("Tests/PluginTests/Fixtures/Consumer")
      try FileManager.default.copyItem(at: fixture, to: url)
      let template = url.appendingPathComponent("Package.swift.template")
      let manifest = try String(contentsOf: template, encoding: .utf8)
        .replacingOccurrences(of: "ACCORD", with: PackageRoot.url.path)
      try Data(manifest.utf8).write(to: url.appendingPathComponent("Package.swift"))
      try FileManager.default.removeItem(at: template)
    }

    var document: URL { url.appendingPathComponent("Sources/Consumer/openapi.yaml") }

    func change(_ file: URL, _ old: String, to new: String) throws {
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(text.contains(old))
      try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: file)
    }

    func swift(_ arguments: String...) async throws -> ToolRun {
      try await ToolRun.toolchain("swift", arguments, in: url)
    }

    /// The text of all generated files.
    func generated() throws -> String {
      let outputs = url.appendingPathComponent(".build/plugins/outputs")
      let enumerator = FileManager.default.enumerator(at: outputs, includingPropertiesForKeys: nil)
      let files = (enumerator?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
      return try files.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
    }
  }

  @Test("the build plugin generates, the client runs, a changed document is picked up")
  func buildPlugin() async throws {
    let consumer = try Consumer()
    let resolution = try await consumer.swift("package", "resolve")
    #expect(resolution.status == 0, "\(resolution.errors)")
    let checkouts = try FileManager.default.contentsOfDirectory(
      atPath: consumer.url.appendingPathComponent(".build/checkouts").path)
    #expect(checkouts.sorted() == ["swift-argument-parser", "swift-http-types"])

    let build = try await consumer.swift("build")
    try #require(build.status == 0, "\(build.output)\(build.errors)")
    #expect(!(build.output + build.errors).contains("warning:"), "\(build.output)\(build.errors)")
    print("a clean debug build of a consumer took \(Int(build.cpuSeconds)) s of CPU")
    // The bar is a minute. Twice that would mean that something heavy has crept in; between the two lies what a
    // busy machine adds.
    #expect(build.cpuSeconds < 120)

    let run = try await consumer.swift("run", "--skip-build", "Consumer")
    #expect(run.output == "Accord\n404\n", "\(run.output)\(run.errors)")

    // A new property is in the next build; so is a new schema, whose file was planned before it existed.
    #expect(try !consumer.generated().contains("var pages: Int"))
    try consumer.change(
      consumer.document, "subtitle:", to: "pages: { type: integer }\n        subtitle:")
    try consumer.change(
      consumer.document, "components:\n  schemas:\n",
      to:
        "components:\n  schemas:\n    Shelf: { type: object, properties: { name: { type: string } } }\n"
    )
    try consumer.change(
      consumer.url.appendingPathComponent("Sources/Consumer/Main.swift"), "print(book.title)",
      to: "print(book.title, book.pages ?? 7, Shelf(name: \"top\").name ?? \"\")")
    let second = try await consumer.swift("build")
    #expect(second.status == 0, "\(second.output)\(second.errors)")
    let secondRun = try await consumer.swift("run", "--skip-build", "Consumer")
    #expect(secondRun.output == "Accord 7 top\n404\n", "\(secondRun.output)\(secondRun.errors)")

    // A mistake in the document is an error of the build, at its line.
    let mask = ", x-accord-mask: { visibleTo: [nobody], as: \"\" }"
    try consumer.change(
      consumer.document, "title: { type: string }", to: "title: { type: string\(mask) }")
    let third = try await consumer.swift("build")
    #expect(third.status != 0)
    #expect(
      (third.output + third.errors).contains("openapi.yaml:25:61: error:"),
      "\(third.output)\(third.errors)")
    try await commandPlugins(consumer)
  }

  /// The command plugins, in the package that is already built.
  private func commandPlugins(_ consumer: Consumer) async throws {
    try consumer.change(
      consumer.document, ", x-accord-mask: { visibleTo: [nobody], as: \"\" }", to: "")
    let arguments = [
      "Sources/Consumer/openapi.yaml", "--output", "Committed", "--module", "ShelfAPI",
    ]
    func check() async throws -> ToolRun {
      try await ToolRun.toolchain(
        "swift", ["package", "accord-check"] + arguments, in: consumer.url)
    }
    let book = consumer.url.appendingPathComponent("Committed/Models/Book.swift")

    let missing = try await check()
    #expect(missing.status == 1, "\(missing.output)\(missing.errors)")
    #expect(!FileManager.default.fileExists(atPath: book.path), "a check must write nothing")

    let regeneration = try await ToolRun.toolchain(
      "swift",
      ["package", "--allow-writing-to-package-directory", "accord-regenerate"] + arguments,
      in: consumer.url)
    #expect(regeneration.status == 0, "\(regeneration.output)\(regeneration.errors)")
    #expect(FileManager.default.fileExists(atPath: book.path))

    let fresh = try await check()
    #expect(fresh.status == 0, "\(fresh.output)\(fresh.errors)")

    try consumer.change(
      consumer.document, "pages: { type: integer }", to: "pages: { type: string }")
    let stale = try await check()
    #expect(stale.status == 1)
    #expect(
      stale.output.contains("-  public var pages: Int?\n+  public var pages: String?"),
      "\(stale.output)")
  }
}
