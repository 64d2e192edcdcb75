import AccordContract
import AccordOpenAPI
import Testing

@testable import RoomsServer

/// A server that is wrong in one way is caught by the check that is there for it; the sound one passes.
@Suite struct PlantedFaultTests {
  /// The check that has to notice each fault. Others may notice it as well.
  static let expectations: [(fault: String, check: String)] = [
    ("wrong-type", "response-schema"),
    ("missing-field", "response-schema"),
    ("unknown-enum-value", "response-schema"),
    ("forbidden-null", "response-schema"),
    ("bad-date", "response-schema"),
    ("wrong-error-body", "response-schema"),
    ("wrong-content-type", "documented-content-type"),
    ("broken-json", "well-formed-json"),
    ("missing-challenge", "response-headers"),
    ("undocumented-status", "documented-status"),
    ("unknown-room-found", "batch-agrees"),
    ("odd-name-crash", "no-server-error"),
    ("masked-property-omitted", "mask"),
    ("host-url-unmasked-in-bulk", "mask"),
    ("host-url-unmasked-per-room", "mask"),
    ("host-url-unmasked-for-anonymous", "mask"),
    ("description-unmasked-for-members", "mask"),
    ("attendees-masked-as-empty-list", "mask"),
    ("masked-for-owner", "owner-sees"),
    ("webhook-secret-unmasked-in-list", "mask"),
    ("private-room-shown", "batch-agrees"),
    ("private-room-in-bulk", "batch-agrees"),
    ("room-missing-in-bulk", "batch-keys"),
    ("rooms-swapped-in-bulk", "batch-agrees"),
    ("bulk-order-differs", "batch-agrees"),
    ("bulk-empty-above-ten", "batch-agrees"),
    ("bulk-loses-odd-names", "batch-agrees"),
    ("bulk-merges-normal-forms", "batch-keys"),
    ("bulk-window-differs", "batch-agrees"),
    ("bad-token-is-anonymous", "bad-credential-refused"),
    ("bad-key-is-anonymous", "bad-credential-refused"),
    ("expired-token-accepted", "bad-credential-refused"),
    ("altered-token-accepted", "bad-credential-refused"),
    ("unsigned-token-accepted", "bad-credential-refused"),
    ("api-key-prefix-accepted", "bad-credential-refused"),
    ("missing-credentials-accepted", "credentials-required"),
    ("page-size-not-enforced", "invalid-refused"),
    ("bad-number-accepted", "invalid-refused"),
    ("bulk-limit-not-enforced", "invalid-refused"),
    ("name-length-not-enforced", "invalid-refused"),
    ("missing-property-accepted", "invalid-refused"),
    ("broken-json-accepted", "invalid-refused"),
    ("wrong-media-type-accepted", "invalid-refused"),
  ]

  @Test("every fault has an expectation") func everyFault() {
    #expect(Set(Self.expectations.map(\.fault)) == Set(Fault.allCases.map(\.rawValue)))
  }

  @Test("the fault is caught by its check", arguments: expectations.map(\.fault))
  func caught(_ name: String) async throws {
    let fault = try #require(Fault(rawValue: name))
    let check = try #require(Self.expectations.first { $0.fault == name }?.check)
    let server = try await DemoServer(fault: fault)
    let summary = try await server.verify(try DemoServer.document(), seed: 1, cases: 60)
    #expect(summary.exitCode == 1)
    #expect(
      summary.failures.contains { $0.check == check },
      "\(name): found \(summary.failures.map { "\($0.check) at \($0.operation)" })")
    // A failure that a person cannot follow is none.
    for failure in summary.failures {
      #expect(failure.place?.contains("rooms") == true, "\(failure)")
      #expect(!failure.reproduction.isEmpty, "\(failure)")
      #expect(!failure.expected.isEmpty && !failure.got.isEmpty)
    }
  }

  @Test("the sound server passes, whatever the seed", arguments: [1, 2, 3, 4] as [UInt64])
  func sound(_ seed: UInt64) async throws {
    let server = try await DemoServer()
    let summary = try await server.verify(try DemoServer.document(), seed: seed, cases: 40)
    #expect(summary.exitCode == 0)
    #expect(
      summary.failures.isEmpty, "\(summary.failures)")
    // A check that had nothing to look at would pass as well.
    let idle = summary.checks.map(\.name).filter(summary.wasIdle)
    #expect(idle.isEmpty, "these checks looked at nothing: \(idle)")
    // Every operation is seen to succeed, those that need what another one has made among them.
    #expect(summary.operations.count == 17)
    #expect(summary.operations.filter { $0.successes == 0 }.map(\.name).isEmpty)
  }
}
