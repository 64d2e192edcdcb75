import Testing

@testable import AccordRuntime

/// Multipart bodies, written and read (RFC 2046, section 5.1, and RFC 7578).
@Suite struct MultipartTests {
  private static func body(
    _ text: String, boundary: String = "XX", piece: Int = .max
  ) -> EncodedBody {
    EncodedBody(
      contentType: "multipart/form-data; boundary=\"\(boundary)\"",
      content: pieces(Array(text.utf8), of: piece))
  }

  /// The bytes in pieces of a size, as a network might bring them.
  private static func pieces(_ bytes: [UInt8], of size: Int) -> ByteStream {
    guard size < .max else { return ByteStream(bytes) }
    let parts = stride(from: 0, to: bytes.count, by: size).map {
      Array(bytes[$0..<min($0 + size, bytes.count)])
    }
    return ByteStream(
      AsyncStream { continuation in
        for part in parts { continuation.yield(part) }
        continuation.finish()
      })
  }

  /// `name|filename|type|content` of each part, or the error.
  private static func read(
    _ body: EncodedBody, limits: MultipartLimits = .init()
  ) async -> [String] {
    var parts: [String] = []
    do {
      for try await part in try MultipartReader(body, limits: limits) {
        let content = String(decoding: try await part.content.collect(upTo: 1 << 24), as: UTF8.self)
        parts.append(
          "\(part.name ?? "-")|\(part.filename ?? "-")|\(part.contentType ?? "-")|\(content)")
      }
    } catch {
      parts.append("error: \(error)")
    }
    return parts
  }

  private static let rows: [(text: String, parts: [String])] = [
    ("--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX--\r\n", ["a|-|-|1"]),
    // An end without a line break; white space behind boundaries; text before and after.
    (
      "hello\r\n--XX \t\r\ncontent-disposition:form-data;name=a\r\n\r\n\r\n--XX\r\n"
        + "Content-Disposition: form-data; name=\"b\"; filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\n2\r\n--XX-- bye\r\n--XX\r\n",
      ["a|-|-|", "b|x.txt|text/plain|2"]
    ),
    // What looks like a boundary and is none, inside content.
    (
      "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n--XX\r\n-\r\n--X\r\n\r\r\n--\r\n--XX--",
      ["a|-|-|--XX\r\n-\r\n--X\r\n\r\r\n--"]
    ),
    // A part without any header, and one without content.
    ("--XX\r\n\r\nplain\r\n--XX--", ["-|-|-|plain"]),
    ("--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--XX--", ["a|-|-|"]),
    ("--XX--", []),
    // Names: quotes, backslashes, percent-encoding as browsers have it, a folded line, another encoding.
    (
      "--XX\r\nContent-Disposition: form-data; name=\"a\\\"b\\\\c%22%0D%0A;=d\"; filename=\"C:\\x\\y.txt\"\r\n\r\n1\r\n--XX--",
      ["a\"b\\c\"\r\n;=d|C:\\x\\y.txt|-|1"]
    ),
    (
      "--XX\r\nContent-Disposition: form-data;\r\n name=a;\r\n\tfilename*=UTF-8''na%C3%AFve.txt\r\n\r\n1\r\n--XX--",
      ["a|naïve.txt|-|1"]
    ),
    ("--XX\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1\r\n--XX--", ["|-|-|1"]),
    // What is broken.
    ("", ["error: must end with its boundary"]),
    (
      "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n1",
      ["error: must end with its boundary"]
    ),
    ("--XX\r\nContent-Disposition: form-data; name=a", ["error: must end with its boundary"]),
    ("--XXY\r\n\r\n1\r\n--XX--", ["error: must have parts with headers that can be read"]),
    (
      "--XX\r\nno header\r\n\r\n1\r\n--XX--",
      ["error: must have parts with headers that can be read"]
    ),
    (
      "--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--XX--",
      ["error: must have parts with headers that can be read"]
    ),
  ]

  @Test("bodies are read, in whatever pieces they come", arguments: 0..<rows.count)
  func reading(_ row: Int) async {
    let (text, parts) = Self.rows[row]
    for piece in [.max, 1, 2, 3, 7] {
      let found = await Self.read(Self.body(text, piece: piece))
      // The content before a fault depends on how far the bytes came.
      let isBroken = parts.last?.hasPrefix("error") ?? false
      #expect(isBroken ? found.last == parts.last : found == parts, "in pieces of \(piece)")
    }
  }

