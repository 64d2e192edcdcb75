#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The folder that a document stands in, beyond which its references must not lead, and the other folders that
/// whoever runs the tool has allowed.
struct DocumentFolder {
  /// Absolute and without symbolic links, with a `/` at their ends.
  private let folder: String?
  private let roots: [String]

  init(of document: String, roots: [String] = []) {
    var folder = document.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    if folder.isEmpty { folder = document.hasPrefix("/") ? "/" : "." }
    self.folder = Self.realFolder(folder)
    self.roots = roots.compactMap(Self.realFolder)
  }

  /// Whether the file is below one of the folders once symbolic links are followed, or does not exist: then
  /// opening it says so.
  func contains(_ file: String) -> Bool {
    guard let real = Self.realPath(file) else { return folder != nil }
    return ([folder].compactMap { $0 } + roots).contains { real.hasPrefix($0) }
  }

  /// Whether the file exists, and is below a folder that was allowed besides the document's own.
  func isBelowRoot(_ file: String) -> Bool {
    guard !roots.isEmpty, let real = Self.realPath(file) else { return false }
    return roots.contains { real.hasPrefix($0) }
  }

  private static func realFolder(_ path: String) -> String? {
    realPath(path).map { $0.hasSuffix("/") ? $0 : $0 + "/" }
  }

  private static func realPath(_ path: String) -> String? {
    // The system would take a NUL for the end of the path.
    guard !path.utf8.contains(0), let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
