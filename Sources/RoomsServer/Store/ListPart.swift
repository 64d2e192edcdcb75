/// Where a page is in a list of which the number of items is known, the latest first.
struct ListPart: Sendable, Hashable {
  /// How many items are skipped, one by one.
  var offset: Int
  /// How many items the page has, one at least.
  var limit: Int
  /// All items from that moment on are in front of the page, and not among those that are skipped.
  var before: Instant?
}

extension ListPart {
  /// - Parameter page: counted from 1.
  /// - Returns: `nil` for a page that has nothing on it.
  init?(page: Int, size: Int, total: Int) {
    let (offset, overflows) = (page - 1).multipliedReportingOverflow(by: size)
    guard !overflows, offset < total else { return nil }
    self.init(offset: offset, limit: min(size, total - offset))
  }
}
