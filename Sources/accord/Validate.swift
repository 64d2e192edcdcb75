import AccordContract
import AccordGenerateCommand
import AccordJSON
import AccordOpenAPI
import AccordSchema
import ArgumentParser
import Foundation

/// `accord validate`: values against one schema of a document.
struct Validate: ParsableCommand {
  enum Travel: String, ExpressibleByArgument, CaseIterable {
    case request, response

    var direction: Direction {
      switch self {
      case .request: .request
      case .response: .response
      }
    }
  }

  static let configuration = CommandConfiguration(
    abstract: "Checks values against one schema of an OpenAPI document.",
    discussion: """
      Says of each value what is wrong with it, at its line: file:line:column: error: message.

        accord validate openapi.yaml --schema /components/schemas/Room room.json
        curl -s "$URL/rooms/1" | accord validate openapi.yaml --schema '#/components/schemas/Room'

      Exit codes: 0 all values are valid, 1 some are not (or the document has errors), 2 wrong usage, such as a \
      pointer that leads to no schema or a file that cannot be read.
      """)

  @OptionGroup var source: DocumentOptions

  @Argument(
    help: ArgumentHelp(
      "Files with one JSON value each; - is standard input, and what is read if none is named.",
      valueName: "file"), completion: .file())
  var values: [String] = []

  @Option(
    help: ArgumentHelp(
      "Where the schema stands in the document: /components/schemas/Room.", valueName: "pointer"))
  var schema: String

  @Option(
    name: .customLong("in"),
    help: "Which way the values travel, for readOnly and writeOnly. Default: neither counts.")
  var travel: Travel?

  func run() throws {
    let document = try source.soundDocument()
    let catalog = SchemaCatalog(document: document)
    let compiled = try compile(catalog, document)
    var invalid = 0
    var isUnreadable = false
    let paths = values.isEmpty ? ["-"] : values
    for path in paths {
      do throws(Diagnostic) {
        let file = try SourceFile(reading: path == "-" ? "/dev/stdin" : path)
        let named = path == "-" ? SourceFile(path: "-", bytes: file.bytes) : file
        let problems = ValueProblems(named, compiled, catalog, travel?.direction).diagnostics
        for problem in problems { Terminal.complain("\(problem)") }
        if problems.contains(where: { $0.severity == .error }) { invalid += 1 }
      } catch {
        Terminal.complain("\(error)")
        isUnreadable = true
      }
    }
    print(summary(paths.count, invalid: invalid))
    if isUnreadable { throw ExitCode(2) }
    if invalid > 0 { throw ExitCode(1) }
  }

  private func summary(_ count: Int, invalid: Int) -> String {
    "\(count) value\(count == 1 ? "" : "s"), \(invalid) invalid"
  }

  private func compile(
    _ catalog: SchemaCatalog, _ document: OpenAPIDocument
  ) throws -> CompiledSchema {
    let pointer =
      schema.hasPrefix("#")
      ? JSONPointer(fragment: String(schema.dropFirst())) : JSONPointer(schema)
    guard let pointer else {
      throw ValidationError(
        "--schema wants a JSON pointer such as /components/schemas/Room, not '\(schema)'")
    }
    do throws(SchemaError) {
      let compiled = try catalog.compiled(at: pointer)
      for problem in compiled.problems {
        let location = catalog.location(of: problem.location) ?? document.root.location
        Terminal.complain(
          "\(Diagnostic(.warning, "\(problem.message), which is not checked", at: location))")
      }
      return compiled
    } catch {
      let names = document.components.schemas.map(\.name)
      let last = pointer.tokens.last ?? ""
      let near = names.first { $0.lowercased() == last.lowercased() } ?? names.first
      let hint = near.map { "; there is /components/schemas/\($0), say" } ?? ""
      throw ValidationError("--schema \(schema): \(Self.reason(error))\(hint)")
    }
  }

  private static func reason(_ error: SchemaError) -> String {
    switch error.reason {
    case .unknownDocument, .nothingThere: "there is nothing at that place of the document"
    case .notASchema:
      "what stands there is neither an object nor a boolean, and therefore no schema"
    }
  }
}

/// What is wrong with the value in a file.
struct ValueProblems {
  let diagnostics: [Diagnostic]

  init(
    _ file: SourceFile, _ schema: CompiledSchema, _ catalog: SchemaCatalog, _ direction: Direction?
  ) {
    let start = Location(file: file, line: 1, column: 1)
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(json: file.bytes, options: .init(refusesDuplicateKeys: true))
    } catch {
      diagnostics = [
        Diagnostic(
          .error, "this is no JSON: \(error.reason)", at: file.location(ofByte: error.offset),
          remedy: "write one JSON value")
      ]
      return
    }
    let result = schema.validate(value, direction: direction)
    let root = result.violations.isEmpty ? nil : file.parsed().root
    var diagnostics = result.violations.map { violation in
      let place = Self.place(of: violation.instance, in: root) ?? start
      let origin = catalog.location(of: violation.schema).map { " (\($0))" } ?? ""
      return Diagnostic(.error, "\(violation)\(origin)", at: place)
    }
    if let reason = result.incompleteness {
      diagnostics.append(
        Diagnostic(
          .error, "the value could not be checked completely: \(Self.text(reason))", at: start))
    }
    self.diagnostics = diagnostics
  }

  /// The nearest place that is there: what is missing has none.
  private static func place(of pointer: JSONPointer, in root: Node?) -> Location? {
    guard let root else { return nil }
    var pointer = pointer
    while true {
      if let node = root[pointer] { return node.location }
      guard !pointer.isRoot else { return nil }
      pointer = JSONPointer(tokens: pointer.tokens.dropLast())
    }
  }

  private static func text(_ reason: Incompleteness) -> String {
    switch reason {
    case .depth: "it is nested too deeply"
    case .steps: "it takes too many steps"
    case .patternSteps: "a pattern takes too many steps"
    case .unresolvedReference: "a reference in the schema leads nowhere"
    case .unsupportedPattern: "a pattern in the schema is no regular expression"
    }
  }
}
