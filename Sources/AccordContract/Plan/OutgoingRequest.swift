import AccordJSON
import AccordOpenAPI
import HTTPTypes

/// One request, ready to be sent: everything but the server.
public struct OutgoingRequest: Sendable {
  public var method: HTTPRequest.Method
  /// Path and query, percent-encoded, as the request line has them.
  public var target: String
  /// Without the credential.
  public var fields: HTTPFields
  /// What it shows, and whose that is.
  public var credential: PresentedCredential?
  /// Whose eyes it is sent for; the name of a forged credential is not a viewer's.
  public var viewer: ViewerAccess
  public var body: [UInt8]
  /// The body as a value, if it is JSON.
  public var json: JSONValue?
  /// `nil` for a method that the document does not have.
  public var operation: Operation?
  /// What stands in the path, by the names of the parameters.
  var pathValues = JSONDictionary<JSONValue>()
  /// Whether something in the path was made up, so that nothing is called so.
  var isMadeUp = false
  /// The parameters that have a value in it.
  var sentParameters: [(name: String, place: Parameter.Place)] = []

  func httpRequest(to server: ServerURL) -> HTTPRequest {
    var fields = fields
    if let credential = credential?.credential {
      // A cookie for a viewer joins those of parameters: a request has one Cookie field.
      if credential.name == .cookie, let others = fields[.cookie] {
        fields[.cookie] = "\(others); \(credential.value)"
      } else {
        fields[credential.name] = credential.value
      }
    }
    return HTTPRequest(
      method: method, scheme: server.scheme.rawValue, authority: server.authority,
      path: server.basePath + target, headerFields: fields)
  }
}

/// A request while it is being planned: an operation and the values that go into it.
struct RequestDraft: Sendable {
  /// What stands in the body.
  enum Body: Sendable {
    case value(JSONValue, MediaType)
    case bytes([UInt8], contentType: String?)
  }

  var operation: Operation
  var viewer: ViewerAccess
  /// Instead of the viewer's own.
  var credential: PresentedCredential?
  /// By the parameter's position in the operation; a parameter without a value is left out.
  var values: [Int: JSONValue] = [:]
  var body: Body?
  /// The position of a required parameter that is left out on purpose.
  var omittedParameter: Int?
  /// Whether something in the path was made up, so that nothing is called so.
  var isMadeUp = false

  init(_ operation: Operation, as viewer: ViewerAccess) {
    self.operation = operation
    self.viewer = viewer
    credential = viewer.presented
  }

  func seen(by viewer: ViewerAccess) -> RequestDraft {
    var copy = self
    copy.viewer = viewer
    copy.credential = viewer.presented
    return copy
  }

  /// With these values in its path, by the names of the parameters.
  func naming(_ values: JSONDictionary<JSONValue>) -> RequestDraft {
    var copy = self
    for (position, parameter) in operation.parameters.enumerated() where parameter.place == .path {
      if let value = values[parameter.name] { copy.values[position] = value }
    }
    return copy
  }

  /// The finished request; `nil` if a value cannot stand where it has to, or is missing where there has to be
  /// one.
  func request() -> OutgoingRequest? {
    guard let path = path(), let method = HTTPRequest.Method(operation.method.name) else {
      return nil
    }
    var query: [String] = []
    var fields = HTTPFields()
    var cookies: [String] = []
    for (position, parameter) in operation.parameters.enumerated() {
      guard let value = values[position] else {
        guard !parameter.isRequired || omittedParameter == position else { return nil }
        continue
      }
      switch parameter.place {
      case .path: continue
      case .query:
        guard let part = ParameterEncoder.query(parameter, value) else { return nil }
        if !part.isEmpty { query.append(part) }
      case .header:
        guard let name = HTTPField.Name(parameter.name) else { return nil }
        // OpenAPI 3.1, section 4.8.12.1: these three are no parameters.
        if [.accept, .contentType, .authorization].contains(name) { continue }
        guard let text = ParameterEncoder.header(parameter, value) else { return nil }
        fields[name] = text
      case .cookie:
        guard let text = ParameterEncoder.cookie(parameter, value) else { return nil }
        cookies.append(text)
      }
    }
    if !cookies.isEmpty { fields[.cookie] = cookies.joined(separator: "; ") }
    if let accept = acceptedTypes { fields[.accept] = accept }
    var request = OutgoingRequest(
      method: method, target: path + (query.isEmpty ? "" : "?" + query.joined(separator: "&")),
      fields: fields, credential: credential, viewer: viewer, body: [], operation: operation)
    for (position, parameter) in operation.parameters.enumerated() where parameter.place == .path {
      request.pathValues[parameter.name] = values[position]
    }
    request.isMadeUp = isMadeUp
    request.sentParameters = operation.parameters.enumerated().compactMap { position, parameter in
      values[position] == nil ? nil : (parameter.name, parameter.place)
    }
    guard addBody(to: &request) else { return nil }
    return request
  }

  private func addBody(to request: inout OutgoingRequest) -> Bool {
    switch body {
    case nil: return true
    case .bytes(let bytes, let contentType):
      request.body = bytes
      request.fields[.contentType] = contentType
      return true
    case .value(let value, let media):
      guard let form = BodyEncoder.form(of: media),
        let bytes = BodyEncoder.encode(value, as: form)
      else { return false }
      request.body = bytes
      request.fields[.contentType] = BodyEncoder.contentType(of: media)
      switch form {
      case .json: request.json = value
      case .urlEncoded, .multipart, .text: break
      }
      return true
    }
  }

  private func path() -> String? {
    var result = ""
    for part in operation.path.parts {
      switch part {
      case .literal(let text): result += text
      case .parameter(let name):
        guard
          let position = operation.parameters.firstIndex(where: {
            $0.place == .path && $0.name.isExactly(name)
          }), let value = values[position],
          let text = ParameterEncoder.path(operation.parameters[position], value)
        else { return nil }
        result += text
      }
    }
    return result.hasPrefix("/") ? result : "/" + result
  }

  /// What the document's answers come as: a server that negotiates must not pick another type.
  private var acceptedTypes: String? {
    var names: [String] = []
    for response in operation.responses {
      for media in response.content where !names.contains(media.essence) {
        names.append(media.essence)
      }
    }
    return names.isEmpty ? nil : names.joined(separator: ", ")
  }
}
