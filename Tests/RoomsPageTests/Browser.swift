import AccordTesting
import AccordRuntime
import Foundation
import Synchronization
import Testing

/// A headless Chromium that is told what to do over the Chrome DevTools protocol, by pipes. It has one page.
final class Browser: Sendable {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private typealias Waiter = CheckedContinuation<JSONValue, any Error>

  private struct State {
    var lastID = 0
    var commands: [Int: Waiter] = [:]
    var loads = 0
    var isOver = false
    var loadWaiters: [(count: Int, waiter: CheckedContinuation<Void, any Error>)] = []
  }

  private let state = Mutex(State())
  private let process: Process
  private let input: FileHandle
  private let profile: URL
  private let session = Mutex<String?>(nil)

  /// `nil`: there is none here, and none can be installed.
  static let path: String? = {
    let script = PackageRoot.url.appending(path: ".ci/browser")
    let process = Process()
    process.executableURL = script
    let output = Pipe()
    process.standardOutput = output
    guard (try? process.run()) != nil else { return nil }
    let bytes = (try? output.fileHandleForReading.readToEnd()) ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }()

  /// Runs `use` with a browser of its own.
  static func run<Result>(_ use: (Browser) async throws -> Result) async throws -> Result {
    let browser = try Browser()
    do {
      try await browser.open()
      let result = try await use(browser)
      await browser.end()
      return result
    } catch {
      await browser.end()
      throw error
    }
  }

  private init() throws {
    guard let path = Self.path else { throw Failure(description: "there is no browser") }
    profile = FileManager.default.temporaryDirectory.appending(path: "browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: profile, withIntermediateDirectories: true)
    process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    // The protocol goes over 3 and 4; what is printed beside it goes nowhere.
    process.arguments = [
      "-c",
      """
      exec "$0" --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
      --disable-background-networking --hide-scrollbars --remote-debugging-pipe "--user-data-dir=$1" about:blank \
      3<&0 4>&1 1>/dev/null 2>&1
      """, path, profile.path,
    ]
    let (commands, answers) = (Pipe(), Pipe())
    process.standardInput = commands
    process.standardOutput = answers
    try process.run()
    input = commands.fileHandleForWriting
    let output = answers.fileHandleForReading
    Thread.detachNewThread { [weak self] in
      var rest = Data()
      while true {
        let part = output.availableData
        if part.isEmpty { break }
        rest += part
        while let end = rest.firstIndex(of: 0) {
          let message = Array(rest[rest.startIndex..<end])
          rest = Data(rest[rest.index(after: end)...])
          self?.receive(message)
        }
      }
      self?.fail()
    }
  }

  /// The process that was started may be a script, which would not hand a signal on.
  private func end() async {
    _ = try? await send("Browser.close")
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: profile)
  }

  private func open() async throws {
    let target = try await send("Target.createTarget", ["url": "about:blank"])
    let attached = try await send(
      "Target.attachToTarget", ["targetId": target["targetId"] ?? .null, "flatten": true])
    session.withLock { $0 = attached["sessionId"]?.string }
    try await send("Page.enable")
  }

  // MARK: - The protocol

  @discardableResult
  func send(_ method: String, _ parameters: JSONValue = [:]) async throws -> JSONValue {
    try await withCheckedThrowingContinuation { waiter in
      let id = state.withLock { state -> Int? in
        guard !state.isOver else { return nil }
        state.lastID += 1
        state.commands[state.lastID] = waiter
        return state.lastID
      }
      guard let id else {
        waiter.resume(throwing: Failure(description: "the browser has ended"))
        return
      }
      var message: JSONDictionary<JSONValue> = [
        "id": .number(JSONNumber(id)), "method": .string(method), "params": parameters,
      ]
      if let session = session.withLock({ $0 }) { message["sessionId"] = .string(session) }
      let text = JSONValue.object(message).serialized()
      try? input.write(contentsOf: Data(text.utf8) + [0])
    }
  }

  private func receive(_ bytes: [UInt8]) {
    guard let message = try? JSONValue(parsing: bytes) else { return }
    if let id = message["id"]?.number.flatMap({ Int($0.literal) }) {
      guard let waiter = state.withLock({ $0.commands.removeValue(forKey: id) }) else { return }
      if let error = message["error"] {
        waiter.resume(throwing: Failure(description: error.serialized()))
      } else {
        waiter.resume(returning: message["result"] ?? .null)
      }
    } else if message["method"]?.string == "Page.loadEventFired" {
      let due = state.withLock { state in
        state.loads += 1
        let due = state.loadWaiters.filter { $0.count <= state.loads }
        state.loadWaiters.removeAll { $0.count <= state.loads }
        return due
      }
      for (_, waiter) in due { waiter.resume() }
    }
  }

  private func fail() {
    let (commands, loads) = state.withLock { state in
      state.isOver = true
      defer { (state.commands, state.loadWaiters) = ([:], []) }
      return (state.commands, state.loadWaiters)
    }
    let failure = Failure(description: "the browser has ended")
    for waiter in commands.values { waiter.resume(throwing: failure) }
    for (_, waiter) in loads { waiter.resume(throwing: failure) }
  }

  // MARK: - The page

  /// Does something that loads a page, and waits until that is there.
  func loading(_ action: () async throws -> Void) async throws {
    let count = state.withLock { $0.loads + 1 }
    try await action()
    try await withCheckedThrowingContinuation { waiter in
      let isThere = state.withLock { state in
        if state.loads < count, !state.isOver { state.loadWaiters.append((count, waiter)) }
        return state.loads >= count
      }
      if isThere { waiter.resume() }
    }
  }

  func load(_ url: String) async throws {
    try await loading { try await send("Page.navigate", ["url": .string(url)]) }
  }

  func click(_ selector: String) async throws {
    try await loading {
      try await evaluate("document.querySelector(\(Self.literal(selector))).click()")
    }
  }

  @discardableResult
  func evaluate(_ expression: String) async throws -> JSONValue {
    let result = try await send(
      "Runtime.evaluate", ["expression": .string(expression), "returnByValue": true])
    if let problem = result["exceptionDetails"] {
      throw Failure(description: problem.serialized())
    }
    return result["result"]?["value"] ?? .null
  }

  /// The text of each element.
  func texts(_ selector: String) async throws -> [String] {
    let value = try await evaluate(
      "[...document.querySelectorAll(\(Self.literal(selector)))].map(element => element.textContent)"
    )
    return value.array?.compactMap(\.string) ?? []
  }

  func text(_ selector: String) async throws -> String? { try await texts(selector).first }

  static func literal(_ text: String) -> String { JSONValue.string(text).serialized() }

  // MARK: - How it looks

  func show(width: Int, height: Int, dark: Bool) async throws {
    try await send(
      "Emulation.setDeviceMetricsOverride",
      [
        "width": .number(JSONNumber(width)), "height": .number(JSONNumber(height)),
        "deviceScaleFactor": 1, "mobile": .bool(width < 500),
      ])
    try await send(
      "Emulation.setEmulatedMedia",
      ["features": [["name": "prefers-color-scheme", "value": dark ? "dark" : "light"]]])
  }

  /// As PNG.
  func screenshot() async throws -> Data {
    let result = try await send("Page.captureScreenshot", ["format": "png"])
    guard let text = result["data"]?.string, let data = Data(base64Encoded: text) else {
      throw Failure(description: "there is no picture")
    }
    return data
  }
}
