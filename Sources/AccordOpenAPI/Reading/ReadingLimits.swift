/// How much of a file is read before it is refused. A document is untrusted input: without bounds a few
/// lines of it could exhaust the memory or the stack of whoever reads them.
public struct ReadingLimits: Sendable {
  /// The most bytes of one file.
  public var bytes: Int
  /// The most arrays and objects inside one another. What is made of a document recurses over it, so this
  /// bounds the stack of every later stage as well.
  public var depth: Int
  /// How many values the aliases of a YAML file may stand for, beyond ten times those it writes out.
  public var aliasedNodes: Int
  /// How many values overlays may add: copies of copies double the document with every action.
  public var overlaidNodes: Int
  /// The most other files that references may lead to.
  public var files: Int

  public init(
    bytes: Int = 256 << 20, depth: Int = 256, aliasedNodes: Int = 250_000,
    overlaidNodes: Int = 5_000_000, files: Int = 1_000
  ) {
    self.bytes = bytes
    self.depth = depth
    self.aliasedNodes = aliasedNodes
    self.overlaidNodes = overlaidNodes
    self.files = files
  }
}
