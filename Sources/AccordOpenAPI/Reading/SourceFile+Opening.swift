#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension SourceFile {
  /// Reads a file from disk.
  ///
  /// - Parameter allowsPipes: Whether pipes and devices are read as well. Who names a file on the command line may
  ///   well mean one (`<(…)` of a shell); a reference in a document must not make its reader wait for one.
  /// - Throws: a ``Diagnostic`` that says what to do if there is no such file, if it is a directory, or if it
  ///   may not be read or is too large.
  public convenience init(
    reading path: String, limits: ReadingLimits = .init(), allowsPipes: Bool = true
  ) throws(Diagnostic) {
    let bytes = try Self.contents(of: path, atMost: limits.bytes, allowsPipes: allowsPipes)
    self.init(path: path, bytes: bytes)
  }

  private static func contents(
    of path: String, atMost limit: Int, allowsPipes: Bool
  ) throws(Diagnostic) -> [UInt8] {
    func failure(_ message: String, _ remedy: String) -> Diagnostic {
      Diagnostic(.error, message, at: .file(path), remedy: remedy)
    }
    guard !path.isEmpty else {
      throw failure("the name of the file is empty", "name an OpenAPI document")
    }
    // Opening a pipe waits for somebody to write into it, unless told not to.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | (allowsPipes ? 0 : O_NONBLOCK))
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR
        ? failure("there is no such file", "check the path")
        : failure("the file cannot be opened: \(systemError)", "check the file's permissions")
    }
    defer { _ = close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw failure("the file cannot be read: \(systemError)", "check the file")
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw failure("this is a directory, not a file", "name the OpenAPI document inside it")
    }
    guard allowsPipes || status.st_mode & S_IFMT == S_IFREG else {
      throw failure("this is no regular file", "name a regular file")
    }
    var bytes: [UInt8] = []
    // A pipe has no size, and a file may grow while it is read: the size is only a hint.
    bytes.reserveCapacity(min(max(Int(status.st_size), 0), limit) + 1)
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 1)
    defer { chunk.deallocate() }
    while true {
      let count = read(descriptor, chunk.baseAddress, chunk.count)
      guard count >= 0 else {
        if errno == EINTR { continue }
        throw failure("the file cannot be read: \(systemError)", "check the file")
      }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk.prefix(count))
      guard bytes.count <= limit else {
        throw failure(
          "the file has more than \(limit >> 20) MiB, which is the most that is read",
          "split the document into several files")
      }
    }
  }

  private static var systemError: String { String(cString: strerror(errno)) }
}
