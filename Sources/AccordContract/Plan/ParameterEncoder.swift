import AccordJSON
import AccordOpenAPI

/// Writes parameters into requests: the styles of OpenAPI 3.1, section 4.8.12.
struct ParameterEncoder {
  /// The text of a scalar; `nil` for null, which no style can write, and for what is no scalar.
  static func scalar(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .number(let number): number.literal
    case .bool(let bool): String(bool)
    case .null, .array, .object: nil
    }
  }

  /// What stands for the parameter in the path. `nil` if the value cannot stand there: an empty segment is
  /// another path, and dot segments are removed on the way (RFC 3986, section 5.2.4).
  static func path(_ parameter: Parameter, _ value: JSONValue) -> String? {
    let encoded: String?
    switch parameter.serialization {
    case .content:
      encoded = value.serialized().percentEncoded()
    case .style(let style, let explode, _, _):
      switch style {
      case .label:
        encoded = joined(value, separator: explode ? "." : ",", pairs: explode).map { "." + $0 }
      case .matrix:
        encoded = matrix(parameter.name, value, explode: explode)
      case .simple, .form, .spaceDelimited, .pipeDelimited, .deepObject:
        encoded = joined(value, separator: ",", pairs: explode)
      }
    }
    guard let encoded, !encoded.isEmpty, encoded != ".", encoded != ".." else { return nil }
    return encoded
  }

  /// The parameter's part of the query, such as `size=10`. `nil` if the value cannot be written; the empty
  /// string if it is written by nothing, as an empty array is.
  static func query(_ parameter: Parameter, _ value: JSONValue) -> String? {
    let name = parameter.name.percentEncoded()
    switch parameter.serialization {
    case .content:
      return "\(name)=\(value.serialized().percentEncoded())"
    case .style(let style, let explode, _, _):
      switch (value, style) {
      case (.object(let members), .deepObject):
        return pairs(of: members)?.map { "\(name)%5B\($0.0)%5D=\($0.1)" }.joined(separator: "&")
      case (.object(let members), _) where explode:
        return pairs(of: members)?.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
      case (.array(let items), _) where explode:
        return texts(of: items)?.map { "\(name)=\($0)" }.joined(separator: "&")
      case (.array(let items), _) where items.isEmpty:
        return ""
      case (_, .spaceDelimited): return joined(value, separator: "%20").map { "\(name)=\($0)" }
      case (_, .pipeDelimited): return joined(value, separator: "%7C").map { "\(name)=\($0)" }
      case (_, .form), (_, .simple), (_, .label), (_, .matrix), (_, .deepObject):
        return joined(value, separator: ",").map { "\(name)=\($0)" }
      }
    }
  }

  /// The value of a header field. `nil` if a field cannot hold it (RFC 9110, section 5.5); only visible ASCII
  /// is sent, because what else means is not agreed on.
  static func header(_ parameter: Parameter, _ value: JSONValue) -> String? {
    let text: String?
    switch parameter.serialization {
    case .content:
      text = value.serialized()
    case .style(_, let explode, _, _):
      text = joined(value, separator: ",", pairs: explode) { $0 }
    }
    guard let text, !text.isEmpty, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }),
      text.utf8.first != 0x20, text.utf8.last != 0x20
    else { return nil }
    return text
  }

  /// `name=value` for a Cookie field.
  static func cookie(_ parameter: Parameter, _ value: JSONValue) -> String? {
    let text: String?
    switch parameter.serialization {
    case .content: text = value.serialized().percentEncoded()
    case .style: text = joined(value, separator: "%2C")
    }
    return text.map { "\(parameter.name)=\($0)" }
  }

  private static func matrix(_ name: String, _ value: JSONValue, explode: Bool) -> String? {
    let name = name.percentEncoded()
    switch value {
    case .array(let items) where explode:
      return texts(of: items)?.map { ";\(name)=\($0)" }.joined()
    case .object(let members) where explode:
      return pairs(of: members)?.map { ";\($0.0)=\($0.1)" }.joined()
    case .null, .bool, .number, .string, .array, .object:
      return joined(value, separator: ",").map { ";\(name)=\($0)" }
    }
  }

  private static func joined(
    _ value: JSONValue, separator: String, pairs isPaired: Bool = false,
    encode: (String) -> String = { $0.percentEncoded() }
  ) -> String? {
    switch value {
    case .array(let items):
      return texts(of: items, encode: encode)?.joined(separator: separator)
    case .object(let members):
      return pairs(of: members, encode: encode)?
        .map { isPaired ? "\($0.0)=\($0.1)" : "\($0.0)\(separator)\($0.1)" }
        .joined(separator: separator)
    case .null, .bool, .number, .string:
      return scalar(value).map(encode)
    }
  }

  private static func texts(
    of items: [JSONValue], encode: (String) -> String = { $0.percentEncoded() }
  ) -> [String]? {
    var result: [String] = []
    for item in items {
      guard let text = scalar(item) else { return nil }
      result.append(encode(text))
    }
    return result
  }

  private static func pairs(
    of members: JSONDictionary<JSONValue>, encode: (String) -> String = { $0.percentEncoded() }
  ) -> [(String, String)]? {
    var result: [(String, String)] = []
    for (key, value) in members {
      guard let text = scalar(value) else { return nil }
      result.append((encode(key), encode(text)))
    }
    return result
  }
}
