/// The typed parts of a multipart body. Generated.
public protocol MultipartModel: Sendable {
  /// The names of those parts that are files: they need not fit into memory.
  static var files: [String] { get }
  /// - Throws: ``RequestProblem/invalid(_:)`` with all that is wrong with the parts.
  init(reading parts: inout MultipartReading) throws(RequestProblem)
  func write(to parts: inout MultipartWriting)
}

extension MultipartModel {
  public static var files: [String] { [] }
}

/// Puts the parts of a multipart body together, for generated code.
///
/// A text, number or boolean is a part as it stands, an object is JSON, and an array has a part for each of its items
/// (OpenAPI 3.1, section 4.8.15.1). What is `null` is left out.
public struct MultipartWriting: Sendable {
  public private(set) var parts: [MultipartPart] = []
  /// What cannot be written.
  private(set) var problem: JSONError?

  public init() {}

  /// - Parameters:
  ///   - contentType: what the document says of the part, one or several.
  ///   - style: a value in the style of a query's parameters: each of its names is a part.
  public mutating func add(
    _ name: String, _ value: (some JSONWritable)?, _ contentType: String? = nil,
    style: ParameterStyle? = nil, headers: (any TypedHeaders)? = nil
  ) {
    guard let value else { return }
    do throws(JSONError) {
      let json = try JSONValue(parsing: try value.json())
      let fields = try Self.fields(headers)
      if let style { return try add(name, json, style, fields) }
      for item in json.array ?? [json] where item != .null {
        add(name, item, contentType, fields)
      }
    } catch {
      problem = problem ?? error
    }
  }

  private mutating func add(
    _ name: String, _ item: JSONValue, _ contentType: String?, _ fields: HTTPFields
  ) {
    let types = Self.types(contentType)
    // Who allows several kinds takes text for a text, and JSON for all else.
    let type = types.first { ContentType($0).isJSON == (item.object != nil || item.array != nil) }
    let isText = type.map { !ContentType($0).isJSON } ?? types.isEmpty
    let text = isText ? item.string : nil
    let isStructured = item.object != nil || item.array != nil
    parts.append(
      MultipartPart(
        name: name, contentType: type ?? types.first ?? (isStructured ? "application/json" : nil),
        headerFields: fields, content: ByteStream(text ?? item.serialized())))
  }

  private mutating func add(
    _ name: String, _ value: JSONValue, _ style: ParameterStyle, _ fields: HTTPFields
  ) throws(JSONError) {
    var encoder = ParameterEncoder(style, escaping: .none)
    for pair in encoder.pairs(name, value) {
      parts.append(
        MultipartPart(name: pair.name, headerFields: fields, content: ByteStream(pair.value)))
    }
    if let problem = encoder.problem {
      throw JSONError(.notRepresentable("'\(name)', which \(problem)"), at: 0)
    }
  }

  /// - Parameter contentType: of files that do not say their own.
  public mutating func add(
    _ name: String, _ file: FilePart?, _ contentType: String = "application/octet-stream",
    headers: (any TypedHeaders)? = nil
  ) {
    guard let file else { return }
    do throws(JSONError) {
      let usual = Self.types(contentType).first ?? contentType
      parts.append(
        MultipartPart(
          // Without a file's name a server takes a part for a text.
          name: name, filename: file.filename ?? name,
          contentType: file.contentType ?? ContentType.concrete(usual),
          headerFields: try Self.fields(headers), content: file.content))
    } catch {
      problem = problem ?? error
    }
  }

  /// A part for each file.
  public mutating func add(
    _ name: String, _ files: [FilePart]?, _ contentType: String = "application/octet-stream",
    headers: (any TypedHeaders)? = nil
  ) {
    for file in files ?? [] { add(name, file, contentType, headers: headers) }
  }

  public mutating func add(_ others: [MultipartPart]) { parts += others }

  private static func types(_ contentType: String?) -> [String] {
    (contentType ?? "").split(separator: ",").map { HTTPFields.item($0) }
  }

  private static func fields(_ headers: (any TypedHeaders)?) throws(JSONError) -> HTTPFields {
    var writing = HeaderWriting()
    headers?.write(to: &writing)
    if let problem = writing.problem { throw problem }
    return writing.fields
  }
}

extension CallBody {
  /// A multipart body. Its files are read while it is sent.
  public static func multipart(
    _ value: some MultipartModel, _ contentType: String = "multipart/form-data"
  ) -> CallBody {
    var validator = Validator(.body)
    validator.validate(value)
    return CallBody(violations: validator.violations) { () throws(JSONError) in
      var writing = MultipartWriting()
      value.write(to: &writing)
      if let problem = writing.problem { throw problem }
      return MultipartBody(writing.parts).encoded(as: contentType)
    }
  }

  /// Nothing if there is no value.
  public static func multipart<Value: MultipartModel>(
    ifPresent value: Value?, _ contentType: String = "multipart/form-data"
  ) -> CallBody? {
    value.map { .multipart($0, contentType) }
  }
}
