import Foundation

/// A file that only its owner may read.
enum PrivateFile {
  struct WritingError: Error, CustomStringConvertible {
    var path: String
    /// From `errno`.
    var reason: String

    var description: String { "\(path): cannot be written: \(reason)" }
  }

  /// Writes a file of mode 0600 in one step: whoever reads it meanwhile finds the old file or the new one,
  /// and nobody else's eyes are on it at any time.
  ///
  /// - Throws: ``WritingError``.
  static func write(_ bytes: [UInt8], to path: String) throws(WritingError) {
    let temporaryPath = "\(path).\(UUID().uuidString)"
    let descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    do throws(WritingError) {
      // The mode of `open` is what the umask leaves of it.
      guard fchmod(descriptor, 0o600) == 0 else { throw failure(path) }
      try writeAll(bytes, to: descriptor, path)
      guard fsync(descriptor) == 0 else { throw failure(path) }
    } catch {
      close(descriptor)
      unlink(temporaryPath)
      throw error
    }
    close(descriptor)
    guard rename(temporaryPath, path) == 0 else {
      let error = failure(path)
      unlink(temporaryPath)
      throw error
    }
  }

  private static func writeAll(
    _ bytes: [UInt8], to descriptor: Int32, _ path: String
  ) throws(WritingError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path)
      }
      rest = rest.dropFirst(count)
    }
  }

  private static func failure(_ path: String) -> WritingError {
    WritingError(path: path, reason: String(cString: strerror(errno)))
  }
}
