#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Bytes that are kept until somebody reads them: in memory, and those above a limit in a file without a name.
struct SpooledBytes {
  /// Why the bytes cannot be kept.
  struct Failure: Error, CustomStringConvertible {
    let operation: String
    let code: CInt

    var description: String { "\(operation) of a temporary file failed: error \(code)" }
  }

  private let memoryLimit: Int
  private var bytes: [UInt8] = []
  private var file: TemporaryFile?
  private(set) var count = 0

  init(memoryLimit: Int) {
    self.memoryLimit = memoryLimit
  }

  mutating func append(_ part: [UInt8]) throws(Failure) {
    count += part.count
    if file == nil, bytes.count + part.count <= memoryLimit {
      bytes += part
      return
    }
    if file == nil {
      let file = try TemporaryFile()
      try file.write(bytes)
      bytes = []
      self.file = file
    }
    try file?.write(part)
  }

  /// All of it. It can be read any number of times.
  var stream: ByteStream {
    guard let file else { return ByteStream(bytes) }
    return ByteStream(FileBytes(file: file, count: count), length: count, isRepeatable: true)
  }

  /// A file that nobody else can open, and that is gone when this is.
  private final class TemporaryFile: Sendable {
    private let descriptor: CInt

    init() throws(Failure) {
      let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
      var template = Array("\(folder)/accord-XXXXXX".utf8CString)
      descriptor = mkstemp(&template)
      guard descriptor >= 0 else { throw Failure(operation: "opening", code: errno) }
      unlink(template)
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws(Failure) {
      var rest = bytes[...]
      while !rest.isEmpty {
        #if canImport(Darwin)
          let written = rest.withUnsafeBytes { Darwin.write(descriptor, $0.baseAddress, $0.count) }
        #elseif canImport(Glibc)
          let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        #else
          let written = rest.withUnsafeBytes { Musl.write(descriptor, $0.baseAddress, $0.count) }
        #endif
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { throw Failure(operation: "writing", code: errno) }
        rest = rest.dropFirst(written)
      }
    }

    func read(_ range: Range<Int>) throws(Failure) -> [UInt8] {
      let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
        count = max(0, pread(descriptor, buffer.baseAddress, range.count, off_t(range.lowerBound)))
      }
      guard !bytes.isEmpty || range.isEmpty else {
        throw Failure(operation: "reading", code: errno)
      }
      return bytes
    }
  }

  private struct FileBytes: AsyncSequence, Sendable {
    typealias Element = [UInt8]

    let file: TemporaryFile
    let count: Int

    func makeAsyncIterator() -> Iterator { Iterator(file: file, count: count) }

    struct Iterator: AsyncIteratorProtocol {
      let file: TemporaryFile
      let count: Int
      var offset = 0

      mutating func next() async throws -> [UInt8]? {
        guard offset < count else { return nil }
        let bytes = try file.read(offset..<Swift.min(count, offset + 65_536))
        offset += bytes.count
        return bytes
      }
    }
  }
}
