import AccordContract
import AccordJSON
import HTTPTypes
import Synchronization

/// The notes API in memory, sound unless it was given a fault.
final class NotesServer: ContractTransport {
  /// One way to break the contract each.
  enum Fault: String, Sendable, CaseIterable {
    case wrongType, missingField, undocumentedStatus, wrongContentType, noContentType, brokenJSON
    case truncatedJSON, duplicateKey, missingHeader, badHeader, emptyBody
    case maskMissingForMember, maskMissingInBulk, maskTooMuch, maskOmitted, ownerMaskedInOne,
      ownerMasked
    case maskMissingForAnonymousInList
    case leakInExtra, leakInHeader
    case bulkKeyMissing, bulkKeyExtra, bulkSwapped, bulkAbsentWrong, bulkLosesSpelling,
      bulkUnlimited
    case bulkDependsOnOrder, unknownKeyKnown
    case badTokenIsAnonymous, unsignedTokenAccepted, algNoneAccepted, demandsNothing
    case validTokenRefused
    case serverErrorOnNonASCII, invalidQueryAccepted, invalidBodyAccepted, missingBodyAccepted
    case wrongContentTypeAccepted, brokenBodyAccepted, validRefused, methodNotFound, noAllow
    case hangsOnTags, resetsOnTags, garbageOnTags, endlessBody, flakyTags
  }

  /// Tokens of the three people; the signature is what the server looks at.
  enum Token {
    static let owner = token("owner", signature: "b3duZXItc2VudGluZWwtc2lnbmF0dXJlLTAxMjM0NTY3ODk")
    static let member = token(
      "member", signature: "bWVtYmVyLXNlbnRpbmVsLXNpZ25hdHVyZS0wMTIzNDU2Nzg")
    static let expired = token(
      "expired", signature: "ZXhwaXJlZC1zZW50aW5lbC1zaWduYXR1cmUtMDEyMzQ1Njc")

    private static let payloads = [
      "owner": "eyJzdWIiOiJvd25lciJ9", "member": "eyJzdWIiOiJtZW1iZXIifQ",
      "expired": "eyJzdWIiOiJvd25lciIsImV4cCI6MX0",
    ]

    private static func token(_ name: String, signature: String) -> String {
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\(payloads[name] ?? "").\(signature)"
    }
  }

  struct Note: Sendable {
    var id: String
    var name: String
    var kind: String
    var text: String
    var owner: String
    var isShared: Bool
    var stars = 0
    var email = "guest.of.note@example.com"
  }

  let fault: Fault?
  private let notes: Mutex<[Note]>
  private let count = Mutex(0)
  private let seen = Mutex<[String]>([])
  private let repetitions = Mutex<[String: Int]>([:])

  /// After so many requests there is one more tag everywhere, as time passes.
  private let changesAfter: Int?

  var isLater: Bool { changesAfter.map { $0 < seen.withLock(\.count) } ?? false }

  init(fault: Fault? = nil, changesAfter: Int? = nil) {
    self.fault = fault
    self.changesAfter = changesAfter
    notes = Mutex([
      Note(
        id: "n1", name: "alpha", kind: "secret", text: "the launch code is in the safe",
        owner: "owner", isShared: true),
      Note(
        id: "n2", name: "beta gamma", kind: "plain", text: "nothing special here", owner: "owner",
        isShared: true),
      Note(
        id: "n3", name: "caf\u{E9}", kind: "secret", text: "a private thought", owner: "owner",
        isShared: false),
      Note(
        id: "n4", name: "cafe\u{301}", kind: "plain", text: "the other one", owner: "member",
        isShared: true),
    ])
  }

  /// Method and target of everything that was asked for, in order.
  var requests: [String] { seen.withLock { $0 } }

  var noteNames: [String] { notes.withLock { $0.map(\.name) } }

  func send(
    _ request: HTTPRequest, body: [UInt8], timeout: Duration, bodyLimit: Int
  ) async throws(TransportFailure) -> TransportAnswer {
    seen.withLock { $0.append("\(request.method.rawValue) \(request.path ?? "")") }
    let target = request.path ?? "/"
    if target.contains("/tags") {
      switch fault {
      case .hangsOnTags: throw .timedOut
      case .resetsOnTags: throw .reset("closed")
      case .garbageOnTags: throw .malformed("no status line")
      case .endlessBody: throw .bodyTooLarge(limit: bodyLimit)
      default: break
      }
    }
    let reply = NotesExchange(server: self, request: request, body: body).reply()
    var fields = HTTPFields()
    for (name, value) in reply.fields {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return TransportAnswer(
      response: HTTPResponse(status: .init(code: reply.status), headerFields: fields),
      body: reply.body)
  }

  // MARK: - Data

  func all() -> [Note] { notes.withLock { $0 } }

  func note(named name: String) -> Note? {
    notes.withLock { notes in notes.first { $0.name.isExactly(name) } }
  }

  func add(_ note: Note) -> Bool {
    notes.withLock { notes in
      guard !notes.contains(where: { $0.name.isExactly(note.name) }) else { return false }
      notes.append(note)
      return true
    }
  }

  func remove(_ name: String) {
    notes.withLock { notes in notes.removeAll { $0.name.isExactly(name) } }
  }

  /// How often this method, target and credential were asked for.
  func repetition(of request: HTTPRequest) -> Int {
    let key = "\(request.path ?? "") \(request.headerFields[.authorization] ?? "")"
    return repetitions.withLock {
      $0[key, default: 0] += 1
      return $0[key] ?? 0
    }
  }

  func nextNumber() -> Int {
    count.withLock {
      $0 += 1
      return $0
    }
  }
}
