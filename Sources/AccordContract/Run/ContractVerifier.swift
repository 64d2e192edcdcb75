import AccordJSON
import AccordOpenAPI
import AccordSchema

/// Proves that a server keeps an OpenAPI document, or shows a request where it does not.
///
/// ```swift
/// let verifier = try ContractVerifier(
///   document: document, configuration: configuration, transport: transport)
/// let summary = await verifier.run { event in print(event) }
/// ```
public struct ContractVerifier: Sendable {
  private let planning: PlanningContext
  private let checks: [any ContractCheck]
  private let transport: any ContractTransport
  private let clock: RunClock

  /// - Parameter checks: which checks the names of the configuration choose from.
  /// - Throws: ``ConfigurationError`` for names that mean nothing and viewers that contradict the document.
  public init(
    document: OpenAPIDocument, configuration: ContractConfiguration,
    transport: any ContractTransport, checks: [any ContractCheck] = StandardChecks.all,
    clock: RunClock = .continuous
  ) throws(ConfigurationError) {
    let strict = UndocumentedPropertiesCheck(isStrict: true)
    let known = checks.map { check in
      configuration.isStrict && check.name == strict.name ? strict : check
    }
    self.checks = try Self.chosen(known, configuration)
    self.transport = transport
    self.clock = clock
    let roster = try ViewerRoster(
      declared: document.accord.viewers, given: configuration.viewers)
    let schemas = SchemaCatalog(document: document)
    planning = PlanningContext(
      document: document, configuration: configuration, schemas: schemas,
      masks: MaskWalker(document: document, schemas: schemas), roster: roster,
      forgeries: Self.forgeries(document, configuration, roster))
  }

  private static func chosen(
    _ checks: [any ContractCheck], _ configuration: ContractConfiguration
  ) throws(ConfigurationError) -> [any ContractCheck] {
    let names = checks.map(\.name)
    let plain = { (name: String) in name.lowercased().map { $0 == "_" ? "-" : $0 } }
    for name in configuration.includedChecks + configuration.skippedChecks
    where !names.contains(String(plain(name))) {
      throw ConfigurationError(
        "there is no check \(name.shortened); there are \(names.joined(separator: ", "))")
    }
    let included = configuration.includedChecks.map { String(plain($0)) }
    let skipped = configuration.skippedChecks.map { String(plain($0)) }
    let chosen = checks.filter {
      (included.isEmpty || included.contains($0.name)) && !skipped.contains($0.name)
    }
    guard !chosen.isEmpty else { throw ConfigurationError("no check is left to make") }
    return chosen
  }

  private static func forgeries(
    _ document: OpenAPIDocument, _ configuration: ContractConfiguration, _ roster: ViewerRoster
  ) -> [TokenForger.Forgery] {
    let given = configuration.badCredentials.map { bad in
      TokenForger.Forgery(
        name: bad.name,
        presented: PresentedCredential(
          bad.credential, variable: bad.name.environmentVariable), isGiven: true)
    }
    let schemes = document.components.securitySchemes
    let keyFields = schemes.compactMap { scheme -> String? in
      guard case .apiKey(let name, .header) = scheme.kind else { return nil }
      return name
    }
    let takesBearer = schemes.contains { scheme in
      switch scheme.kind {
      case .bearer, .oauth2, .openIDConnect: true
      case .apiKey, .basic, .http, .mutualTLS: false
      }
    }
    let forger = TokenForger(
      viewers: roster.authenticated, keyFields: keyFields, takesBearer: takesBearer)
    return given + forger.forgeries()
  }

  /// Plans, sends, checks and reports. Never throws and never hangs: what goes wrong is in the summary.
  ///
  /// - Parameter handler: is told what happens, one event after the other.
  public func run(_ handler: @Sendable (Event) -> Void = { _ in }) async -> Summary {
    let run = VerificationRun(
      planning: planning, checks: checks, transport: transport, clock: clock)
    return await run.execute(handler)
  }

  /// The events of a run as they happen; the run ends with the stream.
  public func events() -> AsyncStream<Event> {
    AsyncStream { continuation in
      let task = Task {
        _ = await run { continuation.yield($0) }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }
}
