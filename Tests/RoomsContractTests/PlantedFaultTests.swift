import AccordContract
import AccordOpenAPI
import Foundation
import Testing

@testable import RoomsServer

/// A server that is wrong in one way is caught by the check that is there for it; the sound one passes.
@Suite(.serialized) struct PlantedFaultTests {
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
    ("second-item-wrong-type", "response-schema"),
    ("bad-date-above-ten", "response-schema"),
    ("local-date", "response-schema"),
    ("fractional-count", "response-schema"),
    ("negative-total", "response-schema"),
    ("error-place-wrong-type", "response-schema"),
    ("not-a-number", "well-formed-json"),
    ("trailing-bytes", "well-formed-json"),
    ("duplicate-member", "well-formed-json"),
    ("empty-answer", "documented-content-type"),
    ("created-instead-of-ok", "documented-status"),
    ("redirected", "documented-status"),
    ("missing-allow", "method-not-allowed"),
    ("unknown-method-not-found", "method-not-allowed"),
    ("room-not-found", "same-for-all"),
    ("owner-forbidden", "same-for-all"),
    ("anonymous-refused", "anonymous-accepted"),
    ("odd-name-not-found", "same-for-all"),
    ("signature-cut-off-accepted", "bad-credential-refused"),
    ("any-key-accepted", "bad-credential-refused"),
    ("other-scheme-is-anonymous", "bad-credential-refused"),
    ("bare-scheme-is-anonymous", "bad-credential-refused"),
    ("missing-credentials-accepted-for-deletion", "credentials-required"),
    ("window-of-zero-accepted", "invalid-refused"),
    ("page-zero-accepted", "invalid-refused"),
    ("numbers-as-names-accepted", "invalid-refused"),
    ("null-names-accepted", "invalid-refused"),
    ("missing-body-accepted", "invalid-refused"),
    ("interval-not-enforced", "invalid-refused"),
    ("platform-not-enforced", "invalid-refused"),
    ("empty-name-accepted", "invalid-refused"),
    ("missing-sharing-accepted", "invalid-refused"),
    ("window-of-one-refused", "valid-accepted"),
    ("second-event-unmasked", "mask"),
    ("host-url-unmasked-above-ten", "mask"),
    ("host-url-unmasked-for-odd-names", "mask"),
    ("attendees-unmasked-in-bulk-for-anonymous", "mask"),
    ("feed-unmasked-on-second-page", "mask"),
    ("attendees-unmasked-in-wide-window", "mask"),
    ("host-url-unmasked-once-over", "mask"),
    ("host-url-masked-as-stars", "mask"),
    ("webhook-masked-as-empty", "mask"),
    ("attendees-masked-to-names", "mask"),
    ("description-omitted-in-bulk", "mask"),
    ("daily-masked", "mask"),
    ("title-masked", "mask"),
    ("secret-masked-for-owner-in-list", "owner-unmasked"),
    ("member-taken-for-owner", "mask"),
    ("secret-in-topic", "leak"),
    ("secret-in-header", "leak"),
    ("host-url-in-refusal", "leak"),
    ("description-in-location", "leak"),
    ("host-url-in-metadata", "leak"),
    ("feed-in-other-operation", "leak"),
    ("bulk-duplicates-twice", "batch-parts"),
    ("bulk-duplicates-lost", "batch-keys"),
    ("bulk-unknown-left-out", "batch-keys"),
    ("bulk-unknown-has-events", "batch-agrees"),
    ("bulk-depends-on-order", "batch-parts"),
    ("bulk-ignores-case", "batch-agrees"),
    ("bulk-trims-names", "batch-agrees"),
    ("bulk-odd-name-spoils-others", "batch-parts"),
    ("bulk-unknown-spoils-others", "batch-parts"),
    ("bulk-first-meeting-only", "batch-agrees"),
    ("bulk-shows-over-meetings", "batch-agrees"),
    ("bulk-empty-at-limit", "batch-parts"),
    ("bulk-limit-too-low", "valid-accepted"),
    ("bulk-limit-too-high", "invalid-refused"),
    ("bulk-own-private-empty", "batch-agrees"),
    ("bulk-swapped-above-twenty", "batch-parts"),
    ("bulk-fails-for-duplicates", "valid-accepted"),
    ("bulk-long-names-empty", "batch-agrees"),
    ("bulk-member-sees-less", "batch-agrees"),
    ("seventh-fails", "no-server-error"),
    ("seventh-unmasked", "mask"),
    ("eleventh-loses-room", "batch-keys"),
    ("ninth-bad-credential-accepted", "bad-credential-refused"),
    ("combination-fails", "no-server-error"),
    ("cached-for-next-viewer", "mask"),
    ("unmasked-after-write", "mask"),
    ("thirteenth-loses-field", "response-schema"),
    ("deleted-room-found", "deleted-gone"),
    ("deleted-room-listed", "deleted-gone"),
    ("created-room-not-found", "written-readable"),
    ("created-room-not-listed", "invalidated-changes"),
    ("created-room-differs", "written-readable"),
    ("change-lost", "written-readable"),
    ("new-meeting-not-active", "invalidated-changes"),
    ("deactivated-meeting-active", "invalidated-changes"),
    ("reading-locks", "read-changes-nothing"),
    ("byte-order-mark", "well-formed-json"),
    ("latin-1-text", "well-formed-json"),
    ("escaped-duplicate-member", "well-formed-json"),
    ("offset-without-colon", "response-schema"),
    ("html-refusals", "documented-content-type"),
    ("incomplete-allow", "method-not-allowed"),
    ("expired-token-accepted-for-events", "bad-credential-refused"),
    ("longer-key-accepted", "bad-credential-refused"),
    ("token-of-four-parts-accepted", "bad-credential-refused"),
    ("host-url-in-other-case", "leak"),
    ("secret-in-hexadecimal", "leak"),
    ("host-key-in-metadata", "leak"),
    ("bulk-swapped-for-two", "batch-parts"),
    ("bulk-has-other-room", "batch-keys"),
    ("bulk-refuses-no-names", "valid-accepted"),
    ("eleventh-swaps-rooms", "batch-agrees"),
    ("ninth-masks-for-owner", "owner-unmasked"),
    ("fortieth-is-text", "documented-content-type"),
    ("change-loses-topic", "written-readable"),
    ("change-resets-others", "unsent-kept"),
    ("later-names-not-checked", "invalid-refused"),
    ("comma-too-many-accepted", "invalid-refused"),
  ]

  @Test("every fault has an expectation") func everyFault() {
    #expect(Set(Self.expectations.map(\.fault)) == Set(Fault.allCases.map(\.rawValue)))
  }

  /// Every sixth fault; all of them with ACCORD_ALL_FAULTS=1 (`make faults`), which takes many minutes.
  static let tried: [String] = {
    let takesAll = ProcessInfo.processInfo.environment["ACCORD_ALL_FAULTS"] != nil
    return expectations.enumerated().filter { takesAll || $0.offset.isMultiple(of: 6) }
      .map(\.element.fault)
  }()

  @Test("the fault is caught by its check", arguments: tried)
  func caught(_ name: String) async throws {
    let fault = try #require(Fault(rawValue: name))
    let check = try #require(Self.expectations.first { $0.fault == name }?.check)
    let server = try await DemoServer(fault: fault)
    let summary = try await server.verify(
      try DemoServer.document(), seed: 1, cases: 60, check: check)
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

  /// Two seeds, or as many as ACCORD_SEEDS says.
  static let seeds: [UInt64] = {
    let count = ProcessInfo.processInfo.environment["ACCORD_SEEDS"].flatMap { UInt64($0) } ?? 2
    return Array(1...Swift.max(count, 1))
  }()

  @Test("the sound server passes, whatever the seed", arguments: seeds)
  func sound(_ seed: UInt64) async throws {
    let server = try await DemoServer()
    let summary = try await server.verify(try DemoServer.document(), seed: seed, cases: 40)
    print("seed \(seed): \(summary.failures.count) failures in \(summary.requests) requests")
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
