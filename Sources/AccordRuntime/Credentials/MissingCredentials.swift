/// A call was not sent because the client has not all that its operation requires.
public struct MissingCredentials: Error, Sendable, Hashable, CustomStringConvertible {
  public var operationID: String
  /// The alternatives, each with the names of the schemes that the client has nothing for.
  public var missing: [[String]]

  public init(operationID: String, missing: [[String]]) {
    self.operationID = operationID
    self.missing = missing
  }

  public var description: String {
    let alternatives = missing.map { names in
      names.map { "'\($0)'" }.joined(separator: " and ")
    }
    return
      "no credentials for the operation '\(operationID)': it lacks \(alternatives.joined(separator: ", or "))"
  }
}

/// A secret cannot be put where the document wants it: a line break in a header field, say.
public struct UnsendableCredential: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name of the scheme.
  public var scheme: String

  public init(scheme: String) {
    self.scheme = scheme
  }

  public var description: String {
    "the credential for '\(scheme)' has characters that cannot be sent where it belongs"
  }
}
