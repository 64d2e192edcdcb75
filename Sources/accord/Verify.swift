import AccordContract
import AccordContractHTTP
import AccordGenerateCommand
import AccordJSON
import AccordOpenAPI
import ArgumentParser
import Foundation

/// `accord verify`: proves that a running server keeps its document.
struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Checks that a running server keeps its OpenAPI document.",
    discussion: """
      Sends valid and invalid requests, with and without credentials, and looks at every answer. \
      Without --allow-writes only operations that read are called.

      The checks are \(StandardChecks.all.map(\.name).joined(separator: ", ")).

      Exit codes: 0 the contract holds, 1 it is broken, 2 wrong usage or configuration, 3 no server there.
      """)

  @OptionGroup var source: DocumentOptions

  @Option(help: "Where the server listens, such as http://127.0.0.1:8080.")
  var server: String

  @Option(
    help: ArgumentHelp(
      "A viewer: 'NAME=Header: value', or NAME alone for one without credentials. The first one owns what "
        + "the --parameter values name.",
      valueName: "viewer"))
  var viewer: [String] = []

  @Option(
    help: ArgumentHelp(
      "A credential that has to be refused: 'NAME=Header: value'.", valueName: "credential"))
  var badCredential: [String] = []

  @Option(
    help: ArgumentHelp(
      "A value that exists, for every parameter of that name: NAME=VALUE. May be repeated.",
      valueName: "parameter"))
  var parameter: [String] = []

  @Option(
    help: ArgumentHelp(
      "A JSON file with viewers, badCredentials and parameters; ${NAME} in it is an environment variable.",
      valueName: "file"))
  var config: String?

  @Option(help: "The seed of all that is random; the same seed tries the same.")
  var seed: UInt64?

  @Option(help: "How many requests are generated for one operation.")
  var cases = 60

  @Option(help: ArgumentHelp("When to end the run.", valueName: "seconds"))
  var timeLimit: Double = 300

  @Option(help: ArgumentHelp("How long one request may take.", valueName: "seconds"))
  var requestTimeout: Double = 10

  @Option(help: ArgumentHelp("Only one part of the cases, such as 2/5.", valueName: "i/n"))
  var shard: String?

  @Flag(help: "Also calls operations that change something.")
  var allowWrites = false

  @Flag(
    help: "Takes for a failure what is only noted otherwise: properties that are not described.")
  var strict = false

  @Option(help: ArgumentHelp("Only this check; may be repeated.", valueName: "name"))
  var check: [String] = []

  @Option(help: ArgumentHelp("Not this check; may be repeated.", valueName: "name"))
  var skip: [String] = []

  @OptionGroup var output: ReportOptions

  mutating func run() async throws {
    let configuration = try usage { () throws(ConfigurationError) in try makeConfiguration() }
    let document = try source.soundDocument()
    // Files first: a report that cannot be written should not cost a whole run.
    try output.checkWritable()
    let log = try output.openLog()
    let transport = HTTPExchanger(
      server: configuration.server, connections: configuration.concurrency,
      bodyLimit: configuration.bodyLimit)
    let verifier: ContractVerifier
    do {
      verifier = try usage { () throws(ConfigurationError) in
        try ContractVerifier(
          document: document, configuration: configuration, transport: transport)
      }
    } catch {
      // A client that is let go of while it runs is a crash.
      await transport.shutDown()
      throw error
    }
    let summary = await run(verifier, log: log)
    await transport.shutDown()
    try log?.close()
    try output.write(summary, writesLog: false)
    output.tell(summary)
    if summary.exitCode != 0 { throw ExitCode(summary.exitCode) }
  }

  /// Until it has ended, or somebody ends it.
  private func run(_ verifier: ContractVerifier, log: FileHandle?) async -> Summary {
    let progress = ProgressLine()
    let run = Task {
      await verifier.run { event in
        progress.show(event)
        guard let log, let line = EventLog().line(event) else { return }
        log.write(Data((line + "\n").utf8))
      }
    }
    let interruption = Interruption { run.cancel() }
    defer { withExtendedLifetime(interruption) {} }
    let summary = await run.value
    progress.clear()
    return summary
  }

  // MARK: - Configuration

  private func makeConfiguration() throws(ConfigurationError) -> ContractConfiguration {
    guard let server = ServerURL(server) else {
      throw ConfigurationError(
        "--server wants a URL such as http://127.0.0.1:8080, without credentials, query or fragment"
      )
    }
    var configuration = ContractConfiguration(server: server)
    if let config { try read(config, into: &configuration) }
    for text in viewer {
      let named = try named(text, option: "--viewer")
      // The command line wins over the file.
      configuration.viewers.removeAll { $0.name == named.name }
      configuration.viewers.append(.init(name: named.name, credential: named.credential))
    }
    for text in badCredential {
      let named = try named(text, option: "--bad-credential")
      guard let credential = named.credential else {
        throw ConfigurationError("--bad-credential wants 'NAME=Header: value'")
      }
      configuration.badCredentials.append(.init(name: named.name, credential: credential))
    }
    for text in parameter {
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        throw ConfigurationError("--parameter wants NAME=VALUE")
      }
      let name = String(text[..<equals])
      let value = String(text[text.index(after: equals)...])
      configuration.parameters[name] = (configuration.parameters[name] ?? []) + [value]
    }
    configuration.seed = seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
    configuration.allowsWrites = allowWrites
    configuration.isStrict = strict
    configuration.includedChecks = check
    configuration.skippedChecks = skip
    try readBounds(into: &configuration)
    return configuration
  }

  private func readBounds(
    into configuration: inout ContractConfiguration
  ) throws(ConfigurationError) {
    guard (1...100_000).contains(cases) else {
      throw ConfigurationError("--cases is a number from 1 to 100000")
    }
    guard timeLimit > 0, timeLimit <= 1e6 else {
      throw ConfigurationError("--time-limit is a number of seconds above 0")
    }
    guard requestTimeout > 0, requestTimeout <= 1e6 else {
      throw ConfigurationError("--request-timeout is a number of seconds above 0")
    }
    configuration.cases = cases
    configuration.timeLimit = .seconds(timeLimit)
    configuration.requestTimeout = .seconds(requestTimeout)
    if let shard {
      guard let part = ContractConfiguration.Shard(shard) else {
        throw ConfigurationError("--shard is I/N with I from 1 to N, such as 2/5")
      }
      configuration.shard = part
    }
  }

  private func read(
    _ path: String, into configuration: inout ContractConfiguration
  ) throws(ConfigurationError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ConfigurationError("\(path): the configuration cannot be read")
    }
    let environment = ProcessInfo.processInfo.environment
    let file = try ConfigurationFile(Array(data), path: path) { environment[$0] }
    configuration.viewers = file.viewers
    configuration.badCredentials = file.badCredentials
    configuration.parameters = file.parameters
  }

  /// Messages never repeat the value: it is a secret, even if it is malformed.
  private func named(
    _ text: String, option: String
  ) throws(ConfigurationError) -> (name: String, credential: Credential?) {
    guard let equals = text.firstIndex(of: "=") else {
      // A header without a name in front must not become a name that is shown.
      guard !text.contains(":"), !text.contains(" "), !text.isEmpty else {
        throw ConfigurationError("\(option) wants 'NAME=Header: value'")
      }
      return (text, nil)
    }
    let name = String(text[..<equals])
    guard !name.isEmpty, !name.contains(":"), !name.contains(" ") else {
      throw ConfigurationError("\(option) wants 'NAME=Header: value'")
    }
    guard let credential = Credential(field: String(text[text.index(after: equals)...])) else {
      throw ConfigurationError("\(option) \(name): what follows the = is not 'Header: value'")
    }
    return (name, credential)
  }

  private func usage<Value>(_ body: () throws(ConfigurationError) -> Value) throws -> Value {
    do throws(ConfigurationError) {
      return try body()
    } catch {
      for line in error.message.split(separator: "\n") { Terminal.complain("error: \(line)") }
      throw ExitCode(2)
    }
  }
}
