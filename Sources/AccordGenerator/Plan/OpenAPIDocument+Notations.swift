import AccordJSON
import AccordOpenAPI

extension OpenAPIDocument {
  /// Whether a media type is but another notation of the value of `other`, which is JSON: documents list XML, YAML and
  /// the like with the schema of their JSON.
  func saysTheSame(_ mediaType: MediaType, as other: MediaType) -> Bool {
    guard mediaType.isNotation else { return false }
    guard let schema = mediaType.schema, let otherSchema = other.schema else {
      return mediaType.schema == nil && other.schema == nil && mediaType.essence != "text/plain"
    }
    guard isSame(schema, otherSchema) else { return false }
    guard mediaType.essence == "text/plain" else { return true }
    // Of a string, it is the string itself. Of anything else, some frameworks list it with every answer.
    let resolved = schemas.resolve(schema) ?? schema
    guard let types = resolved.types else { return !resolved.isAnnotation }
    return !types.contains(.string)
  }

  private func isSame(_ schema: Schema, _ other: Schema) -> Bool {
    if schema.isPureLink, other.isPureLink { return schema.link?.target == other.link?.target }
    guard let value = jsonValue(of: schema), let otherValue = jsonValue(of: other) else {
      return false
    }
    return value == otherValue
  }

  private func jsonValue(of schema: Schema) -> JSONValue? {
    let file = otherFiles.first { $0.path == schema.id.file }?.root ?? root
    return file[schema.id.pointer]?.value
  }
}

extension MediaType {
  /// The name without what says nothing of the kind of a body: capitals, white space, and `charset`.
  var kind: String {
    name.lowercased().split(separator: ";").map { $0.filter { !$0.isWhitespace } }
      .filter { !$0.hasPrefix("charset=") }.joined(separator: ";")
  }

  /// JSON of no special kind.
  var isPlainJSON: Bool {
    essence == "application/json" || essence == "text/json" || essence.contains("*")
  }

  /// Whether it is a notation for values of any kind, as JSON is. What has a meaning of its own is none, even if it is
  /// XML: `application/gpx+xml`.
  fileprivate var isNotation: Bool {
    switch essence {
    case "application/xml", "text/xml", "application/yaml", "application/x-yaml", "text/yaml",
      "text/x-yaml", "application/cbor", "application/msgpack", "application/x-msgpack",
      "text/plain":
      true
    default: essence.hasSuffix("protobuf")
    }
  }
}
