import AccordContract
import AccordJSON
import HTTPTypes

/// How the notes server answers one request.
struct NotesExchange {
  struct Reply {
    var status: Int
    var body: [UInt8] = []
    var fields: [(String, String)] = []
  }

  enum Person: Equatable {
    case known(String)
    case nobody
    case refused
  }

  let server: NotesServer
  let request: HTTPRequest
  let body: [UInt8]
  var fault: NotesServer.Fault? { server.fault }

  func reply() -> Reply {
    let target = request.path ?? "/"
    let path = String(target.prefix { $0 != "?" })
    let query = target.contains("?") ? String(target.drop { $0 != "?" }.dropFirst()) : ""
    let segments = path.split(separator: "/", omittingEmptySubsequences: true)
      .map { String($0).percentDecoded ?? "" }
    let person = person()
    if fault == .serverErrorOnNonASCII, path.contains("%C3") {
      return Reply(
        status: 500, body: Array("oops: \(path)".utf8), fields: [("Content-Type", "text/plain")])
    }
    switch segments.count {
    case 1 where segments[0] == "me":
      return allow(["GET"]) ?? demanding(person) { json(200, ["name": .string($0)]) }
    case 1 where segments[0] == "notes":
      return allow(["GET", "POST"])
        ?? (request.method == .get ? list(person, query) : demanding(person) { create($0) })
    case 2 where segments[0] == "notes" && segments[1] == "bulk" && request.method == .post:
      return bulk(person)
    case 2 where segments[0] == "notes" && segments[1] == "bulk":
      return allow(["POST"]) ?? detail(404)
    case 2 where segments[0] == "notes":
      return allow(["GET", "DELETE"])
        ?? (request.method == .get
          ? one(person, segments[1]) : demanding(person) { delete($0, segments[1]) })
    case 3 where segments[0] == "notes" && segments[2] == "comments":
      return allow(["GET"])
        ?? single(person, segments[1], query) { comments(of: $0, for: person, inBulk: false) }
    case 3 where segments[0] == "notes" && segments[2] == "tags":
      return allow(["GET"]) ?? single(person, segments[1], "") { tags(of: $0) }
    default:
      return detail(404)
    }
  }

  // MARK: - Who asks

  private func person() -> Person {
    guard let field = request.headerFields[.authorization] else { return .nobody }
    guard field.hasPrefix("Bearer ") else {
      return fault == .badTokenIsAnonymous ? .nobody : .refused
    }
    let token = String(field.dropFirst("Bearer ".count))
    if fault == .validTokenRefused && token == NotesServer.Token.member { return .refused }
    if token == NotesServer.Token.owner { return .known("owner") }
    if token == NotesServer.Token.member { return .known("member") }
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    if fault == .unsignedTokenAccepted, parts.count == 3, parts[1].count > 10 {
      return .known("owner")
    }
    if fault == .algNoneAccepted, token.hasPrefix("eyJhbGciOiJub25lI") { return .known("owner") }
    return fault == .badTokenIsAnonymous ? .nobody : .refused
  }

  private func demanding(_ person: Person, _ body: (String) -> Reply) -> Reply {
    switch person {
    case .known(let name): body(name)
    case .nobody: fault == .demandsNothing ? body("nobody") : detail(401)
    case .refused: detail(401)
    }
  }

  private func allow(_ methods: [String]) -> Reply? {
    guard !methods.contains(request.method.rawValue) else { return nil }
    if fault == .methodNotFound { return detail(404) }
    var reply = detail(405)
    if fault != .noAllow { reply.fields.append(("Allow", methods.joined(separator: ", "))) }
    return reply
  }

  private func owns(_ person: Person, _ note: NotesServer.Note) -> Bool {
    person == .known(note.owner)
  }

  private func sees(_ person: Person, _ note: NotesServer.Note) -> Bool {
    note.isShared || owns(person, note)
  }

  // MARK: - Operations

