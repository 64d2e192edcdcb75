/// Whom the server can believe by mistake.
enum AuthenticationFault: String, PlantedFault {
  case badTokenIsAnonymous = "bad-token-is-anonymous"
  case badKeyIsAnonymous = "bad-key-is-anonymous"
  case expiredTokenAccepted = "expired-token-accepted"
  case alteredTokenAccepted = "altered-token-accepted"
  case unsignedTokenAccepted = "unsigned-token-accepted"
  case apiKeyPrefixAccepted = "api-key-prefix-accepted"
  case missingCredentialsAccepted = "missing-credentials-accepted"
  case signatureCutOffAccepted = "signature-cut-off-accepted"
  case anyKeyAccepted = "any-key-accepted"
  case otherSchemeIsAnonymous = "other-scheme-is-anonymous"
  case bareSchemeIsAnonymous = "bare-scheme-is-anonymous"
  case missingCredentialsAcceptedForDeletion = "missing-credentials-accepted-for-deletion"
  case expiredTokenAcceptedForEvents = "expired-token-accepted-for-events"
  case longerKeyAccepted = "longer-key-accepted"
  case tokenOfFourPartsAccepted = "token-of-four-parts-accepted"

  var summary: String {
    switch self {
    case .badTokenIsAnonymous: "A request with a bad bearer token counts as anonymous."
    case .badKeyIsAnonymous: "A request with a bad API key counts as anonymous."
    case .expiredTokenAccepted: "Bearer tokens never expire."
    case .alteredTokenAccepted: "The signature of a bearer token is not looked at."
    case .unsignedTokenAccepted: "A bearer token may say that it has no signature (alg: none)."
    case .apiKeyPrefixAccepted: "The first half of an API key is enough."
    case .missingCredentialsAccepted: "Operations that need credentials do without."
    case .signatureCutOffAccepted: "A bearer token does without its last part."
    case .anyKeyAccepted: "Any API key stands for somebody."
    case .otherSchemeIsAnonymous: "A request with another scheme than Bearer counts as anonymous."
    case .bareSchemeIsAnonymous:
      "A request with the scheme Bearer and no token counts as anonymous."
    case .missingCredentialsAcceptedForDeletion: "Whoever shows no credentials may delete any room."
    case .expiredTokenAcceptedForEvents:
      "The list of a room's events is shown to expired tokens, and nothing else."
    case .longerKeyAccepted: "Whatever stands behind an API key is not looked at."
    case .tokenOfFourPartsAccepted: "Whatever stands behind the third part of a token is cut off."
    }
  }

  var check: ContractCheck { .authentication }
}
