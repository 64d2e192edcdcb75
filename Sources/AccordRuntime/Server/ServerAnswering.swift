import HTTPTypes

extension ServerResponse {
  /// A JSON answer.
  public static func json(
    _ status: Int, _ value: some JSONWritable, contentType: String = "application/json"
  ) throws(JSONError) -> ServerResponse {
    ServerResponse(
      status: status, body: EncodedBody(contentType: contentType, bytes: try value.json()))
  }

  public static func text(_ status: Int, _ text: String) -> ServerResponse {
    ServerResponse(
      status: status,
      body: EncodedBody(contentType: "text/plain; charset=utf-8", bytes: Array(text.utf8)))
  }

  public static func bytes(_ status: Int, _ bytes: [UInt8]) -> ServerResponse {
    ServerResponse(
      status: status, body: EncodedBody(contentType: "application/octet-stream", bytes: bytes))
  }
}
