import AccordGenerator
public import ArgumentParser
internal import AccordOpenAPI
import Foundation

/// `accord generate`, and the whole of `accord-generate`, which the plugins run.
public struct Generate: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Makes Swift code of an OpenAPI document.",
    discussion: """
      Writes models, a client, a server protocol with routes, masking functions, a batching client and \
      query keys. Only files whose text changes are written; generated files that are no longer needed are \
      removed; files that were not generated are never touched.

      Exit codes: 0 generated (or, with --check, up to date), 1 the document has errors (or the code is \
      stale), 2 wrong usage.
      """)

  @OptionGroup var source: DocumentOptions

  @Option(help: "The folder to write to.", completion: .directory)
  var output: String

  @Option(help: "The module that the code is for. Default: named after the document's title.")
  var module: String?

  @Option(
    help: ArgumentHelp(
      "What to generate, separated by commas: models, client, server, and contract, a suite of contract tests "
        + "for Swift Testing, which belongs into a test target.", valueName: "parts"))
  var emit: PartList = PartList(parts: GeneratedPart.usual)

  @Option(help: "files: one for each type and operation. shards: always the same files.")
  var layout: Layout = .files

  @Option(help: "Who may use the code: public, package or internal.")
  var access: AccessLevel = .public

  @Flag(
    name: .customLong("keep-operation-ids"),
    help: "Name methods after their operationIds to the word, noise included.")
  var keepOperationIDs = false

  @Option(
    name: .customLong("rename"),
    help: ArgumentHelp(
      "What to call something in Swift: an operationId, a method with its path, the name of a schema, or a "
        + "pointer such as '#/components/schemas/Room/properties/name'.", valueName: "original=name"
    ))
  var renames: [RenameArgument] = []

  @Option(
    name: .customLong("only-tag"),
    help: ArgumentHelp(
      "Only the operations with that tag, and the types that they need. What is named by several options of "
        + "this kind is generated together.", valueName: "tag"))
  var onlyTags: [String] = []

  @Option(
    name: .customLong("only-operation"),
    help: ArgumentHelp(
      "Only the operation with that operationId, or 'GET /path'.", valueName: "operation"))
  var onlyOperations: [String] = []

  @Option(
    name: .customLong("only-path"),
    help: ArgumentHelp(
      "Only the operations of that path, or of all paths that begin so: '/v1/rooms*'.",
      valueName: "path"))
  var onlyPaths: [String] = []

  @Option(
    name: .customLong("import"),
    help: ArgumentHelp("A module that the generated code imports too.", valueName: "module"))
  var imports: [ModuleArgument] = []

  @Option(
    help: ArgumentHelp(
      "A JSON file with module, access, emit, onlyTags, onlyOperations, onlyPaths, keepOperationIds, names "
        + "or imports, which win over the flags. What the build plugin reads.", valueName: "file"),
    completion: .file())
  var settings: String?

  @Option(
    help: ArgumentHelp(
      "Where to write what became of every part of the document, as JSON.", valueName: "file"),
    completion: .file())
  var coverage: String?

  @Flag(help: "Treat warnings, and anything of the document that is left out, as errors.")
  var strict = false

  @Flag(help: "Write nothing; fail with a diff if the folder is not up to date.")
  var check = false

  public init() {}

  public func run() throws {
    let outcome = source.load(brokenParts: .warning)
    report(outcome.diagnostics)
    guard let document = outcome.document, !outcome.hasErrors else { throw ExitCode(1) }
    let options = try options()
    if options.layout == .shards, options.parts.contains(.contract) {
      throw ValidationError(
        "contract tests belong into a test target and have one file: use --layout files for them")
    }
    let mistakes = options.selection.mistakes(in: document)
    report(mistakes)
    guard mistakes.isEmpty else { throw ExitCode(2) }
    let (files, diagnostics) = try generate(document, options)
    report(diagnostics)
    let all = outcome.diagnostics + diagnostics
    if all.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
    if strict, all.contains(where: { $0.severity == .warning }) { throw ExitCode(1) }
    let directory = OutputDirectory(path: output)
    try check ? compare(files, in: directory) : write(files, to: directory)
  }

  /// Generates, and tells what became of the document if somebody asks for it.
  private func generate(
    _ document: OpenAPIDocument, _ options: Generator.Options
  ) throws -> (files: [GeneratedFile], diagnostics: [Diagnostic]) {
    guard coverage != nil || strict else { return Generator(options).generate(document) }
    let result = Generator(options).generateWithCoverage(document)
    if let coverage { try write(result.coverage, to: coverage) }
    guard strict else { return (result.files, result.diagnostics) }
    let missing = result.coverage.entries.filter { $0.verdict == .leftOut }.map { entry in
      Diagnostic(
        .error, "\(entry.kind.rawValue) '#\(entry.pointer)' is left out: \(entry.reason ?? "")",
        at: entry.location, remedy: "generate without --strict to do without it")
    }
    return (result.files, result.diagnostics + missing)
  }

  private func write(_ coverage: Coverage, to path: String) throws {
    do {
      try Data("\(coverage.report.serialized())\n".utf8)
        .write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      report([
        Diagnostic(
          .error, "the coverage cannot be written: \(error.localizedDescription)", at: .file(path),
          remedy: "name a file in a folder that exists")
      ])
      throw ExitCode(2)
    }
    print(coverage.summary)
  }

  private func options() throws -> Generator.Options {
    var options = Generator.Options(
      module: module, parts: Set(emit.parts), layout: layout, access: access,
      keepsOperationIDs: keepOperationIDs,
      selection: Selection(tags: onlyTags, operations: onlyOperations, paths: onlyPaths),
      renames: renames.map(\.rename), imports: imports.map(\.name))
    guard let settings else { return options }
    do throws(SettingsError) {
      try GenerateSettings(path: settings).apply(to: &options)
    } catch {
      report([error.diagnostic])
      throw ExitCode(2)
    }
    return options
  }

  private func compare(_ files: [GeneratedFile], in directory: OutputDirectory) throws {
    let differences = try directory.differences(from: files)
    guard !differences.isEmpty else {
      print("\(output) is up to date: \(files.count) files.")
      return
    }
    for difference in differences { print(difference, terminator: "") }
    report([
      Diagnostic(
        .error, "\(differences.count) generated files are stale", at: .file(output),
        remedy: "run the same command without --check and commit what it writes")
    ])
    throw ExitCode(1)
  }

  private func write(_ files: [GeneratedFile], to directory: OutputDirectory) throws {
    do throws(OutputError) {
      let summary = try directory.update(to: files)
      print(
        "\(output): \(summary.written.count) files written, \(summary.unchanged) unchanged, "
          + "\(summary.removed.count) removed.")
    } catch {
      report([error.diagnostic])
      throw ExitCode(1)
    }
  }

  private func report(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics {
      FileHandle.standardError.write(Data("\(diagnostic)\n".utf8))
    }
  }
}

/// A list of parts, separated by commas.
struct PartList: ExpressibleByArgument {
  var parts: [GeneratedPart]

  init(parts: [GeneratedPart]) {
    self.parts = parts
  }

  init?(argument: String) {
    let parts = argument.split(separator: ",").map { GeneratedPart(rawValue: String($0)) }
    guard !parts.isEmpty, !parts.contains(nil) else { return nil }
    self.parts = parts.compactMap { $0 }
  }

  var defaultValueDescription: String { parts.map(\.rawValue).joined(separator: ",") }
}

/// `original=name`. What is renamed may hold a `=`, the name cannot.
struct RenameArgument: ExpressibleByArgument {
  var rename: Rename

  init?(argument: String) {
    guard let equals = argument.lastIndex(of: "="), equals != argument.startIndex else {
      return nil
    }
    rename = Rename(
      String(argument[..<equals]), to: String(argument[argument.index(after: equals)...]))
  }
}

/// A name that can stand behind `import`.
struct ModuleArgument: ExpressibleByArgument {
  var name: String

  init?(argument: String) {
    guard Generator.isModuleName(argument) else { return nil }
    name = argument
  }
}

extension Layout: ExpressibleByArgument {}
extension AccessLevel: ExpressibleByArgument {}
