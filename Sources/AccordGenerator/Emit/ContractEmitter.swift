/// Spells the suite of contract tests: a test for each operation, with the checks as its arguments.
struct ContractEmitter {
  let plan: APIPlan

  func emit() -> String {
    var source = SourceText()
    emitSuite(into: &source)
    source.line()
    emitTests(into: &source)
    return source.text
  }

  /// What has to be said by hand, and the one run that all tests look at.
  private func emitSuite(into source: inout SourceText) {
    let names = plan.names
    source.document(
      """
      What the contract tests are about. Say it in an extension beside this file:

      ```swift
      extension \(names.contract) {
        static func subject() async throws -> ContractSubject {
          var configuration = ContractConfiguration(server: ServerURL("http://localhost")!)
          configuration.parameters = ["id": ["one that exists"]]
          let router = Router<Server>(\(names.routes).all())
          return try ContractSubject(
            document: "openapi.yaml", configuration: configuration,
            transport: ClientContractTransport(RouterTransport(router) { _ in Server() }))
        }
      }
      ```

      For a server elsewhere the transport is an `HTTPExchanger` of `AccordContractHTTP`. An own `static let checks`
      replaces the standard ones.
      """)
    source.block("enum \(names.contract): ContractSuite {") { source in
      source.line("static let run = ContractRun(\(names.contract).self)")
      source.line()
      source.document("What the document has.")
      source.block("static let operations: Set<String> = [", closing: "]") { source in
        for operation in plan.operations { source.line("\(SourceText.literal(title(operation))),") }
      }
    }
  }

  private func emitTests(into source: inout SourceText) {
    let names = plan.names
    source.document(
      "Whether the server keeps its document, operation by operation and check by check.")
    source.line("@Suite(\(SourceText.literal("\(names.base) contract")))")
    source.block("struct \(names.contractTests) {") { source in
      for operation in plan.operations {
        let title = SourceText.literal(title(operation))
        emitTest(title: title, name: operation.name, into: &source) { "of: check, at: \(title)" }
        source.line()
      }
      // No operation is called so: a name with spaces is nobody's.
      emitTest(
        title: nil, name: "`methods that the document does not have`", into: &source
      ) { "of: check, besides: \(names.contract).operations" }
      source.line()
      source.line("@Test")
      source.block("func `the run comes to its end`() async throws {") { source in
        source.block("for problem in try await \(names.contract).run.problems {") { source in
          source.line("Testing.Issue.record(Testing.Comment(rawValue: problem))")
        }
      }
    }
  }

  private func emitTest(
    title: String?, name: String, into source: inout SourceText, arguments: () -> String
  ) {
    let contract = plan.names.contract
    source.line("@Test(\(title.map { $0 + ", " } ?? "")arguments: \(contract).checkNames)")
    source.block("func \(name)(check: String) async throws {") { source in
      source.block(
        "for failure in try await \(contract).run.failures(\(arguments())) {"
      ) { source in
        source.line("Testing.Issue.record(Testing.Comment(rawValue: failure))")
      }
    }
  }

  /// As the runs of the contract engine call it.
  private func title(_ operation: OperationPlan) -> String {
    "\(operation.method.name) \(operation.path.text)"
  }
}
