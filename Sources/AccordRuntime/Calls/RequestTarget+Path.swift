extension RequestTarget {
  /// A path written as a string literal: what is interpolated is encoded as (part of) one segment.
  public struct Path: ExpressibleByStringInterpolation, Sendable {
    enum Part: Sendable {
      case literal(String)
      /// Encoded.
      case value(String)
    }

    struct Problem: Sendable, Hashable {
      /// Of the expression, counted from the left.
      var index: Int
      var keyword: String
      var message: String
    }

    private let parts: [Part]
    private let problems: [Problem]

    public init(stringLiteral value: String) {
      parts = [.literal(value)]
      problems = []
    }

    public init(stringInterpolation: Interpolation) {
      parts = stringInterpolation.parts.filter { part in
        if case .literal("") = part { false } else { true }
      }
      problems = stringInterpolation.problems
    }

    public struct Interpolation: StringInterpolationProtocol {
      var parts: [Part] = []
      var problems: [Problem] = []
      private var count = 0

      public init(literalCapacity: Int, interpolationCount: Int) {}

      public mutating func appendLiteral(_ literal: String) { parts.append(.literal(literal)) }

      public mutating func appendInterpolation(_ value: some ParameterValue) {
        append(PercentEncoding.encode(value.parameterText))
      }

      /// - Parameter name: the parameter's, which style `matrix` writes.
      public mutating func appendInterpolation(
        _ value: some JSONWritable, _ style: ParameterStyle, _ name: String
      ) {
        do throws(JSONError) {
          let json = try JSONValue(parsing: try value.json())
          var encoder = ParameterEncoder(style)
          append(encoder.text(name, json))
        } catch {
          append(
            "_", Problem(index: count, keyword: "type", message: "has no text: \(error.reason)"))
        }
      }

      /// Without any text, the path would be another resource's.
      private mutating func append(_ text: String, _ problem: Problem? = nil) {
        if let problem { problems.append(problem) }
        if text.isEmpty {
          problems.append(
            Problem(index: count, keyword: "minLength", message: "must not be empty in a path"))
        }
        parts.append(.value(text))
        count += 1
      }
    }

    func assembled() -> (text: String, problems: [Problem]) {
      var path = ""
      for (index, part) in parts.enumerated() {
        switch part {
        case .literal(let text): path += text
        case .value(let text): path += guarded(text, at: index)
        }
      }
      return (Self.withoutDotSegments(path), problems)
    }

    /// `{a}-{b}` is read up to the first `-`: one that is part of the first value is encoded, although it
    /// need not be elsewhere.
    private func guarded(_ value: String, at index: Int) -> String {
      guard index + 2 < parts.count, case .literal(let literal) = parts[index + 1],
        case .value = parts[index + 2], let first = literal.utf8.first,
        !literal.utf8.contains(UInt8(ascii: "/"))
      else { return value }
      let bytes = Array(value.utf8) + Array(literal.utf8)
      let isAmbiguous = (1..<max(value.utf8.count, 1)).contains { start in
        bytes[start...].starts(with: literal.utf8)
      }
      guard isAmbiguous else { return value }
      var result = ""
      var rest = Substring(value).utf8
      while let byte = rest.popFirst() {
        result += byte == first ? PercentEncoding.escape(byte) : String(UnicodeScalar(byte))
        guard byte == UInt8(ascii: "%") else { continue }
        result += String(Substring(rest.prefix(2)))
        rest = rest.dropFirst(2)
      }
      return result
    }

    /// A segment that is nothing but dots would be taken for a step in the path.
    private static func withoutDotSegments(_ path: String) -> String {
      guard path.hasPrefix(".") || path.contains("/.") else { return path }
      return path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
        switch segment {
        case ".": "%2E"
        case "..": "%2E%2E"
        default: String(segment)
        }
      }.joined(separator: "/")
    }
  }
}
