/// What came of reading the text of a file as YAML or JSON.
public struct ParsedText: Sendable {
  /// `nil` if the text is neither.
  public var root: Node?
  public var diagnostics: [Diagnostic]

  public init(root: Node?, diagnostics: [Diagnostic]) {
    self.root = root
    self.diagnostics = diagnostics
  }

  init(failed diagnostic: Diagnostic) {
    self.init(root: nil, diagnostics: [diagnostic])
  }
}

extension SourceFile {
  /// Reads the text as JSON or as YAML.
  ///
  /// A file called `.json` is JSON and nothing else. Any other file is YAML, but one that begins with `{` or
  /// `[` is tried as JSON first: that is faster, and libyaml refuses some valid JSON.
  public func parsed(limits: ReadingLimits = .init()) -> ParsedText {
    if let refusal = refusalOfEncoding() { return ParsedText(failed: refusal) }
    if hasJSONName { return JSONDocumentReader.read(self, limits: limits) }
    guard beginsLikeJSON else { return YAMLReader.read(self, limits: limits) }
    let asJSON = JSONDocumentReader.read(self, limits: limits)
    if asJSON.root != nil { return asJSON }
    let asYAML = YAMLReader.read(self, limits: limits)
    return asYAML.root != nil || hasYAMLName ? asYAML : asJSON
  }

  private var hasJSONName: Bool { path.lowercased().hasSuffix(".json") }

  private var hasYAMLName: Bool {
    let name = path.lowercased()
    return name.hasSuffix(".yaml") || name.hasSuffix(".yml")
  }

  private var beginsLikeJSON: Bool {
    for byte in bytes.dropFirst(byteOrderMarkLength) {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): return true
      default: return false
      }
    }
    return false
  }
}
