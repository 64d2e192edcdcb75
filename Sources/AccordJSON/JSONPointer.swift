/// A path into a JSON value: RFC 6901.
///
/// A pointer shares all but its last token with the pointer that it was made from, and knows its hash: documents
/// are read with a pointer for every value, and looked up by them.
public struct JSONPointer: Sendable {
  /// The last token and what stands before it; `nil`: the whole value.
  private let last: Step?

  private final class Step: Sendable {
    let token: String
    /// Changes only when the step goes away, and nobody else has it.
    nonisolated(unsafe) private(set) var parent: Step?
    let depth: Int
    /// Of this token and all before it.
    let hash: Int

    init(_ token: String, after parent: Step?) {
      self.token = token
      self.parent = parent
      depth = (parent?.depth ?? 0) + 1
      var hasher = Hasher()
      hasher.combine(parent?.hash ?? 0)
      hasher.combine(ExactString(token))
      hash = hasher.finalize()
    }

    /// Takes long chains apart step by step: a pointer is text of a document, and may be longer than the stack.
    deinit {
      guard depth > 256, var step = parent else { return }
      parent = nil
      while isKnownUniquelyReferenced(&step), let next = step.parent {
        step.parent = nil
        step = next
      }
    }
  }

  private init(last: Step?) {
    self.last = last
  }

  /// The whole value.
  public static let root = JSONPointer(last: nil)

  public init(tokens: some Sequence<String>) {
    last = tokens.reduce(nil) { Step($1, after: $0) }
  }

  /// Reads a pointer such as `/a~1b/0`. `nil` if it neither is empty nor begins with `/`, or if a `~`
  /// is not followed by `0` or `1`.
  public init?(_ text: String) {
    guard let tokens = Self.tokens(of: text) else { return nil }
    self.init(tokens: tokens)
  }

  /// Reads a URI fragment (without `#`) such as `/paths/~1rooms%2F`: RFC 6901, section 6.
  public init?(fragment: String) {
    guard let text = fragment.percentDecoded else { return nil }
    self.init(text)
  }

  /// The reference tokens, unescaped.
  public var tokens: [String] {
    get {
      var tokens: [String] = []
      tokens.reserveCapacity(last?.depth ?? 0)
      var step = last
      while let current = step {
        tokens.append(current.token)
        step = current.parent
      }
      tokens.reverse()
      return tokens
    }
    set { self = JSONPointer(tokens: newValue) }
  }

  /// Whether the whole value is meant.
  public var isRoot: Bool { last == nil }

  public var lastToken: String? { last?.token }

  /// All but the last token; the root's is the root.
  public var parent: JSONPointer { JSONPointer(last: last?.parent) }

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
    JSONPointer(last: Step(token, after: last))
  }

  public func appending(_ index: Int) -> JSONPointer {
    appending(String(index))
  }

  public func appending(_ other: JSONPointer) -> JSONPointer {
    JSONPointer(last: other.tokens.reduce(last) { Step($1, after: $0) })
  }

  /// An array index as RFC 6901, section 4 writes it: no sign, no leading zero.
  public static func index(_ token: String) -> Int? {
    guard token == "0" || (token.utf8.allSatisfy { $0 &- 48 < 10 } && token.utf8.first != 48)
    else { return nil }
    return Int(token)
  }
}

extension JSONPointer: Hashable {
  public static func == (left: JSONPointer, right: JSONPointer) -> Bool {
    guard left.last?.hash == right.last?.hash else { return false }
    var (step, other) = (left.last, right.last)
    while step !== other {
      guard let current = step, let counterpart = other,
        current.token.isExactly(counterpart.token)
      else { return false }
      (step, other) = (current.parent, counterpart.parent)
    }
    return true
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(last?.hash ?? 0)
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
