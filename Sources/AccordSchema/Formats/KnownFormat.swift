public import AccordJSON

/// A `format` that the validator knows: values are checked against it. All others are annotations.
public struct KnownFormat: Sendable, Hashable {
  private enum Kind: Hashable {
    case string(StringFormat)
    case number(NumberFormat)
  }

  private let kind: Kind

  /// `nil` for a format that limits nothing, as far as is known: `password`, or one of somebody's own.
  public init?(_ name: String) {
    if let format = StringFormat(rawValue: name), format != .password {
      kind = .string(format)
    } else if let format = NumberFormat(rawValue: name) {
      kind = .number(format)
    } else {
      return nil
    }
  }

  /// The least and the greatest value, of formats of integers.
  public var bounds: (lower: JSONNumber, upper: JSONNumber)? {
    switch kind {
    case .string: nil
    case .number(let format): format.bounds
    }
  }
}
