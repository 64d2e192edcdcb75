import Configuration
import Logging

/// How a server is to run: from flags and environment variables, checked.
struct ServerSettings: Sendable {
  var host: String
  var port: Int
  var database: DatabaseLocation
  var databaseConnections: Int
  var tokenKeyFile: String?
  var tokenKey: String?
  var publicKeyFile: String?
  var keySetFile: String?
  var tokenPolicy: TokenPolicy
  var isPublic: Bool
  var outbound: OutboundPolicy
  var crossOrigin: CrossOriginPolicy
  var limits: ServerLimits
  var showsMetrics: Bool
  var logLevel: Logger.Level
}

/// Everything that is wrong with the settings, and where each was given.
struct SettingsError: Error, CustomStringConvertible {
  var problems: [String]
  var description: String { problems.joined(separator: "\n") }
}

extension ServerSettings {
  /// One setting: its flag and its environment variable have the same name, each in its own spelling.
  struct Name: Sendable, Hashable {
    /// As a flag, without the hyphens in front.
    var flag: String

    /// `ROOMS_` and the name in capitals.
    var variable: String { "ROOMS_" + flag.replacing("-", with: "_").uppercased() }

    /// swift-configuration makes the variable's name of these words.
    var key: AbsoluteConfigKey {
      AbsoluteConfigKey(["rooms"] + flag.split(separator: "-").map(String.init))
    }
  }

  /// The names whose values are secrets.
  private static let secrets: Set<String> = ["ROOMS_JWT_KEY", "ROOMS_DATABASE"]

  /// - Parameters:
  ///   - flags: those that were given; they win over the environment.
  /// - Throws: ``SettingsError`` with all that is wrong.
  init(flags: [String: String], environment: [String: String]) throws {
    let flagValues = flags.map {
      (Name(flag: $0.key).key, ConfigValue(.string($0.value), isSecret: false))
    }
    let reader = SettingsReader(
      reader: ConfigReader(providers: [
        InMemoryProvider(name: "flags", values: Dictionary(flagValues) { $1 }),
        EnvironmentVariablesProvider(
          environmentVariables: environment, secretsSpecifier: .specific(Self.secrets)),
      ]), flags: Set(flags.keys))
    host = reader.text("host") ?? "127.0.0.1"
    port = reader.number("port", in: 0...65_535, default: 8_080)
    database = Self.location(reader)
    databaseConnections = reader.number("database-connections", in: 1...500, default: 8)
    tokenKeyFile = reader.text("jwt-key-file")
    tokenKey = reader.text("jwt-key")
    publicKeyFile = reader.text("jwt-public-key-file")
    keySetFile = reader.text("jwks-file")
    let standard = TokenPolicy()
    tokenPolicy = TokenPolicy(
      issuer: reader.text("jwt-issuer") ?? standard.issuer,
      audience: reader.text("jwt-audience") ?? standard.audience,
      clockSkew: Int64(reader.number("clock-skew", in: 0...600, default: 30)))
    isPublic = reader.flag("public", default: true)
    outbound = reader.choice("outbound", default: .public)
    crossOrigin = CrossOriginPolicy()
    if let text = reader.text("cors-origins") {
      if let policy = CrossOriginPolicy(text) {
        crossOrigin = policy
      } else {
        reader.complain(
          "cors-origins", "has to be * or origins such as https://app.example, separated by commas")
      }
    }
    var limits = ServerLimits()
    limits.requests = reader.number("max-requests", in: 1...1_000_000, default: limits.requests)
    limits.connections = reader.number(
      "max-connections", in: 1...1_000_000, default: limits.connections)
    limits.seconds = Int64(reader.number("request-timeout", in: 1...3_600, default: 60))
    limits.bodySize = reader.number(
      "max-body-size", in: 1_024...(64 << 20), default: limits.bodySize)
    let rate = reader.number("rate-limit", in: 0...10_000_000, default: 0)
    limits.requestsPerMinute = rate == 0 ? nil : rate
    self.limits = limits
    showsMetrics = reader.flag("metrics", default: true)
    logLevel = reader.choice("log-level", default: .notice)
    if tokenKeyFile != nil, tokenKey != nil {
      reader.complain("jwt-key-file", "and ROOMS_JWT_KEY cannot both be given")
    }
    if !reader.problems.isEmpty { throw SettingsError(problems: reader.problems) }
  }

  private static func location(_ reader: SettingsReader) -> DatabaseLocation {
    let text = reader.text("database") ?? ":memory:"
    if text == ":memory:" { return .memory }
    guard let kind = connectionKind(of: text) else { return .file(path: text) }
    if !DatabaseLocation.includesPostgres {
      reader.complain(
        "database",
        "\(kind)...: this build has no PostgreSQL support. "
          + "Give the path of an SQLite file, or :memory:, or build with the trait Postgres")
    }
    return .postgres(text)
  }

  /// The beginning of what leads to PostgreSQL, without anything secret: a URL, or pairs of which the first has one of
  /// these keywords of libpq. A file of such a name is `./host=x`.
  private static func connectionKind(of text: String) -> String? {
    let keywords = [
      "host", "hostaddr", "port", "dbname", "user", "password", "passfile", "service", "sslmode",
      "application_name", "connect_timeout", "options", "target_session_attrs",
    ]
    if let scheme = ["postgres://", "postgresql://"].first(where: text.hasPrefix) { return scheme }
    guard let sign = text.firstIndex(of: "=") else { return nil }
    let word = text[..<sign].filter { !$0.isWhitespace }
    return keywords.contains(word) ? "\(word)=" : nil
  }
}

/// Reads settings one by one, and gathers what is wrong with them.
final class SettingsReader {
  private let reader: ConfigReader
  private let flags: Set<String>
  private(set) var problems: [String] = []

  init(reader: ConfigReader, flags: Set<String>) {
    self.reader = reader
    self.flags = flags
  }

  /// Of the value itself nothing is said: it may be a secret that went to the wrong place.
  func complain(_ flag: String, _ problem: String) {
    let name = flags.contains(flag) ? "--\(flag)" : ServerSettings.Name(flag: flag).variable
    problems.append("\(name) \(problem).")
  }

  /// `nil` if it was not given. One that was given has to say something.
  func text(_ flag: String) -> String? {
    let key = ServerSettings.Name(flag: flag).key
    guard let text = reader.string(forKey: ConfigKey(key.components), isSecret: true) else {
      return nil
    }
    if text.isEmpty {
      complain(flag, "is empty")
      return nil
    }
    return text
  }

  func number(_ flag: String, in range: ClosedRange<Int>, default standard: Int) -> Int {
    guard let text = text(flag) else { return standard }
    guard let number = Int(text), range.contains(number) else {
      complain(flag, "has to be a number from \(range.lowerBound) to \(range.upperBound)")
      return standard
    }
    return number
  }

  func flag(_ flag: String, default standard: Bool) -> Bool {
    guard let text = text(flag)?.lowercased() else { return standard }
    switch text {
    case "true", "yes", "on", "1": return true
    case "false", "no", "off", "0": return false
    default:
      complain(flag, "has to be true or false")
      return standard
    }
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ flag: String, default standard: Choice
  ) -> Choice {
    guard let text = text(flag) else { return standard }
    guard let choice = Choice(rawValue: text) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      complain(flag, "has to be one of: \(names)")
      return standard
    }
    return choice
  }
}
