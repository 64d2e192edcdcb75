/// What a change does to those who rely on the document. Ordered: what is worse is more.
public enum Verdict: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Nothing: words, examples, order.
  case none
  /// Everything that worked goes on working.
  case compatible
  /// It cannot be decided, or it depends on what the other side does.
  case risky
  /// Something that worked no longer does.
  case breaking

  public static func < (left: Verdict, right: Verdict) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .none: 0
    case .compatible: 1
    case .risky: 2
    case .breaking: 3
    }
  }
}

/// The step in the version (semver.org, 2.0.0) that a change asks for.
public enum VersionStep: String, Sendable, Hashable, CaseIterable, Comparable {
  case patch, minor, major

  public static func < (left: VersionStep, right: VersionStep) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .patch: 0
    case .minor: 1
    case .major: 2
    }
  }

  public init(_ verdict: Verdict) {
    switch verdict {
    case .none: self = .patch
    case .compatible, .risky: self = .minor
    case .breaking: self = .major
    }
  }
}

/// Which way values of a schema travel.
public enum Travel: String, Sendable, Hashable, CaseIterable, Comparable {
  /// From clients to the server.
  case request
  /// From the server to clients.
  case response

  public static func < (left: Travel, right: Travel) -> Bool {
    left == .request && right == .response
  }

  /// The other way: what the API sends when it calls its users travels as its answers do.
  var reversed: Travel {
    switch self {
    case .request: .response
    case .response: .request
    }
  }
}

/// How the values that a place allows now stand to those that it allowed before.
public enum Relation: String, Sendable, Hashable, CaseIterable {
  case same
  /// Some are no longer allowed.
  case narrowed
  /// Some are allowed that were not.
  case widened
  /// Some are no longer allowed, and others are.
  case replaced
  /// Nobody can tell.
  case unknown

  /// What it means on the wire. What is sent must have been expected by whoever reads it: a server reads requests
  /// by the new document that clients wrote by the old one; answers go the other way.
  func verdict(_ travel: Travel) -> Verdict {
    switch (self, travel) {
    case (.same, _): .none
    case (.narrowed, .request), (.widened, .response), (.replaced, _): .breaking
    case (.narrowed, .response), (.widened, .request): .compatible
    case (.unknown, _): .risky
    }
  }

  /// Of a place where both hold.
  func combined(with other: Relation) -> Relation {
    switch (self, other) {
    case (.same, let relation), (let relation, .same): relation
    case (.unknown, _), (_, .unknown): .unknown
    case (.narrowed, .narrowed): .narrowed
    case (.widened, .widened): .widened
    case (.narrowed, .widened), (.widened, .narrowed), (.replaced, _), (_, .replaced): .replaced
    }
  }
}
