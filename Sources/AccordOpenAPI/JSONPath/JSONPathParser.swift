import AccordJSON

/// Reads the text of a query: the grammar of RFC 9535, appendix A.
struct JSONPathParser {
  typealias Failure = JSONPath.SyntaxError

  let scalars: [Unicode.Scalar]
  var position = 0
  /// How many filters and parentheses are open: reading them recurses.
  var nesting = 0

  static let deepestNesting = 64
  /// RFC 9535, section 2.1: integers are those that a double holds exactly.
  static let largestInteger = 9_007_199_254_740_991

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  mutating func parseWhole() throws(Failure) -> JSONPath.Query {
    guard take("$") else { throw failure("a query begins with '$'") }
    let segments = try parseSegments()
    guard position == scalars.count else { throw unexpected("'.' or '['") }
    return JSONPath.Query(isRelative: false, segments: segments)
  }

  // MARK: - Characters

  var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  mutating func take(_ text: String) -> Bool {
    let wanted = text.unicodeScalars
    guard scalars.count - position >= wanted.count,
      scalars[position..<(position + wanted.count)].elementsEqual(wanted)
    else { return false }
    position += wanted.count
    return true
  }

  mutating func skipBlanks() {
    while let scalar = next, scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" {
      position += 1
    }
  }

  func failure(_ message: String) -> Failure { Failure(message, at: position) }

  func unexpected(_ wanted: String) -> Failure {
    guard let next else { return failure("the query ends where \(wanted) should be") }
    return failure("'\(next)' stands where \(wanted) should be")
  }

  // MARK: - Segments

  mutating func parseSegments() throws(Failure) -> [JSONPath.Segment] {
    var segments: [JSONPath.Segment] = []
    while true {
      let end = position
      skipBlanks()
      guard next == "." || next == "[" else {
        position = end
        return segments
      }
      segments.append(try parseSegment())
    }
  }

  private mutating func parseSegment() throws(Failure) -> JSONPath.Segment {
    if take("..") {
      return .descendant(next == "[" ? try parseBracketed() : [try parseDotted()])
    }
    if take(".") { return .child([try parseDotted()]) }
    return .child(try parseBracketed())
  }

  /// A name or a wildcard, without brackets.
  private mutating func parseDotted() throws(Failure) -> JSONPath.Selector {
    if take("*") { return .wildcard }
    let start = position
    guard let first = next, Self.isNameFirst(first) else { throw unexpected("a name or '*'") }
    while let scalar = next, Self.isNameFirst(scalar) || Self.isDigit(scalar) { position += 1 }
    return .name(text(start..<position))
  }

  private static func isNameFirst(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "_": true
    default: scalar.value >= 0x80
    }
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  func text(_ range: Range<Int>) -> String {
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars[range])
    return String(result)
  }

  private mutating func parseBracketed() throws(Failure) -> [JSONPath.Selector] {
    guard take("[") else { throw unexpected("'['") }
    var selectors: [JSONPath.Selector] = []
    repeat {
      skipBlanks()
      selectors.append(try parseSelector())
      skipBlanks()
    } while take(",")
    guard take("]") else { throw unexpected("',' or ']'") }
    return selectors
  }

  private mutating func parseSelector() throws(Failure) -> JSONPath.Selector {
    switch next {
    case "'", "\"": return .name(try parseString())
    case "*":
      position += 1
      return .wildcard
    case "?":
      position += 1
      skipBlanks()
      return .filter(try parseCondition())
    default: return try parseIndexOrSlice()
    }
  }

  // MARK: - Indices

  private mutating func parseIndexOrSlice() throws(Failure) -> JSONPath.Selector {
    let start = try parseIntegerIfAny()
    let end = position
    skipBlanks()
    guard take(":") else {
      position = end
      guard let start else { throw unexpected("a selector") }
      return .index(start)
    }
    skipBlanks()
    let stop = try parseIntegerIfAny()
    let afterStop = position
    skipBlanks()
    guard take(":") else {
      position = afterStop
      return .slice(start: start, end: stop, step: 1)
    }
    let afterColon = position
    skipBlanks()
    guard let step = try parseIntegerIfAny() else {
      position = afterColon
      return .slice(start: start, end: stop, step: 1)
    }
    return .slice(start: start, end: stop, step: step)
  }

  private mutating func parseIntegerIfAny() throws(Failure) -> Int? {
    let start = position
    let isNegative = take("-")
    let digits = position
    while let scalar = next, Self.isDigit(scalar) { position += 1 }
    guard position > digits else {
      if isNegative { throw unexpected("a digit") }
      return nil
    }
    let hasLeadingZero = scalars[digits] == "0" && (position > digits + 1 || isNegative)
    guard !hasLeadingZero, let value = Int(text(start..<position)),
      abs(value) <= Self.largestInteger
    else {
      position = start
      throw failure("'\(text(start..<digits))…' is no index")
    }
    return value
  }

  // MARK: - Strings

  mutating func parseString() throws(Failure) -> String {
    guard let quote = next else { throw unexpected("a string") }
    position += 1
    var result = String.UnicodeScalarView()
    while let scalar = next {
      position += 1
      switch scalar {
      case quote: return String(result)
      case "\\": result.append(try parseEscape(quote: quote))
      case "\u{0}"..<"\u{20}":
        position -= 1
        throw failure("a control character must be written as an escape")
      default: result.append(scalar)
      }
    }
    throw unexpected("'\(quote)'")
  }

  private mutating func parseEscape(quote: Unicode.Scalar) throws(Failure) -> Unicode.Scalar {
    guard let scalar = next else { throw unexpected("the rest of an escape") }
    position += 1
    switch scalar {
    case quote, "\\", "/": return scalar
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": return try parseUnicodeEscape()
    default:
      position -= 1
      throw unexpected("an escape")
    }
  }

  private mutating func parseUnicodeEscape() throws(Failure) -> Unicode.Scalar {
    let start = position
    var code = try parseHexadecimal()
    if code & 0xFC00 == 0xD800 {
      guard take("\\u") else { throw failure("half a surrogate pair names no character") }
      let low = try parseHexadecimal()
      guard low & 0xFC00 == 0xDC00 else { throw failure("this is no low surrogate") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else {
      position = start
      throw failure("half a surrogate pair names no character")
    }
    return scalar
  }

  private mutating func parseHexadecimal() throws(Failure) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let scalar = next, scalar.isASCII,
        let digit = UInt8(ascii: scalar).hexadecimalValue
      else { throw unexpected("a hexadecimal digit") }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }
}
