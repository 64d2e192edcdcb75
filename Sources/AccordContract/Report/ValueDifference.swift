/// One place at which an answer is not what it has to be.
public struct ValueDifference: Sendable, Hashable {
  /// In which of the failure's exchanges the answer is.
  public var exchange: Int
  /// A JSON pointer into the answer.
  public var pointer: String
  /// `nil`: there should be nothing. Values that a mask hides are only outlined.
  public var expected: String?
  /// `nil`: there is nothing.
  public var got: String?
}
