import HTTPTypes

/// Which web pages of other origins may call from a browser (CORS, in the Fetch standard).
///
/// Credentials of this API are header fields that a page sets itself, never cookies; so no answer says
/// `Access-Control-Allow-Credentials`.
struct CrossOriginPolicy: Sendable, Equatable {
  enum Origins: Sendable, Equatable {
    case none
    case all
    case listed(Set<String>)
  }

  var origins = Origins.none

  private static let methods = "GET, POST, PATCH, DELETE"
  private static let requestFields = "Authorization, Content-Type, X-API-Key"
  private static let answerFields = "Retry-After, WWW-Authenticate"
  /// For how long a browser need not ask again, in seconds.
  private static let maximumAge = "600"

  private static let allowOrigin = HTTPField.Name("Access-Control-Allow-Origin")
  private static let requestMethod = HTTPField.Name("Access-Control-Request-Method")

  /// - Parameter text: `*`, or origins such as `https://app.example`, separated by commas; none if it is empty.
  /// - Returns: `nil` if one of them is no origin.
  init?(_ text: String) {
    let items = text.split(separator: ",").map { $0.filter { $0 != " " } }
    if items.isEmpty { return }
    if items == ["*"] {
      origins = .all
      return
    }
    for item in items {
      let parts = item.split(separator: "://", maxSplits: 1)
      guard parts.count == 2, ["http", "https"].contains(parts[0]), !parts[1].isEmpty,
        !parts[1].contains("/"), !parts[1].contains("*")
      else { return nil }
    }
    origins = .listed(Set(items))
  }

  init() {}

  private func allowed(_ origin: String) -> String? {
    switch origins {
    case .none: nil
    case .all: "*"
    case .listed(let list): list.contains(origin) ? origin : nil
    }
  }

  /// The answer to a browser that asks whether it may ask; `nil` for every other request.
  func preflightFields(for request: HTTPRequest) -> HTTPFields? {
    guard origins != .none, request.method == .options, let name = Self.requestMethod,
      request.headerFields[name] != nil, request.headerFields[.origin] != nil
    else { return nil }
    var fields = fields(for: request)
    guard fields.contains(Self.allowOrigin ?? .origin) else { return fields }
    for (name, value) in [
      ("Access-Control-Allow-Methods", Self.methods),
      ("Access-Control-Allow-Headers", Self.requestFields),
      ("Access-Control-Max-Age", Self.maximumAge),
    ] {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return fields
  }

  /// What an answer says about who may read it.
  func fields(for request: HTTPRequest) -> HTTPFields {
    guard origins != .none else { return [:] }
    var fields: HTTPFields = [:]
    // The answer depends on who asks, and a cache in between has to know.
    if origins != .all { fields[.vary] = "Origin" }
    guard let origin = request.headerFields[.origin], let allowed = allowed(origin),
      let name = Self.allowOrigin
    else { return fields }
    fields[name] = allowed
    if let name = HTTPField.Name("Access-Control-Expose-Headers") {
      fields[name] = Self.answerFields
    }
    return fields
  }
}
