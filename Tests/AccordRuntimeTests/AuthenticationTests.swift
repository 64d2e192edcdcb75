import AccordRuntime
import HTTPTypes
import Testing

struct AuthenticationTests {
  typealias Schemes = CredentialsTests

  static func request(_ fields: HTTPFields = [:], path: String = "/a") -> ServerRequest {
    ServerRequest(
      head: HTTPRequest(
        method: .get, scheme: nil, authority: nil, path: path, headerFields: fields), body: [])
  }

  // MARK: - What a request shows

  @Test(arguments: [
    ("Basic YW5uOnBhc3M6d8O2cmQ=", "ann", "pass:w\u{F6}rd"), ("bASIC  Og==", "", ""),
  ])
  func basicIsDecoded(_ field: String, _ user: String, _ password: String) {
    let presented = PresentedCredentials(Self.request([.authorization: field]))
    #expect(
      presented.basic(Schemes.basic) == BasicCredentials(user: user, password: password))
  }

  @Test(arguments: [
    "Basic", "Basic ", "Basic YTpi=", "Basic YTpi YTpi", "Basic YWI=", "Basic YTr/",
    "Basic YQphOmI=", "Bearer YTpi", "YTpi", "Basic YTph==", "Basic YTpj, Basic YTpj",
  ])
  func whatIsNotBasic(_ field: String) {
    #expect(
      PresentedCredentials(Self.request([.authorization: field])).basic(Schemes.basic) == nil)
  }

  @Test func eachIsFoundWhereItBelongs() throws {
    let name = try #require(HTTPField.Name("X-Key"))
    let presented = PresentedCredentials(
      Self.request(
        [.authorization: "Digest a=\"b\"", name: "k3y", .cookie: "a=b; sid=s; c=d"],
        path: "/a?api+key=o%26her"))
    #expect(presented.apiKey(Schemes.key) == APIKey("k3y"))
    #expect(presented.apiKey(Schemes.other) == APIKey("o&her"))
    #expect(presented.apiKey(Schemes.session) == APIKey("s"))
    #expect(
      presented.authorization(Schemes.digest) == AuthorizationValue("Digest a=\"b\""))
    #expect(presented.token(Schemes.bearer) == nil)
    let bearer = PresentedCredentials(Self.request([.authorization: "bearer  a.b"]))
    #expect(bearer.token(Schemes.bearer) == BearerToken("a.b"))
    #expect(bearer.authorization(Schemes.digest) == nil)
  }

  @Test func twoOfAKindAreNone() throws {
    let name = try #require(HTTPField.Name("X-Key"))
    var fields: HTTPFields = [.cookie: "sid=a; sid=b"]
    for text in ["a", "b"] {
      fields.append(HTTPField(name: name, value: text))
      fields.append(HTTPField(name: .authorization, value: "Bearer \(text)"))
    }
    let presented = PresentedCredentials(
      Self.request(fields, path: "/a?api%20key=a&api%20key=b"))
    for scheme in [Schemes.key, Schemes.other, Schemes.session, Schemes.bearer] {
      #expect(!presented.shows(scheme), "\(scheme.name)")
    }
  }

  // MARK: - Refusing

  static func answer(
    _ security: [SecurityRequirement], _ fields: HTTPFields = [:], isKnown: Bool = true,
    mayCall: Bool = true
  ) async -> ServerResponse {
    let operation = OperationDescription(id: "a", method: .get, path: "/a", security: security)
    let router = Router([
      Route<String>(operation) { _, principal in .text(200, principal) }
    ]) { problem in
      switch problem {
      case .unauthenticated: .text(401, "who?")
      case .forbidden: .text(403, "no")
      default: .text(500, "\(problem)")
      }
    }
    let authentication = Authentication(realm: "\"x\"") { presented, operation in
      #expect(operation.id == "a")
      if !isKnown { throw AuthenticationRefusal.invalid }
      if !mayCall { throw AuthenticationRefusal.insufficient }
      return presented.token(Schemes.bearer)?.secret?.text ?? "nobody"
    }
    return await router.answer(request(fields), authenticating: authentication) { $0 }
  }

  static let scoped = SecurityRequirement(items: [.init(Schemes.bearer, ["read", "write"])])

  @Test func whoIsKnownIsAnswered() async {
    let answer = await Self.answer([.init(Schemes.bearer)], [.authorization: "Bearer ann"])
    #expect(answer.head.status == 200 && answer.body?.bytes == Array("ann".utf8))
    for security in [[], [.nothing], [.init(Schemes.bearer), .nothing]] as [[SecurityRequirement]] {
      let answer = await Self.answer(security)
      #expect(answer.head.status == 200 && answer.body?.bytes == Array("nobody".utf8))
    }
  }

  @Test func challengesSayWhatWouldBeAccepted() async {
    let security: [SecurityRequirement] = [
      .init(Schemes.bearer), .init(Schemes.basic), .init(Schemes.key, Schemes.digest),
      Self.scoped,
    ]
    let answer = await Self.answer(security)
    #expect(answer.head.status == 401 && answer.body?.bytes == Array("who?".utf8))
    #expect(
      answer.head.headerFields[values: .wwwAuthenticate] == [
        #"Bearer realm="\"x\"""#, #"Basic realm="\"x\"", charset="UTF-8""#,
        #"ApiKey realm="\"x\"", in="header", name="X-Key""#, #"Digest realm="\"x\"""#,
      ])
  }

  @Test func badCredentialsAreToldFromNone() async {
    let refused = await Self.answer(
      [.init(Schemes.bearer)], [.authorization: "Bearer x"], isKnown: false)
    #expect(refused.head.status == 401)
    #expect(
      refused.head.headerFields[.wwwAuthenticate]
        == #"Bearer realm="\"x\"", error="invalid_token""#)
    let malformed = await Self.answer([.init(Schemes.bearer)], [.authorization: "Bearer"])
    #expect(malformed.head.status == 401)
    #expect(
      malformed.head.headerFields[.wwwAuthenticate]
        == #"Bearer realm="\"x\"", error="invalid_token""#)
  }

  @Test func tooLittleIsForbidden() async {
    let answer = await Self.answer([Self.scoped], [.authorization: "Bearer x"], mayCall: false)
    #expect(answer.head.status == 403 && answer.body?.bytes == Array("no".utf8))
    #expect(
      answer.head.headerFields[.wwwAuthenticate]
        == #"Bearer realm="\"x\"", error="insufficient_scope", scope="read write""#)
  }

  @Test func whatTheDocumentDoesNotDescribeIsOpenToNobody() async {
    let answer = await Self.answer([.unknown], [.authorization: "Bearer x"])
    #expect(answer.head.status == 401)
    #expect(answer.head.headerFields[.wwwAuthenticate] == #"Unknown realm="\"x\"""#)
  }
}
