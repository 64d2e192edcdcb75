/// How the keywords of a schema are read.
public enum Dialect: Sendable, Hashable, CaseIterable {
  /// JSON Schema 2020-12. `format` is an annotation, unless the resources are told otherwise.
  case draft2020_12
  /// JSON Schema draft 4.
  case draft4
  /// The schema object of OpenAPI 3.0: what it keeps of draft 4, with `nullable`. Formats assert.
  case openAPI30
  /// JSON Schema 2020-12 with the vocabulary of OpenAPI 3.1. Formats assert.
  case openAPI31

  var isOpenAPI: Bool {
    switch self {
    case .openAPI30, .openAPI31: true
    case .draft2020_12, .draft4: false
    }
  }

  /// Whether the keywords are those of JSON Schema 2020-12.
  var isModern: Bool {
    switch self {
    case .draft2020_12, .openAPI31: true
    case .draft4, .openAPI30: false
    }
  }

  /// The keyword that names a resource, where there is one.
  var identifierKeyword: String? {
    switch self {
    case .draft2020_12, .openAPI31: "$id"
    case .draft4: "id"
    case .openAPI30: nil
    }
  }

  /// The dialect that a `$schema` names, or `nil` if it is none of ours.
  init?(metaschema uri: String) {
    var uri = uri
    if uri.hasSuffix("#") { uri.removeLast() }
    switch uri {
    case "https://json-schema.org/draft/2020-12/schema": self = .draft2020_12
    case "http://json-schema.org/draft-04/schema": self = .draft4
    case "https://spec.openapis.org/oas/3.1/dialect/base": self = .openAPI31
    default: return nil
    }
  }
}

/// Which way a value travels.
public enum Direction: Sendable, Hashable {
  /// Required members that are `readOnly` may be absent.
  case request
  /// Required members that are `writeOnly` may be absent.
  case response
}

/// Which keywords a resource uses: the vocabularies of JSON Schema 2020-12 that a metaschema may leave out.
struct Vocabularies: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  static let applicator = Vocabularies(rawValue: 1)
  static let validation = Vocabularies(rawValue: 2)
  static let unevaluated = Vocabularies(rawValue: 4)
  static let formatAssertion = Vocabularies(rawValue: 8)

  static let standard: Vocabularies = [.applicator, .validation, .unevaluated]

  /// The vocabularies that a metaschema's `$vocabulary` lists. Its booleans say what to do about
  /// vocabularies that one does not know; those named here are known.
  init(listed vocabulary: [String]) {
    self = []
    for uri in vocabulary {
      switch uri {
      case "https://json-schema.org/draft/2020-12/vocab/applicator": insert(.applicator)
      case "https://json-schema.org/draft/2020-12/vocab/validation": insert(.validation)
      case "https://json-schema.org/draft/2020-12/vocab/unevaluated": insert(.unevaluated)
      case "https://json-schema.org/draft/2020-12/vocab/format-assertion": insert(.formatAssertion)
      default: break
      }
    }
  }

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }
}
