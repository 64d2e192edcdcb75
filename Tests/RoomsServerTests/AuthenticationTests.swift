import AccordRuntime
import Foundation
import HTTPTypes
import Testing

@testable import RoomsServer

@Suite struct AuthenticationTests {
  private static let open = "/v1/rooms"

  private func fields(_ authorization: String?, apiKey: String? = nil) throws -> HTTPFields {
    var fields = HTTPFields()
    fields[.authorization] = authorization
    fields[try #require(RoomsServer.PresentedCredentials.apiKeyField)] = apiKey
    return fields
  }

  /// Bearer tokens with something wrong; `TOKEN` stands for a good one, and its parts for theirs.
  @Test(arguments: [
    "", "Bearer", "Bearer ", "TOKEN", "Basic YTpi", "Bearer x", "Bearer a.b.c", "Bearer ..",
    "Bearer TOKEN TOKEN", "Bearer TOKEN, Bearer TOKEN", "Bearer TOKEN.", "Bearer HEAD.BODY",
    "Bearer HEAD.BODY.", "Bearer HEAD.BODY.SIGNATURE=", "Bearer .BODY.SIGNATURE",
    "Bearer BODY.BODY.SIGNATURE", "Token TOKEN", "BearerTOKEN", "Bearer\u{A0}TOKEN",
    // {"alg":"none"}, {"alg":"None","typ":"JWT"}, {"alg":"HS512"}
    "Bearer eyJhbGciOiJub25lIn0.BODY.", "Bearer eyJhbGciOiJub25lIn0.BODY.SIGNATURE",
    "Bearer eyJhbGciOiJOb25lIiwidHlwIjoiSldUIn0.BODY.",
    "Bearer eyJhbGciOiJIUzUxMiJ9.BODY.SIGNATURE",
  ])
  func badTokensAreRefused(authorization: String) async throws {
    let server = try await TestServer()
    let token = try await server.token(of: "alice")
    let parts = token.split(separator: ".").map(String.init)
    let text = authorization.replacing("TOKEN", with: token).replacing("HEAD", with: parts[0])
      .replacing("BODY", with: parts[1]).replacing("SIGNATURE", with: parts[2])
    try await expectRefusal(fields(text), by: server)
  }

  private func expectRefusal(_ fields: HTTPFields, by server: TestServer) async throws {
    for path in [Self.open, "/v1/rooms/unknown/meetings/active", "/v1/rooms?size=0"] {
      let answer = await server.send(.get, path, headerFields: fields)
      #expect(answer.status == 401)
      #expect(answer.json == ["detail": "The credential is not valid."])
      #expect(answer.headerFields[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
    }
    // Who asks comes before what is asked.
    let bulk = await server.send(
      .post, "/v1/rooms/meetings/bulk-status", headerFields: fields, bytes: Array("{".utf8))
    #expect(bulk.status == 401)
  }

  @Test func everyAlteredCharacterOfATokenIsNoticed() async throws {
    let server = try await TestServer()
    let token = Array(try await server.token(of: "alice").utf8)
    let alphabet = Array(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=".utf8)
    for index in token.indices where token[index] != UInt8(ascii: ".") {
      // Of the last character, some bits belong to no byte: all others have to be tried.
      let isLast = index == token.count - 1
      let others = isLast ? alphabet : Array("AB_".utf8)
      for other in others where other != token[index] {
        var altered = token
        altered[index] = other
        let text = "Bearer " + String(decoding: altered, as: UTF8.self)
        let answer = await server.send(.get, Self.open, headerFields: try fields(text))
        #expect(answer.status == 401, "character \(index)")
      }
    }
    for length in 0..<token.count {
      let text = "Bearer " + String(decoding: token[..<length], as: UTF8.self)
      let answer = await server.send(.get, Self.open, headerFields: try fields(text))
      #expect(answer.status == 401, "cut to \(length)")
    }
  }

  @Test func claimsCount() async throws {
    let server = try await TestServer()
    let end = TestServer.start.adding(minutes: 1)
    let good = AccessTokenClaims(of: UserID("alice"), until: end)
    var anotherAudience = good
    anotherAudience.aud = "doors"
    var anotherIssuer = good
    anotherIssuer.iss = "somebody"
    var nobody = good
    nobody.sub = ""
    var tomorrow = good
    tomorrow.nbf = .init(value: Date(timeIntervalSince1970: 1_772_445_600 + 30))
    for claims in [anotherAudience, anotherIssuer, nobody, tomorrow] {
      try await expectRefusal(fields("Bearer \(server.tokens.sign(claims))"), by: server)
    }
    let text = "bearer  \(try await server.tokens.sign(good))"
    #expect(await server.send(.get, Self.open, headerFields: try fields(text)).status == 200)
    server.clock.advance(seconds: 59)
    #expect(await server.send(.get, Self.open, headerFields: try fields(text)).status == 200)
    server.clock.advance(seconds: 1)
    try await expectRefusal(fields(text), by: server)
  }

  @Test func anotherKeySignsInVain() async throws {
    let server = try await TestServer()
    var generator = SystemRandomNumberGenerator()
    let others = await AccessTokens(TokenKey(using: &generator))
    let token = try await others.sign(
      AccessTokenClaims(of: UserID("alice"), until: TestServer.start.adding(minutes: 1)))
    try await expectRefusal(fields("Bearer \(token)"), by: server)
    #expect(TokenKey(Array(repeating: 1, count: 31)) == nil)
  }

  @Test func apiKeys() async throws {
    let server = try await TestServer()
    var generator = SystemRandomNumberGenerator()
    let key = RoomsServer.APIKey(using: &generator)
    let other = RoomsServer.APIKey(using: &generator)
    try await server.store.insert(
      APIKeyRow(id: key.id, userID: UserID("bob"), hash: key.hash, createdAt: TestServer.start))
    try await server.addRoom("bobs", owner: "bob", isShared: false)
    let good = await server.send(
      .get, "/v1/rooms/name/bobs", headerFields: try fields(nil, apiKey: key.text))
    #expect(good.status == 200 && good["webhook_secret"] == "hook-secret")
    let secret = other.text.suffix(40)
    let bad = [
      "", " ", "x", other.text, String(key.text.dropLast()), key.text + "x", "rk_\(key.id)_",
      "rk_\(key.id)", "rk_\(key.id)_\(secret)", key.text.uppercased(), "\(key.text), \(key.text)",
      "' OR 1=1 --", "rk_%_%",
    ]
    for text in bad { try await expectRefusal(fields(nil, apiKey: text), by: server) }
    // Both are looked at, and both have to name the same user.
    let alice = "Bearer \(try await server.token(of: "alice"))"
    let bob = "Bearer \(try await server.token(of: "bob"))"
    try await expectRefusal(fields(alice, apiKey: other.text), by: server)
    try await expectRefusal(fields("Bearer x", apiKey: key.text), by: server)
    try await expectRefusal(fields(alice, apiKey: key.text), by: server)
    let both = await server.send(.get, Self.open, headerFields: try fields(bob, apiKey: key.text))
    #expect(both.status == 200)
  }

  @Test func secretsAreNotShown() async throws {
    var generator = SystemRandomNumberGenerator()
    let key = RoomsServer.APIKey(using: &generator)
    let secret = key.text.suffix(40)
    var shown = "\(key) \(String(reflecting: key))"
    dump(key, to: &shown)
    dump(
      RoomsServer.PresentedCredentials(try fields("Bearer secret-token", apiKey: key.text)),
      to: &shown)
    #expect(!shown.contains(secret) && !shown.contains("secret-token"))
    var shownKey = ""
    dump(TokenKey(Array(repeating: 77, count: 32)), to: &shownKey)
    #expect(!shownKey.contains("77"))
  }

  @Test func operationsWithoutCredentialsSayThatTheyNeedThem() async throws {
    let server = try await TestServer()
    let answer = await server.send(.post, Self.open, headerFields: [:], bytes: Array("{".utf8))
    #expect(answer.status == 401)
    #expect(answer.json == ["detail": "Credentials are needed."])
    #expect(answer.headerFields[.wwwAuthenticate] == #"Bearer realm="rooms""#)
  }

  /// The operations that are open are those whose `security` has the empty requirement.
  @Test func openOperationsAreThoseOfTheDocument() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = package.appending(path: "openapi/rooms.yaml").path
    let document = try String(decoding: Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    var open: Set<String> = []
    var operations = 0
    var current: String?
    for line in document.split(separator: "\n") {
      let line = line.drop { $0 == " " }
      if line.hasPrefix("operationId: ") {
        current = String(line.dropFirst("operationId: ".count))
        operations += 1
      } else if line.hasPrefix("components:") {
        current = nil
      } else if line.hasPrefix("security: ["), line.hasSuffix(", {}]"), let current {
        open.insert(current)
      }
    }
    #expect(operations == 17)
    #expect(open == OperationAccess.openOperations)
  }
}
