/// A segment with parameters in it, such as `{id}` or `{name}.json`.
struct SegmentPattern: Hashable, Sendable {
  private enum Part: Hashable, Sendable {
    case literal([UInt8])
    case parameter(String)
  }

  private let parts: [Part]

  init(_ template: Substring) {
    var parts: [Part] = []
    var rest = template
    func literal(_ text: Substring) -> Part {
      .literal(Array((String(text).percentDecoded ?? String(text)).utf8))
    }
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      if open > rest.startIndex { parts.append(literal(rest[..<open])) }
      parts.append(.parameter(String(rest[rest.index(after: open)..<close])))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(literal(rest)) }
    self.parts = parts
  }

  /// How many bytes a segment has to have in common.
  var literalLength: Int {
    parts.reduce(0) { sum, part in
      switch part {
      case .literal(let bytes): sum + bytes.count
      case .parameter: sum
      }
    }
  }

  /// The values of the parameters, percent-encoded, or `nil` if the segment is another. A parameter is never
  /// empty; each takes as little as it can, but for the last one, which takes all that the end leaves it.
  ///
  /// A character of a literal that need not be encoded, and yet is, belongs to a value: that is how
  /// ``RequestTarget`` writes `a-b` for the first of `{x}-{y}`. Unless that leads nowhere.
  func match(_ segment: Substring) -> [String: Substring]? {
    let bytes = SegmentBytes(segment)
    return match(bytes, strictly: true) ?? match(bytes, strictly: false)
  }

  private func match(_ segment: SegmentBytes, strictly isStrict: Bool) -> [String: Substring]? {
    var values: [String: Substring] = [:]
    var start = 0
    var open: String?
    for (index, part) in parts.enumerated() {
      switch part {
      case .parameter(let name):
        // Two side by side: the first is one character.
        if let first = open {
          guard start < segment.count else { return nil }
          values[first] = segment[start..<start + 1]
          start += 1
        }
        open = name
      case .literal(let literal):
        let earliest = open == nil ? start : start + 1
        let latest = segment.count - literal.count
        guard earliest <= latest else { return nil }
        let places =
          open == nil
          ? earliest...earliest : index == parts.count - 1 ? latest...latest : earliest...latest
        let place = places.first { segment.has(literal, at: $0, strictly: isStrict) }
        guard let place else { return nil }
        if let name = open { values[name] = segment[start..<place] }
        start = place + literal.count
        open = nil
      }
    }
    if let open {
      guard start < segment.count else { return nil }
      values[open] = segment[start..<segment.count]
      start = segment.count
    }
    return start == segment.count ? values : nil
  }
}

/// A segment as the bytes that it stands for, each with the text that it was written as.
private struct SegmentBytes {
  private let text: Substring
  private var bytes: [UInt8] = []
  private var isEscaped: [Bool] = []
  private var starts: [String.Index] = []

  init(_ text: Substring) {
    self.text = text
    var index = text.utf8.startIndex
    while index < text.utf8.endIndex {
      let triplet = text.utf8[index...].prefix(3)
      let decoded =
        triplet.first == UInt8(ascii: "%") && triplet.count == 3
        ? UInt8(String(Substring(triplet.dropFirst())), radix: 16) : nil
      bytes.append(decoded ?? text.utf8[index])
      isEscaped.append(decoded != nil)
      starts.append(index)
      index = text.utf8.index(index, offsetBy: decoded == nil ? 1 : 3)
    }
    starts.append(index)
  }

  var count: Int { bytes.count }

  subscript(_ range: Range<Int>) -> Substring {
    text[starts[range.lowerBound]..<starts[range.upperBound]]
  }

  func has(_ literal: [UInt8], at start: Int, strictly isStrict: Bool) -> Bool {
    literal.indices.allSatisfy { index in
      bytes[start + index] == literal[index]
        && !(isStrict && isEscaped[start + index] && PercentEncoding.isUnreserved(literal[index]))
    }
  }
}
