/// How much of a multipart body a server takes, and where it keeps it.
public struct MultipartLimits: Sendable, Hashable {
  /// In bytes: all values that are no files, together.
  public var values: Int
  /// In bytes: all files, together.
  public var files: Int
  /// In bytes: what of one file is kept in memory. A larger one waits in a temporary file, which has no name and is
  /// gone with the last that reads it.
  public var fileInMemory: Int
  /// How many parts there may be.
  public var parts: Int
  /// In bytes: the header of one part.
  public var header: Int

  public init(
    values: Int = 8 << 20, files: Int = 1 << 30, fileInMemory: Int = 256 << 10, parts: Int = 1000,
    header: Int = 16 << 10
  ) {
    self.values = values
    self.files = files
    self.fileInMemory = fileInMemory
    self.parts = parts
    self.header = header
  }
}
