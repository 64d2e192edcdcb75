import AccordJSON

/// Reads nodes into the typed document. Whatever is wrong in one place is reported and left out; everything
/// else is still read.
final class DocumentReader {
  let main: DocumentFile
  let version: OpenAPIVersion
  let resolver: ReferenceResolver
  /// How parts that mean nothing are reported.
  let brokenParts: Diagnostic.Severity
  var log = DiagnosticLog()

  var schemas = SchemaTable()
  /// Schemas that references lead to and that may not have been read yet.
  var pendingSchemas: [Part] = []
  /// All schemas that are references, in the order of reading: candidates for cycles.
  var referringSchemas: [Schema] = []
  /// Masks, to be checked once all schemas are there.
  var foundMasks: [FoundMask] = []
  /// The places of all masks, those that could not be understood included.
  var readMaskIDs: Set<SchemaID> = []
  /// Extensions of operations, likewise.
  var operationExtensions: [FoundOperationExtension] = []

  /// Parts that were read already, because several references may lead to them.
  var parameters: [SchemaID: Parameter?] = [:]
  var requestBodies: [SchemaID: RequestBody?] = [:]
  var responses: [SchemaID: Response] = [:]
  var headers: [SchemaID: Header] = [:]
  /// Headers that are being read: a header's content may have parts whose headers refer back to it.
  var openHeaders: Set<SchemaID> = []
  /// Each is read once: a callback may lead back to the operation that it belongs to.
  var callbacks: [SchemaID: [Callback]] = [:]
  /// Whether `security` stands anywhere.
  var statesSecurity = false

  private init(
    main: DocumentFile, version: OpenAPIVersion, resolver: ReferenceResolver,
    brokenParts: Diagnostic.Severity
  ) {
    self.main = main
    self.version = version
    self.resolver = resolver
    self.brokenParts = brokenParts
  }

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - root: The document after its overlays.
  ///   - file: The file that the document was named by.
  ///   - brokenParts: How parts that mean nothing are reported, while all others are read.
  static func read(
    _ root: Node, of file: SourceFile, files source: DocumentFileSet.Source, limits: ReadingLimits,
    brokenParts: Diagnostic.Severity
  ) -> DocumentLoader.Outcome {
    let version: OpenAPIVersion
    do throws(Diagnostic) {
      version = try OpenAPIVersion(of: root, in: file)
    } catch {
      return DocumentLoader.Outcome(document: nil, diagnostics: [error])
    }
    let main = DocumentFile(path: file.path, root: root)
    let resolver = ReferenceResolver(
      files: DocumentFileSet(document: main, source: source, limits: limits))
    let reader = DocumentReader(
      main: main, version: version, resolver: resolver, brokenParts: brokenParts)
    let document = reader.readDocument()
    return DocumentLoader.Outcome(
      document: document,
      diagnostics: resolver.diagnostics.reporting(errorsAs: brokenParts) + reader.log.all)
  }

  private func readDocument() -> OpenAPIDocument {
    let root = Part(file: main, pointer: .root, node: main.root)
    let namedSchemas = readNamedSchemas(root)
    let securitySchemes = readSecuritySchemes(root)
    let security = readSecurity(root) ?? []
    let servers = readServers(root)
    let context = OperationContext(
      security: security, servers: servers, schemeNames: Set(securitySchemes.map(\.name)))
    checkSecurity(of: root, security, schemeNames: context.schemeNames)
    let operations = readPaths(root, context)
    let statesSecurity = statesSecurity
    let webhooks = readWebhooks(root, context)
    readOtherComponents(root, context)
    readPendingSchemas()
    reportReferenceCycles()
    var document = OpenAPIDocument(
      root: main.root, version: version, info: readInfo(root), servers: servers,
      tags: readTags(root), operations: operations, webhooks: webhooks,
      components: Components(schemas: namedSchemas, securitySchemes: securitySchemes),
      security: security, schemas: schemas, accord: AccordExtensions())
    document.statesSecurity = statesSecurity
    document.otherFiles = resolver.openedFiles.dropFirst().map {
      ReferencedFile(path: $0.path, root: $0.root)
    }
    reportDuplicateOperationIDs(operations + webhooks)
    document.accord = readExtensions(of: document)
    return document
  }

  private func readExtensions(of document: OpenAPIDocument) -> AccordExtensions {
    var reader = ExtensionReader(document: document, log: log)
    defer { log = reader.log }
    // Callbacks are read like paths, but are none of the API's operations.
    let places = Set(document.operations.map { [$0.path.text, $0.pointer.description] })
    let operations = operationExtensions.filter {
      places.contains([$0.operation.path.text, $0.operation.pointer.description])
    }
    return reader.read(
      masks: foundMasks, maskIDs: readMaskIDs, operations: operations,
      files: resolver.openedFiles)
  }

  // MARK: - Plain parts

  private func readInfo(_ root: Part) -> Info {
    guard let info = member("info", of: root, wanted: .object) else {
      if root["info"] == nil {
        report(
          .warning, "the document has no `info`", at: root.location, "add a title and a version")
      }
      return Info(title: "", version: "")
    }
    for key in ["title", "version"] where info[key] == nil {
      report(.warning, "`info` has no `\(key)`", at: info.location, "add it: OpenAPI requires it")
    }
    return Info(
      title: string("title", of: info) ?? "", version: string("version", of: info) ?? "",
      description: string("description", of: info))
  }

  private func readTags(_ root: Part) -> [Tag] {
    items("tags", of: root).compactMap { tag in
      guard let name = requiredString("name", of: tag, what: "a tag") else { return nil }
      return Tag(name: name, description: string("description", of: tag))
    }
  }

  private func reportDuplicateOperationIDs(_ operations: [Operation]) {
    var first: [ExactString: Operation] = [:]
    for operation in operations {
      guard let id = operation.operationID else { continue }
      if let earlier = first[ExactString(id)] {
        report(
          .warning,
          "the operationId '\(id)' is also that of \(earlier.name) at \(earlier.location)",
          at: operation.location, "give every operation an id of its own")
      } else {
        first[ExactString(id)] = operation
      }
    }
  }
}

extension OpenAPIVersion {
  /// The version that the document says it has.
  ///
  /// - Throws: what to do if it is none that is read, or if this is no OpenAPI document at all.
  fileprivate init(of root: Node, in file: SourceFile) throws(Diagnostic) {
    guard case .object(let object) = root.content else {
      throw Diagnostic(
        .error, "this is no OpenAPI document: it is \(root.kind.withArticle), not an object",
        at: root.location, remedy: "name a document that begins with `openapi: 3.1.0`, say")
    }
    guard let version = object["openapi"] else {
      if let swagger = object["swagger"] {
        throw Diagnostic(
          .error, "this is a Swagger 2.0 document", at: swagger.location,
          remedy: "convert it to OpenAPI 3 first, with swagger2openapi or Swagger Editor, say")
      }
      throw Diagnostic(
        .error, "this is no OpenAPI document: it has no `openapi` field", at: root.location,
        remedy: "name a document that begins with `openapi: 3.1.0`, say")
    }
    let text = version.string ?? version.number?.literal ?? ""
    let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    guard let known = Self(rawValue: parts.prefix(2).joined(separator: ".")) else {
      let supported = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw Diagnostic(
        .error, "the OpenAPI version \(version.value) is not supported", at: version.location,
        remedy: "the versions \(supported) are")
    }
    self = known
  }
}
