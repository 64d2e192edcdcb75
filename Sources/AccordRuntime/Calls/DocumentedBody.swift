/// A type with a case for each of several content types that a document lists for the body of a request. Generated.
public protocol DocumentedBody: Sendable {
  /// In the order of the cases.
  static var contentTypes: [String] { get }
  /// Reads the body that is of the content type of that index. `nil` for one that is not valid.
  init?(_ reading: inout RequestReading, _ index: Int) async throws(RequestProblem)
  /// As a client sends it.
  var body: CallBody { get }
}

extension CallBody {
  public static func documented(_ body: some DocumentedBody) -> CallBody { body.body }

  /// Nothing if there is no body.
  public static func documented<Body: DocumentedBody>(ifPresent body: Body?) -> CallBody? {
    body.map { $0.body }
  }
}

extension RequestReading {
  /// A body of one of several content types.
  public mutating func documented<Body: DocumentedBody>(
    isRequired: Bool = true
  ) async throws(RequestProblem) -> Body? {
    guard let encoded = try encoded(Body.contentTypes, isRequired: isRequired),
      let index = ContentType.best(of: Body.contentTypes, for: encoded.contentType)
    else { return nil }
    return try await Body(&self, index)
  }
}
