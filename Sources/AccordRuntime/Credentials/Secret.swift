/// Text that must not be shown: it prints as `(hidden)`, whatever prints it, and has no children to reflect on.
///
/// Everything in this module that holds a secret holds it as one of these, so that nothing has to be hidden twice.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The secret itself. Whoever takes it out has to see that it does not end up in a log.
  public let text: String

  public init(_ text: String) {
    self.text = text
  }

  public var description: String { "(hidden)" }
  public var debugDescription: String { "(hidden)" }
  public var customMirror: Mirror { Mirror(self, children: []) }

  /// Byte by byte, in a time that depends on the lengths alone: it tells nobody how much of a guess is right.
  public static func == (left: Secret, right: Secret) -> Bool {
    let (left, right) = (left.text.utf8, right.text.utf8)
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ExactString(text))
  }
}
