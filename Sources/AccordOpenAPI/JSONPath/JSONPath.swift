import AccordJSON

/// A query that selects values of a document: RFC 9535.
public struct JSONPath: Sendable {
  /// Why a text is no query, and where: characters count from 0.
  public struct SyntaxError: Error, Sendable, Hashable {
    public var message: String
    public var offset: Int

    init(_ message: String, at offset: Int) {
      self.message = message
      self.offset = offset
    }
  }

  /// A value that was selected, and the way to it.
  public struct Match: Sendable {
    public var path: [Step]
    public var node: Node
  }

  /// One step down into a value.
  public enum Step: Sendable {
    case member(String)
    case item(Int)
  }

  let query: Query

  /// - Throws: if the text is not well-formed, or not well-typed (RFC 9535, section 2.4.3).
  public init(_ text: String) throws(SyntaxError) {
    var parser = JSONPathParser(text)
    query = try parser.parseWhole()
  }

  /// Whether the query selects at most one value, whatever the document.
  public var isSingular: Bool { query.isSingular }

  /// The values that the query selects, in document order.
  ///
  /// - Returns: `nil` if that takes more than `budget` steps: queries such as `$..*..*..*` grow with a power of
  ///   the document.
  public func matches(in root: Node, budget: Int = 50_000_000) -> [Match]? {
    var evaluator = JSONPathEvaluator(root: root, budget: budget)
    let matches = evaluator.matches(of: query, from: Match(path: [], node: root))
    return evaluator.isExhausted ? nil : matches
  }
}

extension JSONPath.Match {
  /// The path as RFC 9535, section 2.7 writes it: `$['a'][0]`.
  public var normalizedPath: String {
    path.reduce(into: "$") { text, step in
      switch step {
      case .item(let index): text += "[\(index)]"
      case .member(let name): text += "['\(JSONPath.Match.escaped(name))']"
      }
    }
  }

  private static func escaped(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "'": result += "\\'"
      case "\\": result += "\\\\"
      case "\u{8}": result += "\\b"
      case "\u{C}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

// MARK: - Syntax

extension JSONPath {
  struct Query: Sendable {
    /// Whether it begins at `@`, the value that a filter looks at, rather than at `$`.
    var isRelative: Bool
    var segments: [Segment]

    var isSingular: Bool { segments.allSatisfy(\.isSingular) }
  }

  enum Segment: Sendable {
    case child([Selector])
    case descendant([Selector])

    var isSingular: Bool {
      switch self {
      case .child(let selectors): selectors.count == 1 && selectors[0].isSingular
      case .descendant: false
      }
    }
  }

  enum Selector: Sendable {
    case name(String)
    case wildcard
    case index(Int)
    case slice(start: Int?, end: Int?, step: Int)
    case filter(Condition)

    var isSingular: Bool {
      switch self {
      case .name, .index: true
      case .wildcard, .slice, .filter: false
      }
    }
  }

  indirect enum Condition: Sendable {
    case or([Condition])
    case and([Condition])
    case not(Condition)
    case compare(Operand, Comparison, Operand)
    /// Whether the query selects anything.
    case exists(Query)
    /// `match` if whole, else `search`.
    case matches(Operand, pattern: Operand, whole: Bool)
  }

  enum Comparison: Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  }

  /// Something that has a value, or nothing.
  indirect enum Operand: Sendable {
    case literal(JSONValue)
    /// Singular.
    case query(Query)
    case length(Operand)
    case count(Query)
    case value(Query)
  }
}
