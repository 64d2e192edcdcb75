import AccordJSON
import AccordOpenAPI

/// What of a document became code: every operation, parameter, body, answer, header, schema and property of it.
///
/// Schemas are those that say how values are made up. What only validates (`not`, `if`, `contains`,
/// `dependentSchemas`, `propertyNames` and the like) is no schema of a type and is not counted.
public struct Coverage: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case operation, parameter, requestBody, response, header, schema, property
  }

  public enum Verdict: String, Sendable, CaseIterable, Comparable {
    case precise
    /// Another notation of a value that is there: XML beside JSON, for instance.
    case equivalent
    /// Nothing can ever stand there: the body of an answer that has none, members of what is no object.
    case void
    /// Generated as an untyped value, though the document says more.
    case weakened
    case leftOut

    public static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .precise: 0
      case .equivalent: 1
      case .void: 2
      case .weakened: 3
      case .leftOut: 4
      }
    }
  }

  public struct Entry: Sendable {
    public var kind: Kind
    public var pointer: JSONPointer
    public var location: Location
    public var verdict: Verdict
    /// Why it is not precise, by what the document says.
    public var reason: String?
  }

  /// Each place once, in the order in which they were reached.
  public var entries: [Entry]

  public func count(_ verdict: Verdict, _ kind: Kind? = nil) -> Int {
    entries.count { $0.verdict == verdict && (kind == nil || $0.kind == kind) }
  }

  /// One line for people.
  public var summary: String {
    """
    coverage: \(count(.precise)) precise, \(count(.weakened)) weakened, \(count(.leftOut)) left out; \
    \(count(.equivalent)) other notations of the same value, \(count(.void)) that no value can ever have.
    """
  }

  /// The report as JSON: totals for each kind, then every entry.
  public var report: JSONValue {
    func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
    let totals = Kind.allCases.map { kind in
      let counts = Verdict.allCases.map { ($0.rawValue, number(count($0, kind))) }
      return (kind.rawValue, JSONValue.object(JSONDictionary(counts)))
    }
    let entries = entries.map { entry in
      var members: [(String, JSONValue)] = [
        ("kind", .string(entry.kind.rawValue)),
        ("pointer", .string(entry.pointer.description)),
        ("location", .string(entry.location.description)),
        ("verdict", .string(entry.verdict.rawValue)),
      ]
      if let reason = entry.reason { members.append(("reason", .string(reason))) }
      return JSONValue.object(JSONDictionary(members))
    }
    return .object(
      JSONDictionary([
        ("totals", .object(JSONDictionary(totals))),
        ("entries", .array(entries)),
      ]))
  }
}
