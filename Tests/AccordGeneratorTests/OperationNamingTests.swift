import AccordOpenAPI
import Testing

@testable import AccordGenerator

/// What methods are called, whatever frameworks put into operationIds.
@Suite struct OperationNamingTests {
  private static let nowhere = Location(
    file: SourceFile(path: "a.yaml", bytes: []), line: 1, column: 1)

  private static func operation(_ id: String?, _ method: String, _ path: String) -> Operation {
    Operation(
      method: Operation.Method(rawValue: method) ?? .get, path: PathTemplate(path), operationID: id,
      summary: nil, description: nil, isDeprecated: false, tags: [], parameters: [],
      requestBody: nil, responses: [], security: [], servers: [], pointer: .root, location: nowhere)
  }

  static let alone: [(id: String?, method: String, path: String, name: String)] = [
    // FastAPI puts path and method behind the function's name.
    ("read_item_items__item_id__get", "get", "/items/{item_id}", "readItem"),
    (
      "transcript_record_upload_v1_transcripts__transcript_id__record_upload_post", "post",
      "/v1/transcripts/{transcript_id}/record/upload", "transcriptRecordUpload"
    ),
    ("health_check_health_get", "get", "/health", "healthCheck"),
    ("list_users_get", "get", "/users", "users"),
    ("items-read_items", "get", "/items", "readItems"),
    // Controllers and modules that say nothing more.
    ("UsersController_getUser", "get", "/users/{id}", "user"),
    ("UsersController_findAll", "get", "/users", "usersFindAll"),
    ("users.get_all_users", "get", "/users", "allUsers"),
    ("webhooks:create_webhook_endpoint", "post", "/webhooks", "createWebhookEndpoint"),
    (
      "listReplicationControllerForAllNamespaces", "get", "/a",
      "listReplicationControllerForAllNamespaces"
    ),
    ("getUserUsingGET_1", "get", "/user/{id}", "user"),
    // Versions, in front and in the middle where the path has them.
    (
      "v1_rooms_list_active_meetings", "get", "/v1/rooms/{room_name}/meetings/active",
      "roomsActiveMeetings"
    ),
    ("v1.message.get-raw-payload", "get", "/api/v1/msg/{msg_id}/raw", "messageRawPayload"),
    ("readV1Node", "get", "/api/v1/nodes/{name}", "readNode"),
    ("GetBankAccountByV1Id", "get", "/v2/bank-accounts/by-v1-id/{id}", "bankAccountByV1ID"),
    // Paths as names: collections of which one item is meant are in the singular.
    (
      "GetApplicationFeesFeeRefundsId", "get", "/v1/application_fees/{fee}/refunds/{id}",
      "applicationFeeRefund"
    ),
    ("GetChargesCharge", "get", "/v1/charges/{charge}", "charge"),
    ("get_files_id_comments", "get", "/files/{file_id}/comments", "fileComments"),
    ("post_oauth2_token#refresh", "post", "/oauth2/token", "postOauth2TokenRefresh"),
    (nil, "delete", "/v2/things/{thing-id}/parts/{id}", "deleteThingPart"),
    (nil, "get", "/things/{id}/entries", "thingEntries"),
    (nil, "get", "/", "get"),
    // The verb comes first, and none is needed to read.
    ("organizations:create", "post", "/organizations", "createOrganization"),
    ("organizations:list", "get", "/organizations", "organizations"),
    ("organizations:get", "get", "/organizations/{id}", "organization"),
    ("trace_entry_list", "get", "/traces", "traceEntries"),
    ("core_users_partial_update", "patch", "/core/users/{id}", "partialUpdateCoreUser"),
    ("get_by_name", "get", "/a", "getByName"), ("get2FA", "get", "/a", "get2FA"),
    ("listNode", "get", "/nodes", "listNode"), ("get", "get", "/a", "get"),
    ("GET_ALL_USERS", "get", "/users", "allUsers"), ("delete", "delete", "/a", "delete"),
    // Names that nobody can write.
    ("é è", "get", "/a", "éÈ"), ("取得", "get", "/a", "取得"), ("!!!", "get", "/a/b", "aB"),
    ("", "get", "/a/b", "aB"), ("import", "post", "/import", "`import`"),
    ("self", "get", "/self", "self_"), ("core", "get", "/core", "core2"),
  ]

