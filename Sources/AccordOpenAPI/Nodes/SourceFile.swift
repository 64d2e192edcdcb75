/// A file that was read, or text that stands for one.
///
/// A class, because every located node points to its file and shares it.
public final class SourceFile: Sendable {
  /// As the user wrote it, so that diagnostics can be clicked on.
  public let path: String
  public let bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// A place in a source file. Lines and columns count from 1, columns in Unicode scalars.
public struct Location: Sendable {
  public let file: SourceFile
  public let line: UInt32
  public let column: UInt32

  public init(file: SourceFile, line: Int, column: Int) {
    self.file = file
    self.line = UInt32(clamping: line)
    self.column = UInt32(clamping: column)
  }
}

extension Location: Hashable, CustomStringConvertible {
  public static func == (left: Location, right: Location) -> Bool {
    left.file === right.file && left.line == right.line && left.column == right.column
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(file))
    hasher.combine(line)
    hasher.combine(column)
  }

  /// `file:line:column`, as compilers write it.
  public var description: String { "\(file.path):\(line):\(column)" }
}
