public import AccordOpenAPI
import AccordJSON

/// Changes that somebody has looked at and accepted, each with the reason and the day on which it must be looked
/// at again:
///
/// ```yaml
/// ignore:
///   - rule: enum-value-added
///     subject: schema Room/properties/platform     # optional: all subjects
///     reason: our clients keep unknown platforms
///     until: 2026-12-31
/// ```
public struct IgnoreFile: Sendable {
  public struct Entry: Sendable {
    public var rule: Rule
    /// As ``Subject/description`` has it; `nil`: any.
    public var subject: String?
    public var reason: String
    /// `2026-12-31`, the last day on which it counts.
    public var until: String
    public var location: Location
  }

  public private(set) var entries: [Entry] = []
  public private(set) var diagnostics: [Diagnostic] = []

  /// Reads the file. What is wrong in it is reported, and the entry does not count.
  public init(_ root: Node) {
    guard let list = root["ignore"]?.array else {
      diagnostics.append(
        Diagnostic(
          .error, "an ignore file holds a list called `ignore`", at: root.location,
          remedy: "write `ignore:` and below it entries with rule, reason and until"))
      return
    }
    entries = list.compactMap { read($0) }
  }

  private mutating func read(_ node: Node) -> Entry? {
    guard let rule = text("rule", of: node), let reason = text("reason", of: node),
      let until = text("until", of: node)
    else { return nil }
    guard let known = Rule(rawValue: rule) else {
      diagnostics.append(
        Diagnostic(
          .error, "there is no rule '\(rule)'", at: node["rule"]?.location ?? node.location,
          remedy: "use the name that `accord diff` shows in brackets"))
      return nil
    }
    guard Self.isDate(until) else {
      diagnostics.append(
        Diagnostic(
          .error, "'\(until)' is no date", at: node["until"]?.location ?? node.location,
          remedy: "write it as 2026-12-31"))
      return nil
    }
    return Entry(
      rule: known, subject: node["subject"]?.string, reason: reason, until: until,
      location: node.location)
  }

  private mutating func text(_ key: String, of node: Node) -> String? {
    if let text = node[key]?.string, !text.isEmpty { return text }
    diagnostics.append(
      Diagnostic(
        .error, "an entry needs `\(key)`", at: node[key]?.location ?? node.location,
        remedy: "an ignored change says which rule, why, and until when"))
    return nil
  }

  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2],
      parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
      let month = Int(parts[1]), let day = Int(parts[2])
    else { return false }
    return (1...12).contains(month) && (1...31).contains(day)
  }

  /// The changes that are not ignored, and what there is to say about entries that no longer do anything.
  ///
  /// - Parameter today: `2026-11-24`.
  public func apply(
    to changes: [Change], today: String
  ) -> (changes: [Change], diagnostics: [Diagnostic]) {
    var used: Set<Int> = []
    let left = changes.filter { change in
      let matching = entries.indices.filter { index in
        entries[index].rule == change.rule
          && entries[index].subject.map { $0 == change.subject.description } ?? true
      }
      used.formUnion(matching)
      return !matching.contains { entries[$0].until >= today }
    }
    let notes = entries.enumerated().compactMap { index, entry -> Diagnostic? in
      if entry.until < today {
        return Diagnostic(
          .warning, "this entry has expired on \(entry.until)", at: entry.location,
          remedy: "look at the change again")
      }
      guard !used.contains(index) else { return nil }
      return Diagnostic(
        .note, "nothing matches this entry any more", at: entry.location, remedy: "take it away")
    }
    return (left, notes)
  }
}
