/// A path into a JSON value: RFC 6901.
public struct JSONPointer: Sendable, Hashable {
  /// The reference tokens, unescaped.
  public var tokens: [String]

  /// The whole value.
  public static let root = JSONPointer(tokens: [])

  public init(tokens: [String]) {
    self.tokens = tokens
  }

  /// Reads a pointer such as `/a~1b/0`. `nil` if it neither is empty nor begins with `/`, or if a `~`
  /// is not followed by `0` or `1`.
  public init?(_ text: String) {
    guard let tokens = Self.tokens(of: text) else { return nil }
    self.tokens = tokens
  }

  /// Reads a URI fragment (without `#`) such as `/paths/~1rooms%2F`: RFC 6901, section 6.
  public init?(fragment: String) {
    guard let text = fragment.percentDecoded else { return nil }
    self.init(text)
  }

  private static func tokens(of text: String) -> [String]? {
    if text.isEmpty { return [] }
    guard text.utf8.first == UInt8(ascii: "/") else { return nil }
    var tokens: [String] = []
    for part in text.utf8.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    {
      guard part.contains(UInt8(ascii: "~")) else {
        tokens.append(String(decoding: part, as: UTF8.self))
        continue
      }
      var token: [UInt8] = []
      var bytes = part.makeIterator()
      while let byte = bytes.next() {
        guard byte == UInt8(ascii: "~") else {
          token.append(byte)
          continue
        }
        switch bytes.next() {
        case UInt8(ascii: "0"): token.append(UInt8(ascii: "~"))
        case UInt8(ascii: "1"): token.append(UInt8(ascii: "/"))
        default: return nil
        }
      }
      tokens.append(String(decoding: token, as: UTF8.self))
    }
    return tokens
  }

  public func appending(_ token: String) -> JSONPointer {
    JSONPointer(tokens: tokens + [token])
  }

  public func appending(_ index: Int) -> JSONPointer {
    appending(String(index))
  }

  public func appending(_ other: JSONPointer) -> JSONPointer {
    JSONPointer(tokens: tokens + other.tokens)
  }

  /// An array index as RFC 6901, section 4 writes it: no sign, no leading zero.
  public static func index(_ token: String) -> Int? {
    guard token == "0" || (token.utf8.allSatisfy { $0 &- 48 < 10 } && token.utf8.first != 48)
    else { return nil }
    return Int(token)
  }

  public static func == (left: JSONPointer, right: JSONPointer) -> Bool {
    left.tokens.count == right.tokens.count
      && zip(left.tokens, right.tokens).allSatisfy { $0.isExactly($1) }
  }

  public func hash(into hasher: inout Hasher) {
    for token in tokens { hasher.combine(ExactString(token)) }
  }
}

extension JSONPointer: CustomStringConvertible {
  public var description: String {
    var text = ""
    for token in tokens {
      text += "/"
      for scalar in token.unicodeScalars {
        switch scalar {
        case "~": text += "~0"
        case "/": text += "~1"
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
    return text
  }
}

extension JSONValue {
  /// What the pointer leads to in this value, if it leads anywhere.
  public subscript(pointer: JSONPointer) -> JSONValue? {
    var value = self
    for token in pointer.tokens {
      switch value {
      case .object(let members):
        guard let member = members[token] else { return nil }
        value = member
      case .array(let items):
        guard let index = JSONPointer.index(token), items.indices.contains(index) else {
          return nil
        }
        value = items[index]
      case .null, .bool, .number, .string:
        return nil
      }
    }
    return value
  }
}

extension String {
  /// Percent-decoded (RFC 3986, section 2.1); `nil` for a `%` without two hexadecimal digits behind it, and
  /// for what is no UTF-8 afterwards.
  public var percentDecoded: String? {
    guard utf8.contains(UInt8(ascii: "%")) else { return self }
    var bytes: [UInt8] = []
    var rest = Substring(self).utf8
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(Self.hexadecimal),
        let low = rest.popFirst().flatMap(Self.hexadecimal)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }
}
