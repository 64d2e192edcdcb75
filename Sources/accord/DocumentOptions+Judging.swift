import AccordGenerateCommand
import AccordOpenAPI
import ArgumentParser

extension DocumentOptions {
  /// For commands that judge by the document. What is wrong with it is said on standard error.
  ///
  /// - Throws: exit code 1 for a document with errors.
  func soundDocument() throws -> OpenAPIDocument {
    let outcome = load()
    for diagnostic in outcome.diagnostics where diagnostic.severity != .note {
      Terminal.complain("\(diagnostic)")
    }
    guard let document = outcome.document, !outcome.hasErrors else { throw ExitCode(1) }
    return document
  }
}
