public import HTTPTypes

/// The parameters of a request as they are written: path and query, percent-encoded as they are put together
/// (RFC 3986), and header fields.
public struct RequestTarget: Sendable, Hashable, ExpressibleByStringInterpolation {
  public private(set) var path: String
  public private(set) var query: [String] = []
  public private(set) var headerFields = HTTPFields()
  /// Values that cannot be written so that they arrive as they are.
  public private(set) var violations: [ConstraintViolation] = []
  /// What is wrong with expressions of the path, by their place in it.
  private let pathProblems: [Path.Problem]

  public init(_ path: Path) {
    (self.path, pathProblems) = path.assembled()
  }

  public init(stringLiteral value: String) { self.init(Path(stringLiteral: value)) }

  public init(stringInterpolation: Path.Interpolation) {
    self.init(Path(stringInterpolation: stringInterpolation))
  }

  /// The same for whoever is at another path, whose query comes first.
  func moved(to path: String, query: [String]) -> RequestTarget {
    var moved = self
    moved.path = path
    moved.query = query + self.query
    return moved
  }

  /// The violations, with those in the path under the names of its template.
  func violations(in template: String) -> [ConstraintViolation] {
    guard !pathProblems.isEmpty else { return violations }
    let names = template.split(separator: "{").dropFirst().map { $0.prefix { $0 != "}" } }
    return pathProblems.map { problem in
      ConstraintViolation(
        part: .path(names.indices.contains(problem.index) ? String(names[problem.index]) : ""),
        pointer: .root, keyword: problem.keyword, message: problem.message)
    } + violations
  }

  // MARK: - Query

  /// `name=value`; nothing if there is no value.
  public mutating func addQuery(_ name: String, _ value: (some ParameterValue)?) {
    guard let value else { return }
    query.append(
      PercentEncoding.query(name) + "=" + PercentEncoding.query(value.parameterText))
  }

  /// A value of any type; nothing if there is none, or none of its members has any.
  public mutating func addQuery(
    _ name: String, _ value: (some JSONWritable)?, _ style: ParameterStyle
  ) {
    guard let json = json(of: value, in: .query(name)) else { return }
    var encoder = ParameterEncoder(style)
    query += encoder.pairs(name, json).map(\.text)
    report(encoder.problem, in: .query(name))
  }

  // MARK: - Header fields and cookies

  /// A header field; nothing if there is no value.
  public mutating func addHeader(_ name: String, _ value: (some ParameterValue)?) {
    guard let value else { return }
    addField(name, value.parameterText)
  }

  /// A value of any type; nothing if there is none.
  public mutating func addHeader(
    _ name: String, _ value: (some JSONWritable)?, _ style: ParameterStyle
  ) {
    guard let json = json(of: value, in: .header(name)) else { return }
    var encoder = ParameterEncoder(style, escaping: .none)
    let text = encoder.text(name, json)
    report(encoder.problem, in: .header(name))
    if !text.isEmpty || json.string != nil { addField(name, text) }
  }

  /// A line break would end the field, and white space around it is lost on the way.
  private mutating func addField(_ name: String, _ value: String) {
    guard let field = HTTPField.Name(name) else {
      return report("is no name that a header field can have", in: .header(name))
    }
    guard HTTPField.isValidValue(value) else {
      return report(
        "must not hold control characters, nor begin or end with white space", in: .header(name))
    }
    headerFields.append(HTTPField(name: field, value: value))
  }

  /// A cookie; nothing if there is no value.
  public mutating func addCookie(_ name: String, _ value: (some ParameterValue)?) {
    guard let value else { return }
    addCookies([.init(name: name, value: PercentEncoding.query(value.parameterText))])
  }

  /// A value of any type; nothing if there is none. With ``ParameterStyle/form``, items and members are
  /// cookies of their own.
  public mutating func addCookie(
    _ name: String, _ value: (some JSONWritable)?, _ style: ParameterStyle
  ) {
    guard let json = json(of: value, in: .cookie(name)) else { return }
    var encoder = ParameterEncoder(style)
    addCookies(encoder.pairs(name, json))
    report(encoder.problem, in: .cookie(name))
  }

  private mutating func addCookies(_ pairs: [ParameterEncoder.Pair]) {
    for pair in pairs {
      headerFields[.cookie] = headerFields[.cookie].map { "\($0); \(pair.text)" } ?? pair.text
    }
  }

  // MARK: - Values

  private mutating func json(
    of value: (some JSONWritable)?, in part: ConstraintViolation.Part
  ) -> JSONValue? {
    guard let value else { return nil }
    do throws(JSONError) {
      return try JSONValue(parsing: try value.json())
    } catch {
      report("has no text: \(error.reason)", in: part)
      return nil
    }
  }

  private mutating func report(_ problem: String?, in part: ConstraintViolation.Part) {
    guard let problem else { return }
    violations.append(
      ConstraintViolation(part: part, pointer: .root, keyword: "type", message: problem))
  }

  /// The target as it stands in a request line.
  public var text: String {
    if query.isEmpty { return path }
    // A template may have a query of its own.
    return path + (path.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + query.joined(separator: "&")
  }
}
