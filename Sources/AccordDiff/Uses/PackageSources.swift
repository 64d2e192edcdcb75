import AccordGenerator

/// What the sources of a package name: which changes it has to care about.
public struct PackageSources: Sendable {
  /// A place that names something that a change is about.
  public struct Mention: Sendable, Hashable {
    public var file: String
    public var line: Int
    public var name: String

    public var description: String { "\(file):\(line) (\(name))" }
  }

  private var types: [String: Mention] = [:]
  private var members: [String: Mention] = [:]

  /// Generated files are left aside: they name everything.
  ///
  /// - Parameter files: paths as they are shown, with their texts.
  public init(_ files: [(path: String, text: String)]) {
    for file in files.sorted(by: { $0.path < $1.path })
    where !file.text.hasPrefix(Generator.header) {
      for word in SwiftWords(file.text).words {
        let mention = Mention(file: file.path, line: word.line, name: word.text)
        if word.isMember, members[word.text] == nil { members[word.text] = mention }
        if types[word.text] == nil { types[word.text] = mention }
      }
    }
  }

  /// Where any of the names stands first: types anywhere, methods behind a dot.
  func mentions(of names: SwiftNames.Names) -> [Mention] {
    names.types.compactMap { types[$0] } + names.methods.compactMap { members[$0] }
  }
}
