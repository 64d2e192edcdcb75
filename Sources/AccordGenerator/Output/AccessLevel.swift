/// Who may use the generated declarations.
public enum AccessLevel: String, Sendable, CaseIterable {
  case `public`, package, `internal`

  /// The modifier with a space behind it; nothing for what is Swift's default.
  var prefix: String {
    switch self {
    case .public: "public "
    case .package: "package "
    case .internal: ""
    }
  }
}
