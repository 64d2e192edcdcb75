import Foundation

/// Where things are on the machine that the tests run on.
public enum PackageRoot {
  /// The folder of Package.swift.
  public static let url = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Data that is too large, or not ours, to be in the repository. `nil`, and a line that says so, where it is
  /// absent.
  public static func shared(_ path: String) -> URL? {
    let place = url.deletingLastPathComponent().appendingPathComponent("shared/\(path)")
    guard FileManager.default.fileExists(atPath: place.path) else {
      print("skipped: there is no ../shared/\(path) beside the package")
      return nil
    }
    return place
  }

  /// The folder that this build's products are in.
  public static let products: URL = {
    #if os(macOS)
      let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
      if let bundle = bundles.first { return bundle.deletingLastPathComponent() }
    #endif
    let executable =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: executable).deletingLastPathComponent()
  }()
}

/// A folder that is gone when the test is over.
public final class TemporaryFolder: Sendable {
  public let url: URL

  public init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("accord-tests-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Writes a file below the folder.
  @discardableResult
  public func write(_ text: String, to path: String) throws -> URL {
    let place = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: place)
    return place
  }
}