  private func list(_ person: Person, _ query: String) -> Reply {
    guard person != .refused else { return detail(401) }
    var kind: String?
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count == 2 ? String(parts[1]).percentDecoded ?? "" : ""
      switch parts[0] {
      case "page":
        let isValid = Int(value).map { (1...1000).contains($0) } ?? false
        if !isValid && fault != .invalidQueryAccepted { return detail(422) }
        if fault == .validRefused, Int(value) == 1000 { return detail(422) }
      case "kind":
        guard value == "plain" || value == "secret" else { return detail(422) }
        kind = value
      default: break
      }
    }
    let items = server.all().filter { sees(person, $0) && (kind == nil || $0.kind == kind) }
    var reply = json(
      200, ["items": .array(items.map { view(of: $0, for: person, inList: true) })])
    switch fault {
    case .missingHeader: break
    case .badHeader: reply.fields.append(("X-Total", "many"))
    default: reply.fields.append(("X-Total", "\(items.count)"))
    }
    return reply
  }

  private func one(_ person: Person, _ name: String) -> Reply {
    guard person != .refused else { return detail(401) }
    guard let note = server.note(named: name) else {
      return fault == .undocumentedStatus ? detail(410) : detail(404)
    }
    guard sees(person, note) else { return detail(403) }
    var reply = json(200, view(of: note, for: person, inList: false))
    switch fault {
    case .wrongContentType: reply.fields = [("Content-Type", "text/html")]
    case .noContentType: reply.fields = []
    case .brokenJSON: reply.body += Array("<!-- end -->".utf8)
    case .truncatedJSON: reply.body.removeLast(3)
    case .duplicateKey: reply.body = Array("{\"id\":\"x\",".utf8) + reply.body.dropFirst()
    case .emptyBody: reply.body = []
    default: break
    }
    return reply
  }

  private func delete(_ person: String, _ name: String) -> Reply {
    guard let note = server.note(named: name) else { return detail(404) }
    guard note.owner == person else { return detail(403) }
    server.remove(name)
    return Reply(status: 204)
  }

  private func single(
    _ person: Person, _ name: String, _ query: String, _ value: (NotesServer.Note) -> JSONValue
  ) -> Reply {
    guard person != .refused else { return detail(401) }
    if query.hasPrefix("limit=") {
      guard let limit = Int(query.dropFirst(6)), (1...50).contains(limit) else {
        return detail(422)
      }
    }
    guard let note = server.note(named: name) else {
      let isComments = request.path?.contains("/comments") ?? false
      return fault == .unknownKeyKnown && isComments ? json(200, []) : detail(404)
    }
    guard sees(person, note) else { return detail(403) }
    return json(200, value(note))
  }

  private func create(_ person: String) -> Reply {
    let value: JSONValue
    switch read() {
    case .failure(let reply): return reply
    case .success(let json): value = json
    }
    guard let name = value["name"]?.string, (1...40).contains(name.unicodeScalars.count),
      let kind = value["kind"]?.string, kind == "plain" || kind == "secret",
      value["stars"].map({ star in
        guard let number = star.number, number.isInteger else { return false }
        return (0...5).contains(number.integer() ?? -1)
      }) ?? true
    else {
      return fault == .invalidBodyAccepted
        ? json(201, ["id": "n0", "name": "x", "kind": "plain", "text": ""]) : detail(422)
    }
    var note = NotesServer.Note(
      id: "n\(server.nextNumber() + 100)", name: name, kind: kind, text: "new", owner: person,
      isShared: false)
    note.stars = value["stars"]?.number?.integer() ?? 0
    guard server.add(note) else { return detail(409) }
    return json(201, view(of: note, for: .known(person), inList: false))
  }

  // MARK: - Bulk

  private func bulk(_ person: Person) -> Reply {
    guard person != .refused else { return detail(401) }
    let value: JSONValue
    switch read() {
    case .failure(let reply): return reply
    case .success(let json): value = json
    }
    let keys = value["names"]?.array?.map(\.string)
    let isValid =
      keys.map { keys in
        (keys.count <= 10 || fault == .bulkUnlimited)
          && keys.allSatisfy { ($0?.unicodeScalars.count ?? 101) <= 100 }
      } ?? false
    guard isValid, let names = keys?.compactMap({ $0 }) else {
      return fault == .invalidBodyAccepted ? json(200, [:]) : detail(422)
    }
    var result = JSONDictionary<JSONValue>()
    for (index, name) in names.enumerated() {
      let slices = slices(of: name, for: person, isFirst: index == 0)
      if fault == .bulkKeyMissing && server.note(named: name) == nil { continue }
      if fault == .bulkLosesSpelling, result.keys.contains(name) { continue }
      result[name] = slices
    }
    if fault == .bulkSwapped, let first = result.keys.first, let last = result.keys.last,
      first != last
    {
      (result[first], result[last]) = (result[last], result[first])
    }
    if fault == .bulkKeyExtra { result["alpha-extra"] = ["comments": [], "tags": []] }
    return json(200, .object(result))
  }

  private func slices(of name: String, for person: Person, isFirst: Bool) -> JSONValue {
    guard let note = server.note(named: name), sees(person, note) else {
      return fault == .bulkAbsentWrong
        ? ["comments": [], "tags": ["unknown"]] : ["comments": [], "tags": []]
    }
    if fault == .bulkDependsOnOrder && !isFirst { return ["comments": [], "tags": []] }
    return ["comments": comments(of: note, for: person, inBulk: true), "tags": tags(of: note)]
  }

  // MARK: - What is shown

  private func view(of note: NotesServer.Note, for person: Person, inList: Bool) -> JSONValue {
    var text: JSONValue = .string(note.text)
    var isHidden = note.kind == "secret" && !owns(person, note)
    if fault == .maskMissingForMember && person == .known("member") && !inList { isHidden = false }
    if fault == .maskMissingForAnonymousInList && person == .nobody && inList { isHidden = false }
    if fault == .ownerMasked && note.kind == "secret" { isHidden = true }
    if fault == .maskTooMuch && !owns(person, note) { isHidden = true }
    if fault == .ownerMaskedInOne && inList && note.kind == "secret" { isHidden = true }
    if isHidden { text = "" }
    var members: JSONDictionary<JSONValue> = [
      "id": .string(note.id), "name": .string(note.name), "kind": .string(note.kind), "text": text,
      "stars": .number(JSONNumber(note.stars)),
    ]
    if fault == .wrongType { members["stars"] = "many" }
    if fault == .missingField { members["kind"] = nil }
    return .object(members)
  }

  private func comments(of note: NotesServer.Note, for person: Person, inBulk: Bool) -> JSONValue {
    var email: JSONValue? = owns(person, note) ? .string(note.email) : .null
    if fault == .maskMissingInBulk && inBulk { email = .string(note.email) }
    if fault == .maskOmitted && !owns(person, note) { email = nil }
    var comment: JSONDictionary<JSONValue> = [
      "id": .string("c-\(note.id)"), "author": "somebody", "extra": [:],
    ]
    if let email { comment["email"] = email }
    if fault == .leakInExtra { comment["extra"] = ["invited": .string("<\(note.email)>")] }
    return [.object(comment)]
  }

  private func tags(of note: NotesServer.Note) -> JSONValue {
    if fault == .flakyTags, !server.repetition(of: request).isMultiple(of: 2) { return [1] }
    let tag = JSONValue.string("tag-of-\(note.id)")
    return server.isLater ? [tag, "later"] : [tag]
  }

  // MARK: - Bodies

  private enum Reading {
    case success(JSONValue)
    case failure(Reply)
  }

  private func read() -> Reading {
    let type = request.headerFields[.contentType] ?? ""
    guard type.hasPrefix("application/json") || fault == .wrongContentTypeAccepted else {
      return .failure(detail(415))
    }
    if body.isEmpty && fault == .missingBodyAccepted { return .failure(json(200, [:])) }
    guard let value = try? JSONValue(json: body) else {
      return .failure(fault == .brokenBodyAccepted && !body.isEmpty ? json(200, [:]) : detail(400))
    }
    return .success(value)
  }

  private func json(_ status: Int, _ value: JSONValue) -> Reply {
    var reply = Reply(
      status: status, body: Array(value.serialized().utf8),
      fields: [("Content-Type", "application/json")])
    if fault == .leakInHeader { reply.fields.append(("X-Debug", "guest.of.note@example.com")) }
    return reply
  }

  private func detail(_ status: Int) -> Reply {
    json(status, ["detail": .string("refused with status \(status)")])
  }
}
