import AccordJSON
import AccordOpenAPI

/// Writes a value as a body of a content type.
struct BodyEncoder {
  /// How a content type is written.
  enum Form {
    case json, urlEncoded, multipart, text
  }

  static func form(of media: MediaType) -> Form? {
    if media.isJSON { return .json }
    switch media.essence {
    case "application/x-www-form-urlencoded": return .urlEncoded
    case "multipart/form-data": return .multipart
    case "text/plain", "application/octet-stream": return .text
    // Whatever the server takes, it takes JSON.
    case "*/*", "application/*": return .json
    default: return nil
    }
  }

  /// The content type to send: ranges are no content types.
  static func contentType(of media: MediaType) -> String {
    switch form(of: media) {
    case .multipart: "multipart/form-data; boundary=\(boundary)"
    case .json where media.essence.hasSuffix("*"): "application/json"
    case .json, .urlEncoded, .text, nil: media.name
    }
  }

  private static let boundary = "accord-7d1f0c3b"

  /// `nil` if the value has no such form.
  static func encode(_ value: JSONValue, as form: Form) -> [UInt8]? {
    switch form {
    case .json:
      return Array(value.serialized().utf8)
    case .text:
      return ParameterEncoder.scalar(value).map { Array($0.utf8) }
    case .urlEncoded:
      guard let fields = fields(of: value) else { return nil }
      let text = fields.map {
        "\($0.percentEncoded(keeping: .form))=\($1.percentEncoded(keeping: .form))"
      }
      return Array(text.joined(separator: "&").utf8)
    case .multipart:
      guard let fields = fields(of: value), !fields.isEmpty else { return nil }
      var text = ""
      for (name, value) in fields {
        guard !name.utf8.contains(where: { $0 == 0x22 || $0 < 0x20 }), !value.contains(boundary)
        else { return nil }
        text += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n"
        text += "\(value)\r\n"
      }
      return Array((text + "--\(boundary)--\r\n").utf8)
    }
  }

  /// Arrays are repeated fields; anything deeper is written as JSON.
  private static func fields(of value: JSONValue) -> [(String, String)]? {
    guard let members = value.object else { return nil }
    var result: [(String, String)] = []
    for (name, value) in members {
      switch value {
      case .array(let items):
        for item in items { result.append((name, ParameterEncoder.scalar(item) ?? "\(item)")) }
      case .null: continue
      case .bool, .number, .string, .object:
        result.append((name, ParameterEncoder.scalar(value) ?? value.serialized()))
      }
    }
    return result
  }
}
