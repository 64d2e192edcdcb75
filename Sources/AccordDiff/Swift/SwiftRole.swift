import AccordGenerator

/// Who writes code against generated types.
public enum SwiftRole: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Calls the API: makes what requests hold, reads what answers hold, uses the client.
  case caller
  /// Stands behind the protocol: a server, a test double, whatever calls through the protocol itself. Reads what
  /// requests hold and makes what answers hold.
  case conformer

  public static func < (left: SwiftRole, right: SwiftRole) -> Bool {
    left == .caller && right == .conformer
  }
}

extension Set<SwiftRole> {
  static let all: Set<SwiftRole> = Set(SwiftRole.allCases)

  /// Of those only who have a use for it.
  func of(_ audience: SwiftInterface.Audience) -> Set<SwiftRole> {
    switch audience {
    case .everybody: self
    case .callers: isEmpty ? [] : [.caller]
    case .servers: isEmpty ? [] : [.conformer]
    }
  }

  /// `code of callers and of conformers`.
  var spelled: String {
    "code of " + sorted().map { "\($0.rawValue)s" }.joined(separator: " and of ")
  }

  /// Who makes values that travel in these ways. Nothing is known of what no operation reaches: anybody may.
  static func makers(_ travels: Set<Travel>) -> Set<SwiftRole> {
    travels.isEmpty ? all : Set(travels.map { $0 == .request ? .caller : .conformer })
  }

  static func readers(_ travels: Set<Travel>) -> Set<SwiftRole> {
    travels.isEmpty ? all : Set(travels.map { $0 == .request ? .conformer : .caller })
  }
}
