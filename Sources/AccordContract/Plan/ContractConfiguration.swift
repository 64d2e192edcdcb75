import AccordJSON
public import AccordSchema

/// What a run is told, apart from the document.
public struct ContractConfiguration: Sendable {
  /// A viewer by name, with what it shows; `nil` for one without credentials.
  public struct NamedViewer: Sendable {
    public var name: String
    public var credential: Credential?

    public init(name: String, credential: Credential?) {
      self.name = name
      self.credential = credential
    }
  }

  /// A credential that has to be refused.
  public struct BadCredential: Sendable {
    public var name: String
    public var credential: Credential

    public init(name: String, credential: Credential) {
      self.name = name
      self.credential = credential
    }
  }

  /// One part of a run that is divided among several machines.
  public struct Shard: Sendable, Hashable, CustomStringConvertible {
    /// From 1 to `count`.
    public let number: Int
    public let count: Int

    public init?(number: Int, count: Int) {
      guard count >= 1, (1...count).contains(number) else { return nil }
      self.number = number
      self.count = count
    }

    /// Reads `2/5`.
    public init?(_ text: String) {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]) else {
        return nil
      }
      self.init(number: number, count: count)
    }

    /// As it is read.
    public var description: String { "\(number)/\(count)" }
  }

  public var server: ServerURL
  /// In the order given. The document's own viewers without credentials need not be here.
  public var viewers: [NamedViewer] = []
  public var badCredentials: [BadCredential] = []
  /// Values that are known to exist, by the name of the parameter that takes them.
  public var parameters = JSONDictionary<[String]>()
  /// Makes strings for the document's own formats, which nobody else can know.
  public var formats: FormatSamplers = [:]
  public var seed: UInt64 = 0
  /// How many requests are generated for one operation, valid and invalid ones together.
  public var cases = 60
  /// After it no new case is begun, and what is under way is cut off.
  public var timeLimit: Duration?
  public var requestTimeout: Duration = .seconds(10)
  public var shard: Shard?
  /// Whether operations that change something are called.
  public var allowsWrites = false
  /// Whether what is only noted otherwise, such as a property that the document does not describe, is a failure.
  public var isStrict = false
  /// Names of checks; empty for all.
  public var includedChecks: [String] = []
  public var skippedChecks: [String] = []
  /// How many cases are under way at the same time.
  public var concurrency = 8
  /// The largest body of an answer that is read, in bytes.
  public var bodyLimit = 16 << 20

  public init(server: ServerURL) {
    self.server = server
  }
}

/// Something in the configuration that makes a run impossible or meaningless.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  public let message: String

  public init(_ message: String) {
    self.message = message
  }

  public var description: String { message }
}
