import AccordRuntime
import Crypto
import RoomsAPI

/// Calls rooms' webhooks.
struct WebhookCaller: Sendable {
  let client: OutboundClient
  let clock: WallClock

  /// How much of an answer its owner is shown, in bytes.
  private static let previewSize = 200

  /// Sends a sample payload.
  ///
  /// The field `X-Webhook-Signature` is `t=SECONDS,v1=HASH`: the HMAC-SHA256 of the time, a dot, and the body
  /// with the webhook's secret as its key, in hexadecimal digits. Without a secret there is no such field.
  ///
  /// - Throws: `CancellationError`.
  func test(_ room: RoomRow) async throws -> WebhookTestResult {
    guard let url = room.settings.webhookURL, !url.isEmpty else {
      return WebhookTestResult(success: false, error: "The room has no webhook.")
    }
    let now = clock.now()
    let payload: JSONValue = [
      "event": "test", "timestamp": .string(Timestamp(now).description),
      "message": "This is a test of the room's webhook.",
      "room": ["id": .string(room.id), "name": .string(room.name)],
    ]
    let body = Array(payload.serialized().utf8)
    var request = OutboundRequest(method: .post, url: url, body: body)
    request.headerFields = [("Content-Type", "application/json"), ("X-Webhook-Event", "test")]
    if let secret = room.settings.webhookSecret, !secret.isEmpty {
      request.headerFields.append(
        ("X-Webhook-Signature", Self.signature(of: body, at: now, secret: secret)))
    }
    do {
      let answer = try await client.send(request, limit: Self.previewSize)
      let succeeded = (200..<300).contains(answer.status)
      let sentence = "The webhook answered with status \(answer.status)."
      return WebhookTestResult(
        success: succeeded, message: succeeded ? sentence : "", error: succeeded ? "" : sentence,
        statusCode: answer.status, responsePreview: String(decoding: answer.body, as: UTF8.self))
    } catch let error as OutboundError {
      return WebhookTestResult(success: false, error: error.description)
    }
  }

  static func signature(of body: [UInt8], at now: Instant, secret: String) -> String {
    let seconds = String(now.microseconds / 1_000_000)
    let code = HMAC<SHA256>.authenticationCode(
      for: Array(seconds.utf8) + [UInt8(ascii: ".")] + body,
      using: SymmetricKey(data: Array(secret.utf8)))
    let digits = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return "t=\(seconds),v1=\(digits)"
  }
}
