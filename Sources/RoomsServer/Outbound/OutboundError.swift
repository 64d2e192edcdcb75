/// Why a call did not get its answer. The text is for the owner of the room that the call was for; it tells
/// nothing about this server's network.
enum OutboundError: Error, Hashable, Sendable, CustomStringConvertible {
  case switchedOff
  case invalidURL
  case unsupportedScheme(String)
  case credentialsInURL
  case unknownHost
  case forbiddenAddress
  case refused
  case timedOut
  case tooLarge(limit: Int)
  case tooManyRedirects
  case insecureRedirect
  case invalidRedirect
  case insecureConnection
  case brokenAnswer
  case busy

  var description: String {
    switch self {
    case .switchedOff: "This server is not configured to call others."
    case .invalidURL: "The URL is not valid."
    case .unsupportedScheme(let scheme): "URLs with the scheme \(scheme) are not called; use https."
    case .credentialsInURL: "URLs with a user name or password are not called."
    case .unknownHost: "The host's name is not known."
    case .forbiddenAddress: "The host has an address that this server may not call."
    case .refused: "The connection was refused."
    case .timedOut: "The answer took too long."
    case .tooLarge(let limit): "The answer has more than \(limit) bytes."
    case .tooManyRedirects: "The answer leads on and on to other URLs."
    case .insecureRedirect: "The answer leads from https to http."
    case .invalidRedirect: "The answer leads to a URL that is not valid."
    case .insecureConnection:
      "The host's certificate is not valid, or there is no secure connection."
    case .brokenAnswer: "The answer was not HTTP, or broke off."
    case .busy: "This server has too many calls under way. Try again later."
    }
  }
}
