import HTTPTypes

/// Takes a multipart body apart, in whatever pieces it comes. No more is kept than a boundary is long, or the header
/// of a part.
struct MultipartParser {
  enum Event {
    case part(HTTPFields)
    /// More of the last part's content.
    case content(ArraySlice<UInt8>)
    case end
  }

  private enum State {
    /// Before the first boundary, or behind the last: there may be anything, which means nothing.
    case preamble, epilogue
    /// Behind a boundary.
    case boundary
    case header
    case content
  }

  /// CRLF, two hyphens and the boundary.
  private let delimiter: [UInt8]
  private let headerLimit: Int
  private var state = State.preamble
  /// The body begins as if a line had just ended.
  private var buffer: [UInt8] = [0x0D, 0x0A]
  private var first = 0

  init(boundary: String, headerLimit: Int) {
    delimiter = Array("\r\n--\(boundary)".utf8)
    self.headerLimit = headerLimit
  }

  mutating func append(_ bytes: [UInt8]) {
    guard state != .epilogue else { return }
    if first > 0 {
      buffer.removeSubrange(..<first)
      first = 0
    }
    buffer += bytes
  }

  /// What comes next; `nil` if more bytes are needed for it.
  mutating func next() throws(MultipartError) -> Event? {
    while true {
      switch state {
      case .epilogue: return .end
      case .preamble:
        guard skipContent() != nil else { return nil }
      case .boundary:
        guard try readBoundary() else { return nil }
        if state == .epilogue { return .end }
      case .header:
        guard let fields = try readHeader() else { return nil }
        state = .content
        return .part(fields)
      case .content:
        guard let content = skipContent() else { return nil }
        if !content.isEmpty { return .content(content) }
      }
    }
  }

  /// Goes on to the next delimiter, or as far as no delimiter begins; `nil` if that is nowhere.
  private mutating func skipContent() -> ArraySlice<UInt8>? {
    let rest = buffer[first...]
    var index = rest.startIndex
    while let start = rest[index...].firstIndex(of: 0x0D) {
      let candidate = rest[start...].prefix(delimiter.count)
      if candidate.elementsEqual(delimiter.prefix(candidate.count)) {
        if candidate.count == delimiter.count, start == first {
          first += delimiter.count
          state = .boundary
          return []
        }
        // Either all before the delimiter, or all before what may become one.
        first = start
        return start == rest.startIndex ? nil : rest[..<start]
      }
      index = start + 1
    }
    first = buffer.endIndex
    return rest.isEmpty ? nil : rest
  }

  /// What follows a boundary: two hyphens at the end, else padding and a line break.
  private mutating func readBoundary() throws(MultipartError) -> Bool {
    let rest = buffer[first...]
    guard rest.count >= 2 else { return false }
    if rest.starts(with: [0x2D, 0x2D]) {
      state = .epilogue
      buffer = []
      first = 0
      return true
    }
    guard let end = rest.firstIndex(where: { $0 != 0x20 && $0 != 0x09 }) else {
      if rest.count > headerLimit { throw .headerTooLarge(limit: headerLimit) }
      return false
    }
    guard end + 1 < rest.endIndex else { return false }
    // No content may have a line that begins like a boundary (RFC 2046, section 5.1.1).
    guard rest[end] == 0x0D, rest[end + 1] == 0x0A else { throw .malformedHeader }
    // The line break may belong to the empty line that ends the header.
    first = end
    state = .header
    return true
  }

  /// The lines up to an empty one; the line break of the boundary comes first.
  private mutating func readHeader() throws(MultipartError) -> HTTPFields? {
    var lines: [ArraySlice<UInt8>] = []
    var start = first + 2
    while let end = lineEnd(from: start) {
      guard end > start else {
        first = end + 2
        return try Self.fields(lines)
      }
      lines.append(buffer[start..<end])
      start = end + 2
      if start - first > headerLimit { break }
    }
    if buffer.count - first > headerLimit { throw .headerTooLarge(limit: headerLimit) }
    return nil
  }

  private func lineEnd(from start: Int) -> Int? {
    var index = start
    while index < buffer.endIndex, let found = buffer[index...].firstIndex(of: 0x0D) {
      guard found + 1 < buffer.endIndex else { return nil }
      if buffer[found + 1] == 0x0A { return found }
      index = found + 1
    }
    return nil
  }

  private static func fields(_ lines: [ArraySlice<UInt8>]) throws(MultipartError) -> HTTPFields {
    var unfolded: [[UInt8]] = []
    for line in lines {
      // A line that begins with white space goes on with the one before (RFC 5322, section 2.2.3).
      if let first = line.first, first == 0x20 || first == 0x09, !unfolded.isEmpty {
        unfolded[unfolded.count - 1] += line
      } else {
        unfolded.append(Array(line))
      }
    }
    var fields = HTTPFields()
    for line in unfolded {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
        let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self)),
        let text = String(validating: line[(colon + 1)...], as: UTF8.self)
      else { throw .malformedHeader }
      let value = HTTPFields.item(Substring(text))
      guard HTTPField.isValidValue(value) else { throw .malformedHeader }
      fields.append(HTTPField(name: name, value: value))
    }
    return fields
  }
}
