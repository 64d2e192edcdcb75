public import AccordRuntime
public import HTTPTypes

#if canImport(FoundationNetworking)
  import Foundation
  public import FoundationNetworking
#else
  public import Foundation
#endif

/// Sends requests over the network with Foundation's URLSession, which apps on Apple's systems have anyway.
///
/// Redirects are answers like any other, and there are neither cookies nor a cache: a generated client knows what its
/// operations answer, and what one principal was told is not kept for another. Header fields that an answer has several
/// times come as one, as URLSession gives them.
public final class URLSessionTransport: ClientTransport {
  private let session: URLSession
  private let exchanges: SessionExchanges

  /// - Parameters:
  ///   - configuration: what else the session should do. Its cookies and its cache are not used.
  ///   - timeout: how long a server may be silent. What bounds a call as a whole is `APIClient`'s.
  public init(
    configuration: URLSessionConfiguration = .ephemeral, timeout: Duration = .seconds(60)
  ) {
    configuration.httpCookieStorage = nil
    configuration.httpShouldSetCookies = false
    configuration.urlCache = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    configuration.timeoutIntervalForRequest =
      Double(timeout.components.seconds) + Double(timeout.components.attoseconds) / 1e18
    exchanges = SessionExchanges()
    session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: nil)
  }

  deinit {
    session.finishTasksAndInvalidate()
  }

  /// - Throws: `URLError` if no answer came, `RequestTimeout` after the time-out, and `CancellationError` if the
  ///   calling task was cancelled. Reading the body throws the same.
  public func send(
    _ request: HTTPRequest, body: ByteStream?
  ) async throws -> (HTTPResponse, ByteStream) {
    var translated = try Self.translate(request)
    let upload = try await Upload(body)
    translated.httpBody = upload.bytes
    let task =
      if let file = upload.file {
        session.uploadTask(with: translated, fromFile: file)
      } else {
        session.dataTask(with: translated)
      }
    let exchange = SessionExchange(task: task, upload: upload)
    exchanges.add(exchange, for: task)
    let response = try await exchange.response()
    guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
    let length = request.method == .head ? 0 : Self.length(of: response)
    return (try Self.translate(response), ByteStream(length: length) { try await exchange.next() })
  }

  // MARK: - Translation

  private static func translate(_ request: HTTPRequest) throws -> URLRequest {
    guard let scheme = request.scheme, let authority = request.authority, let path = request.path,
      let url = URL(string: "\(scheme)://\(authority)\(path)")
    else { throw URLError(.badURL) }
    var translated = URLRequest(url: url)
    translated.httpMethod = request.method.rawValue
    for name in Set(request.headerFields.map(\.name)) {
      let separator = name == .cookie ? "; " : ", "
      let value = request.headerFields[values: name].joined(separator: separator)
      translated.setValue(value, forHTTPHeaderField: name.rawName)
    }
    return translated
  }

  /// What was packed on its way has another length here than its field says.
  private static func length(of response: HTTPURLResponse) -> Int? {
    guard response.value(forHTTPHeaderField: "Content-Encoding") == nil else { return nil }
    return response.value(forHTTPHeaderField: "Content-Length").flatMap { Int($0) }
  }

  private static func translate(_ response: HTTPURLResponse) throws -> HTTPResponse {
    guard 100...999 ~= response.statusCode else { throw URLError(.badServerResponse) }
    var fields = HTTPFields()
    for (name, value) in response.allHeaderFields {
      guard let name = (name as? String).flatMap({ HTTPField.Name($0) }),
        let value = value as? String,
        HTTPField.isValidValue(value)
      else { continue }
      fields.append(HTTPField(name: name, value: value))
    }
    return HTTPResponse(status: .init(code: response.statusCode), headerFields: fields)
  }
}

/// What is sent. URLSession reads a body that is not in memory from a file: it may have to send it twice.
struct Upload: Sendable {
  var bytes: Data?
  private var folder: TemporaryFile?

  var file: URL? { folder?.url }

  init(_ body: ByteStream?) async throws {
    guard let body else { return }
    if let bytes = body.bytes {
      self.bytes = Data(bytes)
      return
    }
    let file = try TemporaryFile()
    let handle = try FileHandle(forWritingTo: file.url)
    defer { try? handle.close() }
    for try await part in body { try handle.write(contentsOf: Data(part)) }
    folder = file
  }
}

/// A file that is gone when nobody needs it any more.
private final class TemporaryFile: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    guard
      FileManager.default.createFile(
        atPath: url.path, contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw CocoaError(.fileWriteUnknown) }
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }
}
