#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The folder that a document stands in, beyond which its references must not lead.
struct DocumentFolder {
  /// Absolute and without symbolic links, with a `/` at its end.
  private let path: String?

  init(of document: String) {
    var folder = document.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    if folder.isEmpty { folder = document.hasPrefix("/") ? "/" : "." }
    path = Self.realPath(folder).map { $0.hasSuffix("/") ? $0 : $0 + "/" }
  }

  /// Whether the file is below the folder once symbolic links are followed, or does not exist: then opening
  /// it says so.
  func contains(_ file: String) -> Bool {
    guard let path else { return false }
    guard let real = Self.realPath(file) else { return true }
    return real.hasPrefix(path)
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