  @Test("one operation", arguments: 0..<alone.count) func oneOperation(_ index: Int) {
    let row = Self.alone[index]
    var naming = OperationNaming(SwiftNaming(), base: "Shelf")
    let names = naming.names(of: [Self.operation(row.id, row.method, row.path)])
    #expect(names == [row.name], "\(row.id ?? "-")")
  }

  @Test("what would be the same tells more, all of it alike, and numbers are the last resort")
  func collisions() {
    func names(_ operations: [Operation]) -> ([String], notes: Int) {
      var naming = OperationNaming(SwiftNaming(), base: "Shelf")
      let names = naming.names(of: operations)
      return (names, naming.diagnostics.count)
    }
    let verbs = names([
      Self.operation("getUsers", "get", "/users"), Self.operation("listUsers", "get", "/users/all"),
    ])
    #expect(verbs == (["getUsers", "listUsers"], 0))
    let controllers = names([
      Self.operation("UsersController_list", "get", "/users"),
      Self.operation("RoomsController_list", "get", "/rooms"),
    ])
    #expect(controllers == (["users", "rooms"], 0))
    let functions = names([
      Self.operation("read_items_get", "get", "/items"),
      Self.operation("read_rooms_get", "get", "/rooms"),
    ])
    #expect(functions == (["readItems", "readRooms"], 0))
    let parameters = names([
      Self.operation(nil, "get", "/card/{id}"), Self.operation(nil, "get", "/card"),
    ])
    #expect(parameters == (["getCardByID", "getCard"], 0))
    let twins = names([
      Self.operation("getUser", "get", "/user"), Self.operation("getUser", "get", "/me"),
      Self.operation("GetUser", "get", "/you"),
    ])
    #expect(twins == (["getUser", "getUser2", "GetUser3".lowercasedFirst], 2))
  }

  @Test("what all operations share says nothing")
  func shared() {
    let nouns = ["Node", "Pod", "Secret", "Event", "Binding", "Service"]
    let operations = nouns.flatMap { noun in
      ["read", "delete"].map {
        Self.operation("\($0)CoreV1\(noun)", "get", "/api/v1/\(noun)/{name}")
      }
    }
    var naming = OperationNaming(SwiftNaming(), base: "Kubernetes")
    #expect(naming.names(of: operations).prefix(3) == ["readNode", "deleteNode", "readPod"])
    var literal = OperationNaming(SwiftNaming(), base: "Kubernetes", keepsIDs: true)
    #expect(literal.names(of: operations).prefix(2) == ["readCoreV1Node", "deleteCoreV1Node"])
  }

  @Test(
    "members of enums and structs tell their symbols only where that sets them apart",
    arguments: [
      (["created_at", "-created_at"], ["createdAt", "minusCreatedAt"]),
      (["+1", "-1"], ["plus1", "minus1"]),
      (["", " ", "*"], ["empty", "space", "asterisk"]),
      (["<", "<=", "!="], ["lessThan", "lessThanOrEqual", "notEqual"]),
      (["_id", "id"], ["underscoreID", "id"]), (["a", "A"], ["a", "a2"]),
      (["1", "2x"], ["_1", "_2x"]),
      (["🎉"], ["partyPopper"]), (["a-b", "a_b"], ["aB", "aB2"]), (["é", "e\u{301}"], ["é", "é2"]),
      (["状态"], ["状态"]), (["\u{3164}"], ["hangulFiller"]),
    ])
  func members(_ names: [String], _ expected: [String]) {
    var scope = NameScope()
    #expect(scope.claim(members: names, SwiftNaming()).map(\.name) == expected)
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
