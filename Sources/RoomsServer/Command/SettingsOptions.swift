import ArgumentParser

/// The settings as flags. What they mean together is checked by ``ServerSettings``.
struct SettingsOptions: ParsableArguments {
  @Option(help: "The port to listen on; 0 takes a free one. (default: 8080)")
  var port: UInt16?

  @Option(
    help:
      "The address to listen on. Beyond loopback, whoever reaches the port may call. (default: 127.0.0.1)"
  )
  var host: String?

  @Option(
    help: """
      The SQLite file to keep everything in, :memory: to keep nothing, or the postgres:// URL of a database, if \
      the server was built with the trait Postgres. (default: :memory:)
      """)
  var database: String?

  @Option(help: "How many connections a PostgreSQL database has at most. (default: 8)")
  var databaseConnections: String?

  @Option(
    help: "The file with the key that proves bearer tokens by HS256, at least 32 bytes.",
    completion: .file())
  var jwtKeyFile: String?

  @Option(
    help: "The PEM file of a public key that proves bearer tokens by RS256, ES256 or EdDSA.",
    completion: .file())
  var jwtPublicKeyFile: String?

  @Option(
    help: "The JWK Set that proves bearer tokens by RS256, ES256 or EdDSA.", completion: .file())
  var jwksFile: String?

  @Option(help: "Who has to have issued a bearer token. (default: accord-rooms)")
  var jwtIssuer: String?

  @Option(help: "For whom a bearer token has to be. (default: rooms)")
  var jwtAudience: String?

  @Option(help: "By how many seconds the issuer's clock may differ. (default: 30)")
  var clockSkew: String?

  @Option(
    help:
      "Whether shared rooms are shown without credentials; if not, every operation needs some. (default: true)"
  )
  var `public`: String?

  @Option(
    help: """
      Where calendars are fetched and webhooks called: off (nowhere), public (the Internet, but no private or \
      loopback address), any. (default: public)
      """)
  var outbound: String?

  @Option(
    help:
      "The origins of web pages that may call from a browser, separated by commas, or *. (default: none)"
  )
  var corsOrigins: String?

  @Option(
    help: "How many requests a minute each principal may make; 0 for any number. (default: 0)")
  var rateLimit: String?

  @Option(help: "How many requests are answered at once; others are refused. (default: 1000)")
  var maxRequests: String?

  @Option(help: "How many connections are open at once; others wait. (default: 10000)")
  var maxConnections: String?

  @Option(help: "How many bytes the body of a request may have. (default: 1048576)")
  var maxBodySize: String?

  @Option(help: "How many seconds a request and its answer may take. (default: 60)")
  var requestTimeout: String?

  @Option(help: "Whether /metrics is served. (default: true)")
  var metrics: String?

  @Option(
    help:
      "The least important messages to log: trace, debug, info, notice, warning, error, critical. (default: notice)"
  )
  var logLevel: String?

  /// Those that were given, by the flag's name.
  var given: [String: String] {
    let all: [(String, String?)] = [
      ("port", port.map { String($0) }), ("host", host), ("database", database),
      ("database-connections", databaseConnections), ("jwt-key-file", jwtKeyFile),
      ("jwt-public-key-file", jwtPublicKeyFile), ("jwks-file", jwksFile),
      ("jwt-issuer", jwtIssuer), ("jwt-audience", jwtAudience), ("clock-skew", clockSkew),
      ("public", `public`), ("outbound", outbound), ("cors-origins", corsOrigins),
      ("rate-limit", rateLimit), ("max-requests", maxRequests),
      ("max-connections", maxConnections), ("max-body-size", maxBodySize),
      ("request-timeout", requestTimeout), ("metrics", metrics), ("log-level", logLevel),
    ]
    return all.reduce(into: [:]) { given, option in given[option.0] = option.1 }
  }
}
