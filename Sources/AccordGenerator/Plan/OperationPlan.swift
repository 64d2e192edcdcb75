public import struct AccordJSON.JSONPointer
import AccordOpenAPI

public struct OperationPlan: Sendable {
  public var id: String
  /// Where the document describes it.
  public var source: JSONPointer
  public var method: Operation.Method
  public var path: PathTemplate
  /// The method's name.
  public var name: String
  /// The name for types that belong to the operation.
  public var typeName: String
  /// The first of its tags: the group that it is shown in.
  public var tag: String?
  public var documentation: String?
  public var isDeprecated: Bool
  public var parameters: [ParameterPlan]
  public var body: BodyPlan?
  public var success: SuccessPlan
  public var refusal: RefusalPlan?
  public var security = SecurityPlan.Requirement.open
  /// The member that stands for the operation's own server; `nil`: none, or none that can be known beforehand.
  public var server: String?

  /// The Swift type of the success.
  var successType: String {
    switch success {
    case .one(_, .none, let headers?): headers
    case .one(_, let content, let headers?): "HeadedAnswer<\(content.text), \(headers)>"
    case .one(_, let content, nil): content.text
    case .several(let name, _): name
    }
  }

  var refusalType: String { refusal?.name ?? "NoRefusal" }
}
