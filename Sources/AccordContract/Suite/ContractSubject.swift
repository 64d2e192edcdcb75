import AccordOpenAPI

/// What a suite of contract tests is about: a document, a way to the server that has to keep it, and what a run is
/// told besides.
public struct ContractSubject: Sendable {
  public var document: OpenAPIDocument
  public var configuration: ContractConfiguration
  public var transport: any ContractTransport

  public init(
    document: OpenAPIDocument, configuration: ContractConfiguration,
    transport: any ContractTransport
  ) {
    self.document = document
    self.configuration = configuration
    self.transport = transport
  }

  /// Reads the document from files.
  ///
  /// - Parameters:
  ///   - overlays: applied in their order.
  ///   - configuration: what the run is told; its server's name is only shown where the transport needs none.
  /// - Throws: ``UnreadableDocument`` with all that is wrong with the files.
  public init(
    document path: String, overlays: [String] = [], configuration: ContractConfiguration,
    transport: any ContractTransport
  ) throws(UnreadableDocument) {
    let outcome = DocumentLoader().load(path: path, overlays: overlays)
    guard let document = outcome.document, !outcome.hasErrors else {
      throw UnreadableDocument(diagnostics: outcome.diagnostics.filter { $0.severity == .error })
    }
    self.init(document: document, configuration: configuration, transport: transport)
  }
}

/// A document that is not there, or has errors.
public struct UnreadableDocument: Error, Sendable, CustomStringConvertible {
  public let diagnostics: [Diagnostic]

  public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
