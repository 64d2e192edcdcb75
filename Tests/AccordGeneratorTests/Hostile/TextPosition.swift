import AccordJSON

/// A string of a document: a value, or the key of a member.
struct TextPosition: Hashable {
  var pointer: JSONPointer
  var isKey: Bool
  var text: String

  /// All strings of a document, found by walking it: what the document gains is visited without anybody's help.
  static func all(in root: JSONValue) -> [TextPosition] {
    var positions: [TextPosition] = []
    func visit(_ value: JSONValue, _ pointer: JSONPointer) {
      switch value {
      case .null, .bool, .number: return
      case .string(let text):
        positions.append(TextPosition(pointer: pointer, isKey: false, text: text))
      case .array(let items):
        for (index, item) in items.enumerated() { visit(item, pointer.appending(index)) }
      case .object(let members):
        for (key, member) in members {
          positions.append(TextPosition(pointer: pointer.appending(key), isKey: true, text: key))
          visit(member, pointer.appending(key))
        }
      }
    }
    visit(root, .root)
    return positions
  }

  /// The document with another text there.
  func replaced(by text: String, in root: JSONValue) -> JSONValue {
    Self.replace(root, pointer.tokens[...], isKey, text)
  }

  private static func replace(
    _ value: JSONValue, _ path: ArraySlice<String>, _ isKey: Bool, _ text: String
  ) -> JSONValue {
    guard let token = path.first else { return isKey ? value : .string(text) }
    switch value {
    case .null, .bool, .number, .string: return value
    case .array(var items):
      guard let index = Int(token) else { return value }
      items[index] = replace(items[index], path.dropFirst(), isKey, text)
      return .array(items)
    case .object(let members):
      var result = JSONDictionary<JSONValue>()
      for (key, member) in members {
        guard key == token else {
          result[key] = member
          continue
        }
        if isKey, path.count == 1 {
          result[text] = member
        } else {
          result[key] = replace(member, path.dropFirst(), isKey, text)
        }
      }
      return .object(result)
    }
  }

  /// The document with another text wherever this one stands, in references too: the document means the same.
  static func renaming(_ name: String, to other: String, in value: JSONValue) -> JSONValue {
    func escaped(_ token: String) -> String {
      String(JSONPointer(tokens: [token]).description.dropFirst())
    }
    func renamed(_ text: String) -> String {
      if text == name { return other }
      if text.hasPrefix("#/") {
        return text.split(separator: "/", omittingEmptySubsequences: false)
          .map { $0 == escaped(name) ? percentEncoded(escaped(other)) : String($0) }
          .joined(separator: "/")
      }
      return text
    }
    switch value {
    case .null, .bool, .number: return value
    case .string(let text): return .string(renamed(text))
    case .array(let items): return .array(items.map { renaming(name, to: other, in: $0) })
    case .object(let members):
      var result = JSONDictionary<JSONValue>()
      for (key, member) in members {
        result[key == name ? other : key] = renaming(name, to: other, in: member)
      }
      return .object(result)
    }
  }

  private static func percentEncoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain =
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || byte == UInt8(ascii: "~")
      return isPlain
        ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
