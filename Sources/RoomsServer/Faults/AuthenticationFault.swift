/// Whom the server can believe by mistake.
enum AuthenticationFault: String, PlantedFault {
  case badTokenIsAnonymous = "bad-token-is-anonymous"
  case badKeyIsAnonymous = "bad-key-is-anonymous"
  case expiredTokenAccepted = "expired-token-accepted"
  case alteredTokenAccepted = "altered-token-accepted"
  case unsignedTokenAccepted = "unsigned-token-accepted"
  case apiKeyPrefixAccepted = "api-key-prefix-accepted"
  case missingCredentialsAccepted = "missing-credentials-accepted"

  var summary: String {
    switch self {
    case .badTokenIsAnonymous: "A request with a bad bearer token counts as anonymous."
    case .badKeyIsAnonymous: "A request with a bad API key counts as anonymous."
    case .expiredTokenAccepted: "Bearer tokens never expire."
    case .alteredTokenAccepted: "The signature of a bearer token is not looked at."
    case .unsignedTokenAccepted: "A bearer token may say that it has no signature (alg: none)."
    case .apiKeyPrefixAccepted: "The first half of an API key is enough."
    case .missingCredentialsAccepted: "Operations that need credentials do without."
    }
  }

  var check: ContractCheck { .authentication }
}
