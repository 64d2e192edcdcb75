/// Names of Swift's own that generated code cannot use as they are.
enum ReservedNames {
  /// A member name as it has to be written.
  static func escaped(_ name: String) -> String {
    unusable.contains(name) ? name + "_" : keywords.contains(name) ? "`\(name)`" : name
  }

  static func isUnusable(_ name: String) -> Bool { unusable.contains(name) }

  /// Not even backticks help.
  private static let unusable: Set<String> = ["self", "Self", "init", "Type", "Protocol", "_"]

  private static let keywords: Set<String> = [
    "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import",
    "inout", "internal", "let", "open", "operator", "precedencegroup", "private", "protocol",
    "public", "rethrows", "static", "struct", "subscript", "typealias", "var", "break", "case",
    "catch", "continue", "default", "defer", "do", "else", "fallthrough", "for", "guard", "if",
    "in", "repeat", "return", "throw", "switch", "where", "while", "Any", "as", "await", "false",
    "is", "nil", "super", "throws", "true", "try",
  ]

  /// Names of types that cannot stand inside another.
  static let nestedTypes = NameScope(reserving: ["Type", "Protocol"])
  /// Members that generated structs have besides their properties.
  static let structMembers = NameScope(reserving: ["marks", "additionalProperties"])
  /// Members that generated enums have besides their cases.
  static let enumMembers = NameScope(reserving: ["rawValue", "isKnown", "known"])
  /// Members that generated unions have besides their cases.
  static let unionMembers = NameScope(reserving: ["alternatives", "anyValue"])
  /// Members that generated tuples have besides their places.
  static let tupleMembers = NameScope(reserving: ["rest"])
  /// Members that generated headers and multipart bodies have besides their properties.
  static let headersMembers = NameScope(reserving: ["headers"])
  static let multipartMembers = NameScope(reserving: ["parts", "files"])
  /// Names that the code around parameters uses itself.
  static let locals = NameScope(reserving: ["body"])

  /// Types that generated code or the code around it names: a schema of that name gets another.
  static let types: Set<String> = [
    "Any", "AnyObject", "Array", "Bool", "CaseIterable", "Character", "Codable", "Comparable",
    "Data", "Date", "Decodable", "Decoder", "Dictionary", "Double", "Duration", "Encodable",
    "Encoder", "Equatable", "Error", "Float", "Hashable", "Int", "Int32", "Int64", "Never",
    "Optional", "Protocol",
    "Result", "Self", "Sendable", "Set", "String", "Task", "Type", "UInt", "UInt32", "UInt64",
    "URL", "UUID", "Void",
    "APIClient", "Alternatives", "Answer", "AnswerHead", "Base64Data", "Batcher", "BatchingOptions",
    "Boxed", "ByteStream", "CalendarDate", "CalendarDuration", "Call", "FilePart", "HeadedAnswer",
    "HeaderReading", "HeaderWriting", "MultipartModel", "MultipartPart", "MultipartReading",
    "MultipartWriting", "OpenValueEnum", "TimeOfDay", "TupleReading", "TypedHeaders",
    "CallError", "ClientTransport", "ConstraintViolation", "Credentials", "DocumentedRefusal",
    "EncodedBody", "ErrorRendering", "ExactString", "FieldMarks", "JSONDictionary", "JSONError",
    "JSONKeys", "JSONModel", "JSONNumber", "JSONObject", "JSONReader", "JSONUnion", "JSONValue",
    "JSONWritable",
    "JSONWriter", "KnownValues", "NoRefusal",
    "OAuthFlow", "OpenEnum", "OperationDescription", "Presence", "PresentedCredentials",
    "PrincipalCalling", "PrincipalIdentity", "Query", "QueryAnswer", "QueryCache", "QueryFilter",
    "QueryKey",
    "QueryPolicy", "RawAnswer",
    "RequestReading", "RequestTarget", "Route", "Router", "SecurityRequirement", "SecurityScheme",
    "ServerRequest", "ServerResponse", "ServerURL", "Timestamp", "UnrecognizedValue",
    "UnusableServerVariable",
    "Validatable", "Validator",
  ]
}
