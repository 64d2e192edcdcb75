/// Why an answer is not what the document says, although its status is a documented one.
public enum AnswerProblem: Error, Sendable, Hashable {
  case json(JSONError)
  /// A body of another content type than those that the document lists.
  case contentType(String, expected: [String])
  /// Text that is not UTF-8.
  case invalidText
  /// A header, by its name, that is not what the document says.
  case header(String, String)
}

extension AnswerProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .json(let error): error.description
    case .contentType(let found, let expected):
      "the body is \(found) and not \(expected.joined(separator: " or "))"
    case .invalidText: "the body is not UTF-8"
    case .header(let name, let reason): "the header \(name): \(reason)"
    }
  }
}
