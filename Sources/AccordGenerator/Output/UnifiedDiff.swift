/// Two texts, compared line by line, as `diff -u` prints it.
public struct UnifiedDiff: Sendable {
  private enum Line {
    case same(Substring)
    case removed(Substring)
    case added(Substring)
  }

  private static let context = 3
  /// Beyond so many different lines the cheapest script is not looked for: all are removed, all are added.
  private static let searchLimit = 4_000

  private let lines: [Line]
  private let oldName: String
  private let newName: String

  public init(old: String, new: String, oldName: String, newName: String) {
    self.oldName = oldName
    self.newName = newName
    lines = Self.compare(Self.lines(old), Self.lines(new))
  }

  public var isEmpty: Bool {
    lines.allSatisfy {
      switch $0 {
      case .same: true
      case .removed, .added: false
      }
    }
  }

  private static func lines(_ text: String) -> [Substring] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func compare(_ old: [Substring], _ new: [Substring]) -> [Line] {
    var start = 0
    while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
    var end = 0
    while end < min(old.count, new.count) - start,
      old[old.count - 1 - end] == new[new.count - 1 - end]
    {
      end += 1
    }
    let middle = compareMiddle(
      Array(old[start..<(old.count - end)]), Array(new[start..<(new.count - end)]))
    return old[..<start].map { .same($0) } + middle
      + old[(old.count - end)...].map { .same($0) }
  }

  private static func compareMiddle(_ old: [Substring], _ new: [Substring]) -> [Line] {
    guard old.count + new.count <= searchLimit else {
      return old.map { .removed($0) } + new.map { .added($0) }
    }
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var result: [Line] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, removed.contains(left) {
        result.append(.removed(old[left]))
        left += 1
      } else if right < new.count, added.contains(right) {
        result.append(.added(new[right]))
        right += 1
      } else {
        result.append(.same(old[left]))
        left += 1
        right += 1
      }
    }
    return result
  }

  /// The ranges of lines that are shown: changes with their surroundings.
  private var hunks: [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (index, line) in lines.enumerated() {
      switch line {
      case .same: continue
      case .removed, .added: break
      }
      let start = max(0, index - Self.context)
      let end = min(lines.count, index + Self.context + 1)
      if let last = hunks.last, start <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<end
      } else {
        hunks.append(start..<end)
      }
    }
    return hunks
  }
}

extension UnifiedDiff: CustomStringConvertible {
  public var description: String {
    guard !isEmpty else { return "" }
    var text = "--- \(oldName)\n+++ \(newName)\n"
    var (oldLine, newLine, position) = (0, 0, 0)
    func count(_ range: Range<Int>) -> (old: Int, new: Int) {
      lines[range].reduce(into: (0, 0)) { sums, line in
        switch line {
        case .same: sums = (sums.0 + 1, sums.1 + 1)
        case .removed: sums.0 += 1
        case .added: sums.1 += 1
        }
      }
    }
    for hunk in hunks {
      let skipped = count(position..<hunk.lowerBound)
      oldLine += skipped.old
      newLine += skipped.new
      let size = count(hunk)
      let oldStart = size.old == 0 ? oldLine : oldLine + 1
      let newStart = size.new == 0 ? newLine : newLine + 1
      text += "@@ -\(oldStart),\(size.old) +\(newStart),\(size.new) @@\n"
      for line in lines[hunk] {
        switch line {
        case .same(let line): text += " \(line)\n"
        case .removed(let line): text += "-\(line)\n"
        case .added(let line): text += "+\(line)\n"
        }
      }
      oldLine += size.old
      newLine += size.new
      position = hunk.upperBound
    }
    return text
  }
}
