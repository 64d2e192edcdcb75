import AccordContract
import AccordJSON
import Testing

@Suite struct ConfigurationTests {
  @Test(
    arguments: [
      ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
      ("HTTPS://example.org/", "https://example.org"),
      ("http://[::1]:80/api/v1/", "http://[::1]:80/api/v1"), ("example.org", nil), ("ftp://x", nil),
      ("http://", nil), ("http://u:p@host", nil), ("http://host:0", nil),
      ("http://host:99999", nil),
      ("http://host/?q", nil), ("http://ho st", nil), ("http://:80", nil),
    ] as [(String, String?)])
  func `server URLs`(text: String, expected: String?) {
    #expect(ServerURL(text).map { "\($0)" } == expected)
  }

  @Test(arguments: [
    ("1/1", true), ("2/5", true), ("0/5", false), ("6/5", false), ("1", false), ("a/b", false),
    ("1/0", false),
  ])
  func shards(text: String, isValid: Bool) {
    #expect((ContractConfiguration.Shard(text) != nil) == isValid)
  }

  @Test(arguments: [
    ("Authorization: Bearer x", true), ("X-Key:abc", true), ("Authorization", false),
    (": x", false),
    ("A B: x", false), ("X: ", false), ("X: a\nY: b", false),
  ])
  func `header fields`(text: String, isValid: Bool) {
    #expect((Credential(field: text) != nil) == isValid)
  }

  @Test func `a configuration file`() throws {
    let text = """
      {"viewers": [{"name": "owner", "header": "Authorization: Bearer ${TOKEN}"}, {"name": "anonymous"}],
       "badCredentials": [{"name": "expired", "header": "Authorization: Bearer ${OLD}"}],
       "parameters": {"room_name": ["a", "${ROOM}"], "size": 5}}
      """
    let environment = ["TOKEN": "t", "OLD": "o", "ROOM": "b c"]
    let file = try ConfigurationFile(Array(text.utf8), path: "c.json") { environment[$0] }
    #expect(file.viewers.map(\.name) == ["owner", "anonymous"])
    #expect(file.viewers[0].credential?.value == "Bearer t")
    #expect(file.viewers[1].credential == nil)
    #expect(file.badCredentials[0].credential.value == "Bearer o")
    #expect(file.parameters["room_name"] == ["a", "b c"])
    #expect(file.parameters["size"] == ["5"])
  }

  @Test(arguments: [
    ("{", "c.json: "), ("[]", "JSON object"), (#"{"viewers": 1}"#, "viewers is an array"),
    (#"{"viewers": [{}]}"#, "viewers[0] needs a name"),
    (#"{"viewers": [{"name": "a", "header": "A: ${NONE}"}]}"#, "\"NONE\" is not set"),
    (#"{"viewers": [{"name": "a", "header": "A: ${NONE"}]}"#, "has no }"),
    (#"{"badCredentials": [{"name": "a"}]}"#, "needs a header"),
    (#"{"parameters": {"a": [null]}}"#, "parameters.a"), (#"{"extra": 1}"#, "\"extra\""),
  ])
  func `mistakes in a configuration file`(text: String, message: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try ConfigurationFile(Array(text.utf8), path: "c.json") { _ in nil }
    }
    #expect(error?.message.contains(message) ?? false)
  }

  /// Configurations that contradict the document or themselves.
  @Test func `impossible configurations`() throws {
    let document = try NotesDocument.load()
    let key = Credential(field: "X-Key: 12345678")
    func configuration(_ change: (inout ContractConfiguration) -> Void) -> ContractConfiguration {
      var configuration = ContractVerifierTests.configuration()
      change(&configuration)
      return configuration
    }
    let impossible = [
      configuration { $0.viewers = [.init(name: "owner", credential: nil)] },
      configuration { $0.viewers = [.init(name: "anonymous", credential: key)] },
      configuration {
        $0.viewers = [.init(name: "x", credential: key), .init(name: "x", credential: key)]
      },
      configuration { $0.includedChecks = ["no-such-check"] },
      configuration { $0.skippedChecks = StandardChecks.all.map(\.name) },
    ]
    for configuration in impossible {
      #expect(throws: ConfigurationError.self) {
        try ContractVerifier(
          document: document, configuration: configuration, transport: NotesServer())
      }
    }
  }
}
