/// The words of Swift source that are code: neither in comments nor in literals, but for what is interpolated there.
struct SwiftWords {
  struct Word: Hashable {
    var text: String
    /// The first line is 1.
    var line: Int
    /// Whether it is called or named as a member: a dot stands before it.
    var isMember: Bool
  }

  private let text: [UInt8]
  private var index = 0
  private var line = 1
  private(set) var words: [Word] = []

  init(_ source: String) {
    text = Array(source.utf8)
    scan(untilParenthesis: false)
  }

  private func byte(_ offset: Int = 0) -> UInt8? {
    index + offset < text.count ? text[index + offset] : nil
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where index < text.count {
      if text[index] == UInt8(ascii: "\n") { line += 1 }
      index += 1
    }
  }

  private mutating func scan(untilParenthesis: Bool) {
    var depth = 0
    var last: UInt8 = 0
    while let next = byte() {
      switch (next, byte(1)) {
      case (UInt8(ascii: "/"), UInt8(ascii: "/")):
        while let next = byte(), next != UInt8(ascii: "\n") { advance() }
      case (UInt8(ascii: "/"), UInt8(ascii: "*")): skipComment()
      case (UInt8(ascii: "\""), _), (UInt8(ascii: "#"), UInt8(ascii: "\"")),
        (UInt8(ascii: "#"), UInt8(ascii: "#")):
        skipLiteral()
      case (let first, _) where first.isNameHead:
        readWord(isMember: last == UInt8(ascii: "."))
      case (UInt8(ascii: ")"), _) where untilParenthesis && depth == 0:
        advance()
        return
      default:
        if next == UInt8(ascii: "(") { depth += 1 }
        if next == UInt8(ascii: ")") { depth -= 1 }
        advance()
      }
      if !next.isSpace { last = next }
    }
  }

  private mutating func readWord(isMember: Bool) {
    let (start, place) = (index, line)
    while let next = byte(), next.isNameHead || (48...57).contains(next) { advance() }
    words.append(
      Word(
        text: String(decoding: text[start..<index], as: UTF8.self), line: place,
        isMember: isMember))
  }

  private mutating func skipComment() {
    var depth = 0
    repeat {
      switch (byte(), byte(1)) {
      case (UInt8(ascii: "/"), UInt8(ascii: "*")):
        depth += 1
        advance(2)
      case (UInt8(ascii: "*"), UInt8(ascii: "/")):
        depth -= 1
        advance(2)
      default: advance()
      }
    } while depth > 0 && byte() != nil
  }

  /// With any number of `#`, of one line or of several.
  private mutating func skipLiteral() {
    var hashes = 0
    while byte() == UInt8(ascii: "#") {
      hashes += 1
      advance()
    }
    guard byte() == UInt8(ascii: "\"") else { return }
    let isLong = byte(1) == UInt8(ascii: "\"") && byte(2) == UInt8(ascii: "\"")
    advance(isLong ? 3 : 1)
    while let next = byte() {
      if next == UInt8(ascii: "\\"), isFollowed(by: hashes, after: 1) {
        advance(1 + hashes)
        if byte() == UInt8(ascii: "(") {
          advance()
          scan(untilParenthesis: true)
        } else {
          advance()
        }
      } else if next == UInt8(ascii: "\""), ends(isLong, hashes) {
        advance((isLong ? 3 : 1) + hashes)
        return
      } else if next == UInt8(ascii: "\n") && !isLong {
        return
      } else {
        advance()
      }
    }
  }

  private func isFollowed(by hashes: Int, after offset: Int) -> Bool {
    (0..<hashes).allSatisfy { byte(offset + $0) == UInt8(ascii: "#") }
  }

  private func ends(_ isLong: Bool, _ hashes: Int) -> Bool {
    let quotes = isLong ? 3 : 1
    return (0..<quotes).allSatisfy { byte($0) == UInt8(ascii: "\"") }
      && isFollowed(by: hashes, after: quotes)
  }
}

extension UInt8 {
  fileprivate var isNameHead: Bool {
    switch self {
    case 65...90, 97...122, UInt8(ascii: "_"), 128...: true
    default: false
    }
  }

  fileprivate var isSpace: Bool { self == 32 || self == 9 || self == 10 || self == 13 }
}
