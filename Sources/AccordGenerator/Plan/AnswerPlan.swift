import AccordOpenAPI

/// What a caller gets.
public enum SuccessPlan: Sendable {
  ///
  /// - Parameter headers: the type of those that the document describes.
  case one(Response.Status, ContentPlan, headers: String?)
  /// An enum with that name.
  case several(name: String, [AnswerCasePlan])
}

public struct AnswerCasePlan: Sendable {
  public var status: Response.Status
  public var name: String
  public var content: ContentPlan
  /// The type of the headers that the document describes.
  public var headers: String?
  /// Whether all of them may be missing.
  public var hasOptionalHeaders = false
  /// All content types of that status, in the order of their cases, if there are several.
  public var alternatives: [String] = []
}

/// The documented answers of an operation that are no success.
public struct RefusalPlan: Sendable {
  public var name: String
  public var cases: [AnswerCasePlan]
  /// The name of the one type that stands for the same answers of several operations. `name` is another name for it.
  public var sharedName: String?
}
