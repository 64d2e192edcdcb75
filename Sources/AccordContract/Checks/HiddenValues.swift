import AccordJSON

/// Texts that masks hide from viewers: what must not turn up anywhere else.
///
/// Only texts that are too long and too particular to be anywhere by accident are kept: addresses, links,
/// sentences, and what is at least 20 characters long.
struct HiddenValues: Sendable {
  /// Texts by their first eight bytes, for each viewer.
  private var texts: [String: [UInt64: [[UInt8]]]] = [:]
  private(set) var count = 0

  private static let maximumCount = 2000

  /// - Parameter open: strings that stand at places which everybody may see: nothing of that is hidden.
  mutating func learn(_ sites: [MaskSite], open: [String], viewer: ViewerAccess) {
    for site in sites where site.conditionHolds && !site.isVisible(to: viewer) {
      guard let value = site.value, value != site.replacement else { continue }
      for text in Self.strings(of: value) where Self.isParticular(text) {
        if open.contains(where: { $0.contains(text) }) { continue }
        insert(Array(text.utf8), viewer.name)
      }
    }
  }

  private mutating func insert(_ text: [UInt8], _ viewer: String) {
    guard count < Self.maximumCount, let head = Self.head(of: text, at: 0) else { return }
    if texts[viewer]?[head]?.contains(text) ?? false { return }
    texts[viewer, default: [:]][head, default: []].append(text)
    count += 1
  }

  /// Whether something that is hidden from the viewer stands in the text.
  func hides(_ text: String, from viewer: ViewerAccess) -> Bool {
    guard let table = texts[viewer.name] else { return false }
    let bytes = Array(text.utf8)
    guard bytes.count >= 8 else { return false }
    for start in 0...(bytes.count - 8) {
      guard let head = Self.head(of: bytes, at: start), let candidates = table[head] else {
        continue
      }
      if candidates.contains(where: { bytes[start...].starts(with: $0) }) { return true }
    }
    return false
  }

  func concerns(_ viewer: ViewerAccess) -> Bool { texts[viewer.name] != nil }

  private static func head(of bytes: [UInt8], at start: Int) -> UInt64? {
    guard start + 8 <= bytes.count else { return nil }
    return bytes[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func isParticular(_ text: String) -> Bool {
    guard text.utf8.count >= 12 else { return false }
    if text.utf8.count >= 20 { return true }
    return text.contains("@") || text.contains("://") || text.utf8.count { $0 == 0x20 } >= 3
  }

  static func strings(of value: JSONValue) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let items): items.flatMap(strings)
    case .object(let members): members.values.flatMap(strings)
    case .null, .bool, .number: []
    }
  }
}
