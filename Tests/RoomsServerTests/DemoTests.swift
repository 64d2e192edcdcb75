import AccordRuntime
import Foundation
import HTTPTypes
import Testing

@testable import RoomsServer

@Suite struct DemoTests {
  @Test func theDemoHasWhatAVerificationNeeds() async throws {
    let server = try await TestServer()
    var demo = DemoDatabase(store: server.store, start: TestServer.start)
    try await demo.fill()
    let owned = demo.rooms.filter { $0.ownerID == DemoUser.alice.id }
    #expect(owned.count >= 12)
    for isShared in [true, false] {
      for platform in VideoPlatform.allCases {
        #expect(
          owned.contains { $0.settings.isShared == isShared && $0.settings.platform == platform })
      }
      #expect(
        demo.rooms.contains { $0.ownerID != DemoUser.alice.id && $0.settings.isShared == isShared })
    }
    let names = demo.rooms.map(\.name)
    // Swift's own comparison takes two of the names for one.
    #expect(Set(names.map { ExactString($0) }).count == names.count)
    #expect(Set(names).count == names.count - 1)
    let oddities: [Character] = [" ", "/", "%", "?", "#", "&", "\"", "\\", "<", "{"]
    for character in oddities {
      #expect(names.contains { name in name.contains(character) }, "\(character)")
    }
    #expect(names.allSatisfy { (1...200).contains($0.unicodeScalars.count) })
  }

  @Test func nothingChangesWithinHalfAnHour() async throws {
    let server = try await TestServer()
    var demo = DemoDatabase(store: server.store, start: TestServer.start)
    try await demo.fill()
    let names = demo.rooms.map(\.name)
    let before = try await server.bulk(names)
    server.clock.advance(seconds: 30 * 60)
    #expect(try await server.bulk(names).json == before.json)
  }

  @Test func theConfigurationWorks() async throws {
    let server = try await TestServer()
    var demo = DemoDatabase(store: server.store, start: TestServer.start)
    try await demo.fill()
    let configuration = try await ContractConfiguration(of: demo, tokens: server.tokens).json
    let viewers = try #require(configuration["viewers"]?.array)
    #expect(viewers.map { $0["name"]?.string } == ["owner", "member", "anonymous"])
    #expect(viewers[2]["header"] == nil)
    let secret = try #require(demo.rooms.first?.settings.webhookSecret)
    for (viewer, value) in zip(viewers, [JSONValue.string(secret), .null, .null]) {
      let answer = await server.send(
        .get, "/v1/rooms/name/standup", headerFields: try headerFields(viewer["header"]?.string))
      #expect(answer.status == 200 && answer["webhook_secret"] == value)
    }
    let bad = try #require(configuration["badCredentials"]?.array)
    #expect(bad.count >= 4)
    for credential in bad {
      let header = try #require(credential["header"]?.string)
      let answer = await server.send(.get, "/v1/rooms", headerFields: try headerFields(header))
      #expect(answer.status == 401, "\(credential["name"] ?? .null)")
    }
    let owner = try headerFields(viewers[0]["header"]?.string)
    let parameters = try #require(configuration["parameters"])
    let names = try #require(parameters["room_name"]?.array)
    let ids = try #require(parameters["room_id"]?.array)
    let meetings = try #require(parameters["meeting_id"]?.array)
    #expect(names.count == ids.count && names.count >= 12 && meetings.count > names.count)
    for (name, id) in zip(names, ids) {
      let path = "/v1/rooms/name/\(segment(name.string ?? ""))"
      let room = await server.send(.get, path, headerFields: owner)
      #expect(room["id"] == id && room["user_id"] == "alice")
    }
    for meeting in meetings {
      let row = demo.meetings.first { JSONValue.string($0.id) == meeting }
      #expect(ids.contains(.string(row?.roomID ?? "")))
    }
  }

  private func headerFields(_ header: String?) throws -> HTTPFields {
    guard let header else { return [:] }
    let colon = try #require(header.firstIndex(of: ":"))
    let name = try #require(HTTPField.Name(String(header[..<colon])))
    return [name: header[header.index(after: colon)...].trimmingCharacters(in: .whitespaces)]
  }

  @Test func theConfigurationIsPrivate() async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/config.json"
    #expect(FileManager.default.createFile(atPath: path, contents: Data("old".utf8)))
    try PrivateFile.write(Array("new".utf8), to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["config.json"])
    #expect(throws: PrivateFile.WritingError.self) {
      try PrivateFile.write([], to: directory + "/none/config.json")
    }
    // A directory is in the way: nothing is left behind.
    #expect(throws: PrivateFile.WritingError.self) { try PrivateFile.write([1], to: directory) }
    let parent = (directory as NSString).deletingLastPathComponent
    let name = (directory as NSString).lastPathComponent
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: parent).filter { $0.hasPrefix(name) }
        == [name])
  }

  @Test func aFileKeepsEverything() async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).sqlite")
      .path
    defer {
      for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
    var generator = SystemRandomNumberGenerator()
    let tokens = await AccessTokens(TokenKey(using: &generator))
    var answers: [TestAnswer] = []
    for round in 0..<2 {
      let store = try await SQLRoomsStore(.file(path: path))
      #expect(try await store.isEmpty() == (round == 0))
      if round == 0 {
        var demo = DemoDatabase(store: store, start: TestServer.start)
        try await demo.fill()
      }
      let server = try await TestServer(store: store, tokens: tokens)
      answers.append(try await server.send(.get, "/v1/rooms?size=100"))
      await store.close()
    }
    #expect(answers[0] == answers[1] && answers[0]["items"]?.array?.isEmpty == false)
  }
}
