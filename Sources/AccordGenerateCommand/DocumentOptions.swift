package import AccordOpenAPI
package import ArgumentParser

/// The document that a command is about, and what is laid over it: the same words for all commands.
package struct DocumentOptions: ParsableArguments {
  @Argument(help: "The OpenAPI document, YAML or JSON.", completion: .file())
  package var spec: String

  @Option(
    name: .customLong("overlay"),
    help: "An overlay to apply first. Several are applied in their order.", completion: .file())
  package var overlays: [String] = []

  @Option(
    name: .customLong("ref-root"),
    help: ArgumentHelp(
      "A folder besides the document's own that `$ref` may lead into; may be repeated.",
      valueName: "folder"), completion: .directory)
  package var referenceRoots: [String] = []

  package init() {}

  package func load(
    brokenParts: Diagnostic.Severity = .error
  ) -> DocumentLoader.Outcome {
    DocumentLoader(referenceRoots: referenceRoots, brokenParts: brokenParts)
      .load(path: spec, overlays: overlays)
  }
}