  @Test("what is too much is refused")
  func limits() async {
    let part = "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n"
    var limits = MultipartLimits(parts: 3, header: 100)
    let many = await Self.read(
      Self.body(String(repeating: part, count: 4) + "--XX--"), limits: limits)
    #expect(many.last == "error: must have at most 3 parts")
    let long = "--XX\r\nX: \(String(repeating: "x", count: 200))"
    let header = await Self.read(Self.body(long, piece: 10), limits: limits)
    #expect(header == ["error: must have parts with headers of at most 100 bytes"])
    limits.header = 1000
    let padding = await Self.read(
      Self.body("--XX" + String(repeating: " ", count: 2000), piece: 100), limits: limits)
    #expect(padding == ["error: must have parts with headers of at most 1000 bytes"])
  }

  @Test(
    "a content type without a boundary is refused",
    arguments: [
      "multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=a",
      "multipart/form-data; boundary=\"\(String(repeating: "x", count: 71))\"",
      "multipart/form-data; boundary=\"a{b\"",
    ])
  func boundaries(_ contentType: String) {
    #expect(throws: MultipartError.boundary) {
      _ = try MultipartReader(EncodedBody(contentType: contentType, bytes: []))
    }
  }

  @Test(
    "no name, file name, type or header breaks out of its place, and all come back as they were")
  func hostile() async throws {
    let texts = [
      "plain", "", "a\"b", "a\\", "a\\\"b", "a\r\nX-Evil: 1\r\n\r\nb", "\"; filename=\"evil",
      "%22", "%0d%0A", "%", "%2", "a%25", "ä\u{308}\u{2028}", "\0\u{1}\u{7F}", "--XX--", "a;b=c",
      "日本.txt", "'", " a ",
    ]
    for name in texts {
      for filename in texts {
        let part = MultipartPart(
          name: name, filename: filename, contentType: "text/plain\r\nX-Evil: 1",
          headerFields: [.init("X-Good")!: "1", .init("X-Bad")!: filename],
          content: ByteStream("\r\n--XX--\r\n" + name))
        let body = MultipartBody([part, part]).encoded()
        var count = 0
        for try await found in try MultipartReader(body) {
          count += 1
          #expect(found.name.map { Array($0.utf8) } == Array(name.utf8))
          #expect(found.filename.map { Array($0.utf8) } == Array(filename.utf8))
          #expect(found.contentType == nil)
          #expect(found.headerFields[.init("X-Good")!] == "1")
          #expect(found.headerFields[.init("X-Evil")!] == nil)
          let content = try await found.content.collect(upTo: 1000)
          #expect(content == Array(("\r\n--XX--\r\n" + name).utf8))
        }
        #expect(count == 2)
      }
    }
  }

  @Test("length and repeatability are known if they are of every part; boundaries differ")
  func encoding() async throws {
    let known = MultipartBody([MultipartPart(name: "a", content: ByteStream("1"))])
    let encoded = known.encoded()
    let bytes = try await encoded.content.collect(upTo: 1000)
    #expect(encoded.content.length == bytes.count)
    #expect(encoded.content.isRepeatable)
    #expect(encoded.contentType != MultipartBody(known.parts).encoded().contentType)
    #expect(
      known.encoded(as: "multipart/mixed").contentType.hasPrefix("multipart/mixed; boundary="))
    let stream = ByteStream(length: 3) { nil }
    #expect(
      MultipartBody([MultipartPart(name: "a", content: stream)]).encoded().content.length != nil)
    #expect(
      !MultipartBody([MultipartPart(name: "a", content: stream)]).encoded().content.isRepeatable)
  }

  @Test(
    "a body of any size needs little memory: what nobody reads is skipped, and a part ends with the next"
  )
  func streaming() async throws {
    let megabyte = [UInt8](repeating: 0x0D, count: 1 << 20)
    let counter = Counter()
    let large = ByteStream { () -> [UInt8]? in await counter.next() < 64 ? megabyte : nil }
    let body = MultipartBody([
      MultipartPart(name: "large", content: large),
      MultipartPart(name: "small", content: ByteStream("1")),
    ]).encoded()
    var last: MultipartPart?
    var names: [String?] = []
    for try await part in try MultipartReader(body) {
      names.append(part.name)
      if let last {
        var rest = last.content.makeAsyncIterator()
        #expect(try await rest.next() == nil)
      }
      last = part
    }
    #expect(names == ["large", "small"])
  }

  private actor Counter {
    private var count = 0
    func next() -> Int {
      count += 1
      return count - 1
    }
  }

  @Test("bytes above the limit wait in a file, and can be read more than once")
  func spooling() async throws {
    var spooled = SpooledBytes(memoryLimit: 10)
    try spooled.append(Array("12345".utf8))
    #expect(spooled.stream.bytes != nil)
    var all = Array("12345".utf8)
    for index in 0..<40 {
      let part = [UInt8](repeating: UInt8(index), count: 5000)
      try spooled.append(part)
      all += part
    }
    let stream = spooled.stream
    #expect(stream.bytes == nil)
    #expect(stream.length == all.count)
    for _ in 0..<2 { #expect(try await stream.collect(upTo: 1 << 20) == all) }
  }
}
