public import HTTPTypes

extension HTTPFields {
  /// Adds a header parameter; nothing if there is no value, or if no field may have that name.
  public mutating func add(name: String, _ value: (some ParameterValue)?) {
    guard let value, let name = HTTPField.Name(name) else { return }
    append(HTTPField(name: name, value: value.parameterText))
  }

  /// Style `simple`: the values with commas between them.
  public mutating func add(name: String, _ values: [some ParameterValue]?) {
    guard let values else { return }
    add(name: name, values.map(\.parameterText).joined(separator: ","))
  }

  /// Adds a cookie.
  public mutating func add(cookie: String, _ value: (some ParameterValue)?) {
    guard let value else { return }
    let pair = "\(cookie)=\(PercentEncoding.query(value.parameterText))"
    self[.cookie] = self[.cookie].map { "\($0); \(pair)" } ?? pair
  }

  public mutating func add(cookie: String, _ values: [some ParameterValue]?) {
    guard let values else { return }
    add(cookie: cookie, values.map(\.parameterText).joined(separator: ","))
  }
}
