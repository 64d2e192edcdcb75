/// Bodies of the type `application/x-www-form-urlencoded`: the members of an object, written like parameters of
/// a query.
///
/// Where the document's `encoding` gives a member no style, items of an array are one field each, and an object
/// is JSON text (OpenAPI 3.1, section 4.8.15.1).
public enum URLEncodedForm {
  public static let contentType = "application/x-www-form-urlencoded"

  /// - Parameter styles: those of the members that have one of their own.
  /// - Throws: ``JSONError`` for what has no text, or cannot be told from something else in its style.
  public static func encode(
    _ value: some JSONWritable, styles: JSONDictionary<ParameterStyle> = [:]
  ) throws(JSONError) -> [UInt8] {
    let json = try JSONValue(parsing: try value.json())
    guard case .object(let members) = json else {
      throw JSONError(.notRepresentable("a form that is no object"), at: 0)
    }
    var fields: [String] = []
    for (name, value) in members {
      let usual: ParameterStyle = value.object == nil ? .form : .json
      var encoder = ParameterEncoder(styles[name] ?? usual)
      fields += encoder.pairs(name, value).map(\.text)
      if let problem = encoder.problem {
        throw JSONError(.notRepresentable("'\(name)', which \(problem)"), at: 0)
      }
    }
    return Array(fields.joined(separator: "&").utf8)
  }

  /// Reads the fields into a type.
  ///
  /// - Throws: ``ConstraintViolation`` of the body with the pointer of what is wrong.
  public static func read<Value: JSONReadable>(
    _ bytes: [UInt8], as type: Value.Type = Value.self,
    styles: JSONDictionary<ParameterStyle> = [:]
  ) throws(ConstraintViolation) -> Value {
    do throws(ParameterNode.Problem) {
      return try node(of: bytes, styles: styles).read()
    } catch {
      throw ConstraintViolation(.body, error)
    }
  }

  private static func node(
    of bytes: [UInt8], styles: JSONDictionary<ParameterStyle>
  ) throws(ParameterNode.Problem) -> ParameterNode {
    let pairs = QueryText.pairs(of: Substring(String(decoding: bytes, as: UTF8.self)).utf8)
    var members: [(name: String, value: ParameterNode)] = []
    for (name, style) in styles {
      let decoder = ParameterDecoder(style: style, decode: QueryText.decode)
      if let node = try decoder.node(name, in: pairs) { members.append((name, node)) }
    }
    let others = pairs.filter { pair in
      let name = pair.name.prefix { $0 != "[" }
      return styles[String(name)] == nil && styles[pair.name] == nil
    }
    members += ParameterDecoder(style: .form, decode: QueryText.decode).grouped(others)
    return ParameterNode([.members(members)])
  }
}

/// The text of a query or a form.
enum QueryText {
  static func pairs(of text: Substring.UTF8View) -> [ParameterDecoder.Pair] {
    text.split(separator: UInt8(ascii: "&")).map { item in
      let parts = item.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      return ParameterDecoder.Pair(
        name: decode(Substring(parts[0])), raw: parts.count > 1 ? Substring(parts[1]) : "")
    }
  }

  /// Percent-decoded; `+` is a space, as forms have it.
  static func decode(_ text: Substring) -> String {
    let plus = UInt8(ascii: "+")
    let spaced = String(decoding: text.utf8.map { $0 == plus ? 0x20 : $0 }, as: UTF8.self)
    // Text that is not valid percent-encoding is taken as it stands, as browsers do.
    return spaced.percentDecoded ?? spaced
  }
}

extension ConstraintViolation: Error {
  /// What was wrong with a value that could not be read.
  init(_ part: Part, _ problem: ParameterNode.Problem) {
    var pointer = problem.pointer
    var keyword = "type"
    if case .missing(let key) = problem.reason {
      pointer = pointer.appending(key)
      keyword = "required"
    }
    self.init(
      part: part, pointer: pointer, keyword: keyword, message: problem.reason.description)
  }
}
