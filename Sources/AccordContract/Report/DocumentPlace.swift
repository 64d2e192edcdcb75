import AccordOpenAPI

/// A place in a file of the document, as it is kept in reports: without the file's text.
public struct DocumentPlace: Sendable, Hashable, CustomStringConvertible {
  /// As the command line named it.
  public var file: String
  /// Counted from 1, columns in Unicode scalars.
  public var line: Int
  public var column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  init(_ location: Location) {
    self.init(
      file: location.file.path.onOneLine, line: Int(location.line), column: Int(location.column))
  }

  /// `file:line:column`, as compilers write it.
  public var description: String { "\(file):\(line):\(column)" }
}
