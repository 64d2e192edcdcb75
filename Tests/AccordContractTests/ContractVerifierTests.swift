import AccordContract
import AccordJSON
import Synchronization
import Testing

/// Runs against the notes server, which is sound or has one fault.
@Suite struct ContractVerifierTests {
  static func configuration(seed: UInt64 = 1, writes: Bool = false) -> ContractConfiguration {
    var configuration = ContractConfiguration(server: ServerURL("http://notes.test")!)
    configuration.viewers = [
      .init(
        name: "owner",
        credential: Credential(field: "Authorization: Bearer \(NotesServer.Token.owner)")),
      .init(
        name: "member",
        credential: Credential(field: "Authorization: Bearer \(NotesServer.Token.member)")),
    ]
    configuration.badCredentials = [
      .init(
        name: "expired",
        credential: Credential(field: "Authorization: Bearer \(NotesServer.Token.expired)")!)
    ]
    configuration.parameters = ["note_name": ["alpha", "beta gamma", "caf\u{E9}"]]
    configuration.seed = seed
    configuration.cases = 30
    configuration.allowsWrites = writes
    return configuration
  }

  static func run(
    _ server: NotesServer, _ configuration: ContractConfiguration? = nil
  ) async throws -> Summary {
    let time = Mutex(Duration.zero)
    let clock = RunClock {
      time.withLock {
        $0 += .milliseconds(1)
        return $0
      }
    }
    let verifier = try ContractVerifier(
      document: NotesDocument.load(), configuration: configuration ?? Self.configuration(),
      transport: server, clock: clock)
    return await verifier.run()
  }

  @Test(arguments: [1, 2, 3, 42, 1_000_000_007] as [UInt64], [false, true])
  func `a sound server is clean`(seed: UInt64, writes: Bool) async throws {
    let server = NotesServer()
    let summary = try await Self.run(server, Self.configuration(seed: seed, writes: writes))
    for failure in summary.failures {
      Issue.record("\(ConsoleReport().text(of: failure))")
    }
    #expect(summary.exitCode == 0)
    #expect(summary.ending == .completed)
    // Every check had something to look at.
    let idle = summary.checks.map(\.name).filter(summary.wasIdle)
    // Without writes nothing changes; and the document declares no invalidation.
    let state = [
      "written-readable", "unsent-kept", "deleted-gone", "invalidated-changes",
      "read-changes-nothing",
    ]
    // Nor does it have a PATCH.
    #expect(idle == (writes ? ["unsent-kept", "invalidated-changes"] : state), "seed \(seed)")
    #expect(summary.requests > 200)
  }

  /// Which check has to notice which fault.
  static let table: [(NotesServer.Fault, String)] = [
    (.wrongType, "response-schema"),
    (.missingField, "response-schema"),
    (.undocumentedStatus, "documented-status"),
    (.wrongContentType, "documented-content-type"),
    (.noContentType, "documented-content-type"),
    (.emptyBody, "documented-content-type"),
    (.brokenJSON, "well-formed-json"),
    (.truncatedJSON, "well-formed-json"),
    (.duplicateKey, "well-formed-json"),
    (.missingHeader, "response-headers"),
    (.badHeader, "response-headers"),
    (.maskMissingForMember, "mask"),
    (.maskMissingInBulk, "mask"),
    (.maskTooMuch, "mask"),
    (.maskOmitted, "mask"),
    (.maskMissingForAnonymousInList, "mask"),
    (.ownerMaskedInOne, "owner-unmasked"),
    (.ownerMasked, "owner-sees"),
    (.leakInExtra, "leak"),
    (.leakInHeader, "leak"),
    (.bulkKeyMissing, "batch-keys"),
    (.bulkKeyExtra, "batch-keys"),
    (.bulkLosesSpelling, "batch-keys"),
    (.bulkSwapped, "batch-agrees"),
    (.bulkAbsentWrong, "batch-agrees"),
    (.bulkDependsOnOrder, "batch-agrees"),
    (.unknownKeyKnown, "batch-agrees"),
    (.bulkUnlimited, "invalid-refused"),
    (.badTokenIsAnonymous, "bad-credential-refused"),
    (.unsignedTokenAccepted, "bad-credential-refused"),
    (.algNoneAccepted, "bad-credential-refused"),
    (.demandsNothing, "credentials-required"),
    (.validTokenRefused, "credential-accepted"),
    (.serverErrorOnNonASCII, "no-server-error"),
    (.invalidQueryAccepted, "invalid-refused"),
    (.invalidBodyAccepted, "invalid-refused"),
    (.missingBodyAccepted, "invalid-refused"),
    (.brokenBodyAccepted, "invalid-refused"),
    (.wrongContentTypeAccepted, "invalid-refused"),
    (.validRefused, "valid-accepted"),
    (.methodNotFound, "method-not-allowed"),
    (.noAllow, "method-not-allowed"),
    (.hangsOnTags, "answers"),
    (.resetsOnTags, "answers"),
    (.garbageOnTags, "answers"),
    (.endlessBody, "answers"),
    (.flakyTags, "response-schema"),
  ]

