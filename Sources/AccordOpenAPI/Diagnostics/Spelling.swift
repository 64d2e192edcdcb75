/// Finds what somebody may have meant by a name that does not exist.
package enum Spelling {
  /// The candidate that takes the fewest changes to make of `name`, if it is near enough to be meant.
  static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.unicodeScalars.prefix(longestName))
    var best: (name: String, distance: Int)?
    for candidate in candidates.prefix(mostCandidates) {
      let limit = min(best.map { $0.distance - 1 } ?? .max, max(1, wanted.count / 3))
      let scalars = Array(candidate.unicodeScalars.prefix(longestName))
      guard abs(scalars.count - wanted.count) <= limit,
        let distance = distance(wanted, scalars, atMost: limit)
      else { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  private static let longestName = 100
  private static let mostCandidates = 5_000

  /// Damerau-Levenshtein distance, as far as adjacent letters that changed places.
  private static func distance(
    _ left: [Unicode.Scalar], _ right: [Unicode.Scalar], atMost limit: Int
  ) -> Int? {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let isSame =
          left[row].properties.lowercaseMapping == right[column].properties.lowercaseMapping
        var cost = min(
          previous[column] + (isSame ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current.append(cost)
      }
      guard (current.min() ?? 0) <= limit else { return nil }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count] <= limit ? previous[right.count] : nil
  }

  /// `did you mean 'x'?`, or the possible names if they are few, or `fallback`.
  package static func remedy(
    for name: String, among candidates: [String], otherwise fallback: String
  ) -> String {
    if let nearest = nearest(to: name, among: candidates) { return "did you mean '\(nearest)'?" }
    if !candidates.isEmpty, candidates.count <= 12 {
      return "possible are " + candidates.map { "'\($0)'" }.joined(separator: ", ")
    }
    return fallback
  }
}
