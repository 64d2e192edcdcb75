import AccordOpenAPI

public struct ParameterPlan: Sendable {
  public var jsonName: String
  public var name: String
  public var place: Parameter.Place
  /// Optional if it may be left out and has no default.
  public var type: TypeReference
  /// Swift source.
  public var defaultValue: String?
  public var arrayStyle: ArrayStyle
  public var checks: [CheckPlan]
  public var documentation: String?

  public enum ArrayStyle: Sendable, Hashable {
    case exploded
    case joined(by: String)
  }
}
