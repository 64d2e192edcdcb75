import AccordOpenAPI

public struct ParameterPlan: Sendable {
  public var jsonName: String
  public var name: String
  public var place: Parameter.Place
  /// Optional if it may be left out and has no default.
  public var type: TypeReference
  /// Swift source.
  public var defaultValue: String?
  public var coding: Coding
  /// Whether an empty value stands for none at all.
  public var allowsEmpty: Bool
  public var checks: [CheckPlan]
  public var documentation: String?
  public var isDeprecated: Bool

  /// How the value is written.
  public enum Coding: Sendable, Hashable {
    /// A scalar, as its text.
    case plain
    /// By the runtime's style of that name.
    case style(Style, isReserved: Bool, members: Members?)
  }

  /// The runtime's `ParameterStyle`s.
  public enum Style: String, Sendable, Hashable {
    case simple, simpleExploded, label, labelExploded, matrix, matrixExploded, form, formJoined
    case spaceDelimited, pipeDelimited, deepObject, json
  }

  /// The members of an object that a style writes without its name.
  public enum Members: Sendable, Hashable {
    case named([String])
    case allBut([String])
  }
}

extension ParameterPlan {
  var isRequired: Bool { defaultValue == nil && !type.isOptional }
}
