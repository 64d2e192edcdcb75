extension JSONReader {
  /// An error that says what is wrong with the value that stands here.
  public func failure(_ reason: String) -> JSONError {
    JSONError(.invalid(reason), at: offset)
  }
}