  @Test(arguments: table)
  func `a fault is noticed`(fault: NotesServer.Fault, check: String) async throws {
    let summary = try await Self.run(NotesServer(fault: fault))
    #expect(summary.exitCode == 1)
    #expect(summary.failures.map(\.check).contains(check), "\(ConsoleReport().text(of: summary))")
    for failure in summary.failures {
      #expect(!failure.expected.isEmpty && !failure.got.isEmpty && !failure.operation.isEmpty)
      #expect(
        failure.reproduction.allSatisfy { $0.hasPrefix("curl ") } && !failure.reproduction.isEmpty)
      #expect(failure.place?.hasPrefix("notes.yaml:") ?? false, "\(failure.check)")
    }
    if fault != .flakyTags {
      #expect(
        summary.failures.contains { failure in
          guard case .confirmed = failure.confirmation else { return false }
          return failure.check == check
        }, "\(ConsoleReport().text(of: summary))")
    }
  }

  @Test func `every fault is in the table`() {
    #expect(Set(Self.table.map(\.0)) == Set(NotesServer.Fault.allCases))
  }

  @Test func `a failure that comes and goes is called flaky`() async throws {
    let summary = try await Self.run(NotesServer(fault: .flakyTags))
    #expect(
      summary.failures.contains { failure in
        switch failure.confirmation {
        case .flaky(let failed, let total): failed < total && failed > 0
        case .confirmed, .unrepeatable, .unconfirmed: false
        }
      })
  }

  @Test(arguments: stride(from: 3, through: 60, by: 1).map { $0 })
  func `what changes in the middle of a run is no failure`(requests: Int) async throws {
    var configuration = Self.configuration()
    configuration.includedChecks = ["batch-agrees", "mask", "owner-unmasked"]
    configuration.cases = 1
    let server = NotesServer(changesAfter: requests)
    let summary = try await Self.run(server, configuration)
    #expect(summary.failures.isEmpty, "\(ConsoleReport().text(of: summary))")
    #expect(server.isLater)
  }

  @Test func `one cause is one failure`() async throws {
    let summary = try await Self.run(NotesServer(fault: .badTokenIsAnonymous))
    let failures = summary.failures.filter { $0.check == "bad-credential-refused" }
    #expect(failures.count == 1)
    #expect((failures.first?.cases ?? 0) > 5)
    #expect((failures.first?.otherOperations.count ?? 0) > 2)
    #expect(failures.first?.viewers.contains("expired") ?? false)
  }

  /// Says that no note may be called "alpha".
  struct NoAlpha: ExchangeCheck {
    let name = "no-alpha"
    let explanation = "Nothing is called alpha."

    func examine(
      _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
    ) -> Verdict {
      guard answer.json?["name"]?.string == "alpha" else { return .holds }
      return .broken([
        Finding(
          signature: "alpha", location: plan.location, expected: "another name", got: "alpha")
      ])
    }
  }

  @Test func `a check of one's own`() async throws {
    let verifier = try ContractVerifier(
      document: NotesDocument.load(), configuration: Self.configuration(),
      transport: NotesServer(), checks: StandardChecks.all + [NoAlpha()])
    let summary = await verifier.run()
    #expect(summary.failures.map(\.check) == ["no-alpha"])
    #expect(summary.failures.first?.operation == "GET /notes/{note_name}")
  }

  @Test func `the same seed tries the same`() async throws {
    let servers = [NotesServer(), NotesServer(), NotesServer()]
    let seeds: [UInt64] = [7, 7, 8]
    var requests: [[String]] = []
    for (server, seed) in zip(servers, seeds) {
      _ = try await Self.run(server, Self.configuration(seed: seed, writes: true))
      requests.append(server.requests.sorted())
    }
    #expect(requests[0] == requests[1])
    #expect(requests[0] != requests[2])
  }

  @Test func `without permission nothing that changes is called`() async throws {
    let server = NotesServer()
    _ = try await Self.run(server)
    let changing = server.requests.filter {
      !$0.hasPrefix("GET ") && !$0.hasPrefix("TRACE ") && $0 != "POST /notes/bulk"
    }
    #expect(changing == [])
  }

  @Test func `writes leave what was there`() async throws {
    let server = NotesServer()
    let before = server.noteNames
    let summary = try await Self.run(server, Self.configuration(writes: true))
    #expect(before.allSatisfy { name in server.noteNames.contains { $0.isExactly(name) } })
    let deletion = summary.operations.first { $0.name == "DELETE /notes/{note_name}" }
    #expect((deletion?.successes ?? 0) > 0, "what the run creates, it deletes")
  }
}
