/// Where a page is in a list of which the number of items is known.
///
/// Items before it are skipped one by one, so it is counted from the end that is nearer: the first pages of
/// a list and its last ones take the same time, however long it is.
struct ListPart: Sendable, Hashable {
  /// How many items are skipped: those in front of the page, or those behind it.
  var offset: Int
  /// How many items the page has, one at least.
  var limit: Int
  var isFromEnd: Bool
}

extension ListPart {
  /// - Parameter page: counted from 1.
  /// - Returns: `nil` for a page that has nothing on it.
  init?(page: Int, size: Int, total: Int) {
    let (before, overflows) = (page - 1).multipliedReportingOverflow(by: size)
    guard !overflows, before < total else { return nil }
    limit = min(size, total - before)
    let behind = total - before - limit
    isFromEnd = behind < before
    offset = isFromEnd ? behind : before
  }
}
