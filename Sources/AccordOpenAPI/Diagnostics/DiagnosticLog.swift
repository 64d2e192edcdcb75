/// Collects what there is to say about a document.
struct DiagnosticLog {
  private(set) var diagnostics: [Diagnostic] = []
  /// What was reported already: a shared part may be looked at from several places.
  private var reported: Set<Diagnostic> = []
  private var oddities: [Oddity: (first: Location, places: Set<Location>)] = [:]

  mutating func report(_ diagnostic: Diagnostic) {
    guard reported.insert(diagnostic).inserted else { return }
    diagnostics.append(diagnostic)
  }

  /// Notes a habit of documents that is no fault of this place alone: the first place is reported, and how many
  /// more there are.
  mutating func note(_ oddity: Oddity, at location: Location) {
    if oddities[oddity] == nil {
      oddities[oddity] = (location, [location])
    } else {
      oddities[oddity]?.places.insert(location)
    }
  }

  /// Everything that was reported and noted, in no particular order.
  var all: [Diagnostic] {
    diagnostics
      + oddities.map { oddity, found in
        oddity.diagnostic(at: found.first, count: found.places.count)
      }
  }
}

extension [Diagnostic] {
  func reporting(errorsAs severity: Diagnostic.Severity) -> [Diagnostic] {
    map { diagnostic in
      var diagnostic = diagnostic
      if diagnostic.severity == .error { diagnostic.severity = severity }
      return diagnostic
    }
  }

  /// In the order of the files, and of the places in them.
  func sorted(byFiles paths: [String]) -> [Diagnostic] {
    var order: [String: Int] = [:]
    for (index, path) in paths.enumerated() where order[path] == nil { order[path] = index }
    let ranked = map { (rank: Rank($0, fileOrder: order), diagnostic: $0) }
    return ranked.sorted { $0.rank < $1.rank }.map(\.diagnostic)
  }

  /// What the order of diagnostics goes by.
  private struct Rank: Comparable {
    /// Files that nobody listed come last, by their paths.
    var file: Int
    var path: String
    var line: UInt32 = 0
    var column: UInt32 = 0
    var severity: Int
    var message: String

    init(_ diagnostic: Diagnostic, fileOrder: [String: Int]) {
      severity = Diagnostic.Severity.allCases.firstIndex(of: diagnostic.severity) ?? 0
      message = diagnostic.message
      switch diagnostic.place {
      case .file(let path): self.path = path
      case .location(let place):
        path = place.file.path
        line = place.line
        column = place.column
      }
      file = fileOrder[path] ?? .max
    }

    static func < (left: Rank, right: Rank) -> Bool {
      let leftPlace = (left.file, left.path, left.line, left.column)
      let rightPlace = (right.file, right.path, right.line, right.column)
      if leftPlace != rightPlace { return leftPlace < rightPlace }
      return (left.severity, left.message) < (right.severity, right.message)
    }
  }
}

/// Something that documents do again and again against the specification, and that is understood all the same.
enum Oddity: Hashable, CaseIterable {
  case nullableAfter30
  case booleanRequired
  case booleanExclusiveBound
  case numericExclusiveBoundIn30
  case typeListIn30
  case keywordsBesideReference
  case annotationsBesideReference
  case lowerCaseStatusRange
  case missingResponseDescription
  case optionalPathParameter
  case ignoredHeaderParameter
  case scalarInsteadOfString
  case stringInsteadOfScalar
  case tupleItems

  func diagnostic(at location: Location, count: Int) -> Diagnostic {
    let message = count > 1 ? "\(text) (here and in \(count - 1) more places)" : text
    return Diagnostic(severity, message, at: location, remedy: remedy)
  }

  private var severity: Diagnostic.Severity {
    switch self {
    case .annotationsBesideReference, .ignoredHeaderParameter, .missingResponseDescription: .note
    case .nullableAfter30, .booleanRequired, .booleanExclusiveBound, .numericExclusiveBoundIn30,
      .typeListIn30, .keywordsBesideReference, .lowerCaseStatusRange, .optionalPathParameter,
      .scalarInsteadOfString, .stringInsteadOfScalar, .tupleItems:
      .warning
    }
  }

  private var text: String {
    switch self {
    case .nullableAfter30:
      "`nullable` is no keyword since OpenAPI 3.1; it is read as it was in 3.0"
    case .booleanRequired:
      "`required` of a schema is a list of names, so this boolean has no effect"
    case .booleanExclusiveBound:
      "a boolean exclusive bound is OpenAPI 3.0; it is read as it was there"
    case .numericExclusiveBoundIn30:
      "an exclusive bound is a boolean in OpenAPI 3.0; this number is read as in 3.1"
    case .typeListIn30:
      "`type` is a single type in OpenAPI 3.0; this is read as in 3.1"
    case .keywordsBesideReference:
      "OpenAPI 3.0 ignores keywords beside `$ref`; these have no effect"
    case .annotationsBesideReference:
      "OpenAPI 3.0 ignores what stands beside `$ref`; these annotations are kept"
    case .lowerCaseStatusRange:
      "a range of status codes is written with a capital X, such as 4XX; this is read as one"
    case .missingResponseDescription:
      "a response has no description"
    case .optionalPathParameter:
      "a path parameter must be `required: true`; it is read so"
    case .ignoredHeaderParameter:
      "OpenAPI ignores header parameters named Accept, Content-Type or Authorization"
    case .scalarInsteadOfString:
      "a string should stand here; the value is read as its text"
    case .stringInsteadOfScalar:
      "a boolean or a number should stand here; the string is read as one"
    case .tupleItems:
      "`items` is a single schema; this list is read as `prefixItems`"
    }
  }

  private var remedy: String {
    switch self {
    case .nullableAfter30: "write `type: [string, \"null\"]`, say"
    case .booleanRequired: "name the property in `required` of the object that holds it"
    case .booleanExclusiveBound: "write the bound itself: `exclusiveMinimum: 0`"
    case .numericExclusiveBoundIn30: "write `minimum: 0` and `exclusiveMinimum: true`"
    case .typeListIn30: "write `nullable: true` or `anyOf`, or move to OpenAPI 3.1"
    case .keywordsBesideReference, .annotationsBesideReference:
      "put the reference into `allOf`, or move to OpenAPI 3.1"
    case .lowerCaseStatusRange: "write 4XX"
    case .missingResponseDescription: "add one: OpenAPI requires it"
    case .optionalPathParameter: "add `required: true`"
    case .ignoredHeaderParameter: "describe them by `content` and `security`"
    case .scalarInsteadOfString: "quote it"
    case .stringInsteadOfScalar: "remove the quotes"
    case .tupleItems: "rename it"
    }
  }
}
