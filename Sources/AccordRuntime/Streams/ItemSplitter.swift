/// Takes a body of items apart, in whatever parts it comes.
struct ItemSplitter {
  private let framing: ItemFraming
  private let limit: Int
  private var line: [UInt8] = []
  private var isAfterReturn = false
  private var isAtStart = true
  private var ready: [ServerSentEvent<String>] = []
  private var first = 0

  // Of the event that is being read.
  private var data: [UInt8]?
  private var event: String?
  private var id: String?
  private var retry: Duration?

  init(_ framing: ItemFraming, limit: Int) {
    self.framing = framing
    self.limit = limit
  }

  mutating func next() -> ServerSentEvent<String>? {
    guard first < ready.count else {
      ready.removeAll(keepingCapacity: true)
      first = 0
      return nil
    }
    defer { first += 1 }
    return ready[first]
  }

  /// - Throws: ``BodyTooLarge`` for an item above the limit.
  mutating func append(_ part: [UInt8]) throws(BodyTooLarge) {
    for byte in part {
      switch (framing, byte) {
      case (.lines, 0x0A), (.records, 0x1E): endText()
      case (.events, 0x0D):
        endLine()
        isAfterReturn = true
        continue
      case (.events, 0x0A):
        // The second half of a line break that has been seen.
        if !isAfterReturn { endLine() }
      default:
        line.append(byte)
        guard line.count + (data?.count ?? 0) <= limit else { throw BodyTooLarge(limit: limit) }
      }
      isAfterReturn = false
    }
  }

  /// The body is over. An event without its empty line is none (HTML standard, section 9.2.6).
  ///
  /// - Returns: whether there is one more item.
  mutating func finish() -> Bool {
    guard framing != .events else { return false }
    endText()
    return first < ready.count
  }

  private mutating func endText() {
    defer { line.removeAll(keepingCapacity: true) }
    let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
    if line.last == 0x0D { line.removeLast() }
    if !isBlank {
      ready.append(ServerSentEvent(data: String(decoding: withoutMark, as: UTF8.self)))
    }
    isAtStart = false
  }

  /// The line, without a byte order mark at the start of the body.
  private var withoutMark: ArraySlice<UInt8> {
    isAtStart && line.starts(with: [0xEF, 0xBB, 0xBF]) ? line[3...] : line[...]
  }

  private mutating func endLine() {
    defer {
      line.removeAll(keepingCapacity: true)
      isAtStart = false
    }
    let text = withoutMark
    guard !text.isEmpty else { return endEvent() }
    let colon = text.firstIndex(of: 0x3A) ?? text.endIndex
    guard colon > text.startIndex else { return }
    var value = text[colon...].dropFirst()
    if value.first == 0x20 { value = value.dropFirst() }
    switch String(decoding: text[..<colon], as: UTF8.self) {
    case "data":
      if data == nil { data = [] } else { data?.append(0x0A) }
      data?.append(contentsOf: value)
    case "event": event = String(decoding: value, as: UTF8.self)
    case "id": if !value.contains(0) { id = String(decoding: value, as: UTF8.self) }
    case "retry":
      let isNumber = !value.isEmpty && value.allSatisfy { (0x30...0x39).contains($0) }
      if isNumber, let time = Int64(String(decoding: value, as: UTF8.self)) {
        retry = .milliseconds(time)
      }
    default: break
    }
  }

  /// The id stays the last one until another comes.
  private mutating func endEvent() {
    if let data {
      ready.append(
        ServerSentEvent(
          data: String(decoding: data, as: UTF8.self), event: event, id: id, retry: retry))
    }
    data = nil
    event = nil
    retry = nil
  }
}
