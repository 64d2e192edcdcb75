/// The files of a document: the one that was named, and those that references lead to.
struct DocumentFileSet {
  /// Where other files come from.
  enum Source {
    /// Below the folder of the document, once symbolic links are followed; nothing else.
    case folder(DocumentFolder)
    /// These, by path.
    case memory([SourceFile])
  }

  private let source: Source
  private let limits: ReadingLimits
  /// What the path of every file must begin with.
  private let folderPrefix: String
  private(set) var opened: [DocumentFile]
  private(set) var diagnostics: [Diagnostic] = []
  /// Of all files that were opened so far, to keep many large ones from filling the memory.
  private var readBytes = 0
  private var byPath: [String: Result<DocumentFile, ReferenceResolver.Failure>] = [:]

  init(document: DocumentFile, source: Source, limits: ReadingLimits) {
    self.source = source
    self.limits = limits
    opened = [document]
    let folder = Self.normalized(document.path).split(
      separator: "/", omittingEmptySubsequences: false)
    folderPrefix = folder.dropLast().map { $0 + "/" }.joined()
    byPath[Self.normalized(document.path)] = .success(document)
  }

  /// The file that a relative reference from another file leads to.
  mutating func file(
    at reference: String, from origin: DocumentFile
  ) -> Result<DocumentFile, ReferenceResolver.Failure> {
    let folder = origin.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let path = Self.normalized(
      reference.hasPrefix("/")
        ? reference : (folder.map(String.init) + [reference]).joined(separator: "/"))
    let isBelowFolder =
      !reference.hasPrefix("/") && path.hasPrefix(folderPrefix)
      && !path.hasPrefix(folderPrefix + "../") && path != folderPrefix + ".."
    guard !path.utf8.contains(0), isBelowFolder || isAllowed(path) else {
      return .failure(Self.outside(reference))
    }
    if let known = byPath[path] { return known }
    let result = open(path, reference: reference)
    byPath[path] = result
    return result
  }

  /// Whether the file is below a folder that whoever runs the tool has allowed.
  private func isAllowed(_ path: String) -> Bool {
    switch source {
    case .memory: false
    case .folder(let folder): folder.isBelowRoot(path)
    }
  }

  private static func outside(_ reference: String) -> ReferenceResolver.Failure {
    .init(
      message: "the file '\(reference)' is outside the folder of the document",
      remedy: "put it below that folder, or allow the folder that it is in with --ref-root")
  }

  private mutating func open(
    _ path: String, reference: String
  ) -> Result<DocumentFile, ReferenceResolver.Failure> {
    guard opened.count <= limits.files else {
      return .failure(
        .init(
          message: "the references lead to more than \(limits.files) files",
          remedy: "bring files together"))
    }
    guard readBytes <= limits.bytes else {
      return .failure(
        .init(
          message: "the references lead to files of more than \(limits.bytes >> 20) MiB together",
          remedy: "bring in less"))
    }
    let text: SourceFile
    switch read(path, reference: reference) {
    case .success(let file): text = file
    case .failure(let failure): return .failure(failure)
    }
    readBytes += text.bytes.count
    let parsed = text.parsed(limits: limits)
    diagnostics += parsed.diagnostics
    guard let root = parsed.root else {
      return .failure(
        .init(
          message: "the file '\(reference)' could not be read", remedy: "see what is said about it")
      )
    }
    let file = DocumentFile(path: path, root: root)
    opened.append(file)
    return .success(file)
  }

  private func read(
    _ path: String, reference: String
  ) -> Result<SourceFile, ReferenceResolver.Failure> {
    switch source {
    case .memory(let files):
      guard let file = files.first(where: { Self.normalized($0.path) == path }) else {
        return .failure(
          .init(message: "there is no file '\(reference)'", remedy: "hand it over as well"))
      }
      return .success(file)
    case .folder(let folder):
      guard folder.contains(path) else { return .failure(Self.outside(reference)) }
      do throws(Diagnostic) {
        return .success(try SourceFile(reading: path, limits: limits, allowsPipes: false))
      } catch {
        return .failure(
          .init(
            message: "the file '\(reference)' cannot be read: \(error.message)",
            remedy: error.remedy))
      }
    }
  }

  /// The path without `.` and, where that is possible, without `..`.
  static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/", omittingEmptySubsequences: true) where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
