import AccordRuntime
import Foundation

/// What `accord verify --config` needs to know of a server with the demo's rooms: who looks, what must be
/// refused, and which rooms and meetings there are to ask for.
struct ContractConfiguration: Sendable {
  struct Credential: Sendable {
    var name: String
    /// A header field as it stands in a request; `nil` for none.
    var header: String?
  }

  var viewers: [Credential]
  var badCredentials: [Credential]
  /// Values by the name of the parameter.
  var parameters: JSONDictionary<[String]>

  var json: JSONValue {
    [
      "viewers": .array(viewers.map(Self.json)),
      "badCredentials": .array(badCredentials.map(Self.json)),
      "parameters": .object(parameters.mapValues { .array($0.map(JSONValue.string)) }),
    ]
  }

  private static func json(_ credential: Credential) -> JSONValue {
    guard let header = credential.header else { return ["name": .string(credential.name)] }
    return ["name": .string(credential.name), "header": .string(header)]
  }

  /// Writes the file, readable by nobody else: the credentials in it are good.
  ///
  /// - Throws: ``PrivateFile/WritingError``.
  func write(to path: String) throws {
    let text = json.serialized(.pretty) + "\n"
    try PrivateFile.write(Array(text.utf8), to: path)
  }
}

extension ContractConfiguration {
  /// Makes credentials for the demo's viewers. The first viewer, the owner, owns every room of the pools.
  ///
  /// - Parameter demo: the rooms, after they were made.
  init(of demo: DemoDatabase, tokens: AccessTokens) async throws {
    var generator = SystemRandomNumberGenerator()
    let member = APIKey(using: &generator)
    try await demo.store.insert(
      APIKeyRow(
        id: member.id, userID: DemoUser.bob.id, hash: member.hash, createdAt: demo.start))
    let owner = try await tokens.sign(
      AccessTokenClaims(
        of: DemoUser.alice.id, until: demo.start.adding(minutes: 24 * 60), policy: tokens.policy))
    let expired = try await tokens.sign(
      AccessTokenClaims(
        of: DemoUser.alice.id, until: demo.start.adding(minutes: -60), policy: tokens.policy))
    let unknown = APIKey(using: &generator)
    let owned = demo.rooms.filter { $0.ownerID == DemoUser.alice.id }
    let ownedIDs = Set(owned.map { ExactString($0.id) })
    self.init(
      viewers: [
        Credential(name: "owner", header: "Authorization: Bearer \(owner)"),
        Credential(name: "member", header: "X-API-Key: \(member.text)"),
        Credential(name: "anonymous", header: nil),
      ],
      badCredentials: [
        Credential(name: "expired", header: "Authorization: Bearer \(expired)"),
        Credential(name: "unknown-key", header: "X-API-Key: \(unknown.text)"),
        Credential(name: "cut-key", header: "X-API-Key: \(member.text.dropLast())"),
        // The id of a key that exists, with the secret of another.
        Credential(
          name: "wrong-secret",
          header: "X-API-Key: \(member.text.prefix(16))\(unknown.text.dropFirst(16))"),
        Credential(name: "wrong-scheme", header: "Authorization: Basic YWxpY2U6c2VjcmV0"),
      ],
      parameters: [
        "room_name": owned.map(\.name),
        "room_id": owned.map(\.id),
        "meeting_id": demo.meetings.filter { ownedIDs.contains(ExactString($0.roomID)) }
          .map(\.id),
      ])
  }
}
