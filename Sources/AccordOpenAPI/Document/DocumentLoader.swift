/// Reads an OpenAPI document and its overlays from files.
public struct DocumentLoader: Sendable {
  /// What came of reading: a document if one could be made of it, and everything there is to say about it.
  public struct Outcome: Sendable {
    public var document: OpenAPIDocument?
    /// In the order of the files, errors and all else together.
    public var diagnostics: [Diagnostic]

    public init(document: OpenAPIDocument?, diagnostics: [Diagnostic]) {
      self.document = document
      self.diagnostics = diagnostics
    }

    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
  }

  private let limits: ReadingLimits
  private let referenceRoots: [String]
  private let brokenParts: Diagnostic.Severity

  /// - Parameters:
  ///   - referenceRoots: Folders besides the document's own whose files references may lead to.
  ///   - brokenParts: How a part that means nothing is reported, such as a reference that leads nowhere: an error
  ///     for whoever judges the document, a warning for whoever makes the best of it. A document that cannot be
  ///     read as a whole, and a mistake in an overlay or in one of Accord's extensions, are errors always.
  public init(
    limits: ReadingLimits = .init(), referenceRoots: [String] = [],
    brokenParts: Diagnostic.Severity = .error
  ) {
    self.limits = limits
    self.referenceRoots = referenceRoots
    self.brokenParts = brokenParts
  }

  /// Reads the document at that path, with the overlays applied one after the other.
  ///
  /// References may lead to other files below the document's folder and the roots that were allowed, and nowhere
  /// else: not to the network either.
  public func load(path: String, overlays: [String] = []) -> Outcome {
    let document: SourceFile
    do throws(Diagnostic) {
      document = try SourceFile(reading: path, limits: limits)
    } catch {
      return Outcome(document: nil, diagnostics: [error])
    }
    var overlayFiles: [SourceFile] = []
    var diagnostics: [Diagnostic] = []
    for path in overlays {
      do throws(Diagnostic) {
        overlayFiles.append(try SourceFile(reading: path, limits: limits))
      } catch {
        diagnostics.append(error)
      }
    }
    var outcome = load(
      document, overlays: overlayFiles,
      files: .folder(DocumentFolder(of: path, roots: referenceRoots)))
    let paths = [path] + overlays
    outcome.diagnostics = (diagnostics + outcome.diagnostics).sorted(byFiles: paths)
    return outcome
  }

  /// Reads a document from memory. References lead to the other files, by their paths.
  public func load(
    _ document: SourceFile, overlays: [SourceFile] = [], otherFiles: [SourceFile] = []
  ) -> Outcome {
    var outcome = load(document, overlays: overlays, files: .memory(otherFiles))
    let paths = [document.path] + overlays.map(\.path)
    outcome.diagnostics = outcome.diagnostics.sorted(byFiles: paths)
    return outcome
  }

  private func load(
    _ document: SourceFile, overlays: [SourceFile], files: DocumentFileSet.Source
  ) -> Outcome {
    let parsed = document.parsed(limits: limits)
    var diagnostics = parsed.diagnostics
    guard let root = parsed.root else {
      return Outcome(document: nil, diagnostics: diagnostics)
    }
    diagnostics = diagnostics.reporting(errorsAs: brokenParts)
    var applier = OverlayApplier(root: root, limits: limits)
    for file in overlays {
      guard let overlay = read(file, for: document, reportingTo: &diagnostics) else { continue }
      applier.apply(overlay)
    }
    let outcome = DocumentReader.read(
      applier.root, of: document, files: files, limits: limits, brokenParts: brokenParts)
    let fields = outcome.document.map { FieldCheck.check(applier.root, $0.version) } ?? []
    return Outcome(
      document: outcome.document,
      diagnostics: diagnostics + applier.diagnostics + outcome.diagnostics + fields)
  }

  private func read(
    _ file: SourceFile, for document: SourceFile, reportingTo diagnostics: inout [Diagnostic]
  ) -> Overlay? {
    let parsed = file.parsed(limits: limits)
    diagnostics += parsed.diagnostics
    guard let root = parsed.root else { return nil }
    var reader = OverlayReader()
    let overlay = reader.read(root)
    diagnostics += reader.diagnostics
    if let overlay, let warning = overlay.mismatch(with: document) { diagnostics.append(warning) }
    return overlay
  }
}
