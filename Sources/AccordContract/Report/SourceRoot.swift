/// The folder that places in reports are relative to: that of the repository, whatever folder the run was started in.
public struct SourceRoot: Sendable, Hashable {
  private let root: [String]
  private let current: [String]

  /// - Parameters:
  ///   - root: an absolute path.
  ///   - current: the folder that relative paths start from.
  public init(root: String, current: String) {
    self.root = Self.components(of: root, in: [])
    self.current = Self.components(of: current, in: [])
  }

  /// With paths as they are given.
  public static let none = SourceRoot(root: "/", current: "/")

  /// The path relative to the root; absolute if it lies somewhere else.
  public func path(of file: String) -> String {
    let path = Self.components(of: file, in: current)
    guard path.starts(with: root), path.count > root.count else {
      return "/" + path.joined(separator: "/")
    }
    return path.dropFirst(root.count).joined(separator: "/")
  }

  private static func components(of path: String, in folder: [String]) -> [String] {
    var result = path.hasPrefix("/") ? [] : folder
    for part in path.split(separator: "/") {
      switch part {
      case ".": continue
      case "..": _ = result.popLast()
      default: result.append(String(part))
      }
    }
    return result
  }
}
