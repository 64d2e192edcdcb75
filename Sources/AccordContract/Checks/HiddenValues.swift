import AccordJSON

/// Texts that masks hide from viewers: what must not turn up anywhere else, as it is or encoded.
///
/// Only texts that are too long and too particular to be anywhere by accident are kept: addresses, links,
/// sentences, and what is at least 20 characters long.
struct HiddenValues: Sendable {
  /// Bytes to look for, by the first eight of them.
  private typealias Table = [UInt64: [[UInt8]]]

  /// What is hidden from one viewer, in the forms in which it may show.
  private struct Forms {
    /// Where case matters: sentences, and Base 64.
    var exact: Table = [:]
    /// In lower case: what is no sentence, such as links and keys, and hexadecimal digits.
    var folded: Table = [:]
  }

  private var forms: [String: Forms] = [:]
  /// Texts that were looked at, for each viewer: they need not be looked at in every answer.
  private var seen: [String: Set<String>] = [:]
  private(set) var count = 0

  private static let maximumCount = 2000
  private static let maximumSeen = 20_000

  /// - Parameter open: strings that stand at places which everybody may see: what somebody is called, or where
  ///   they are written to, is often said in several places, and then not hidden at all.
  mutating func learn(_ sites: [MaskSite], open: [String], viewer: ViewerAccess) {
    var lowercased: [String]?
    for site in sites where site.conditionHolds && !site.isVisible(to: viewer) {
      guard let value = site.value, value != site.replacement else { continue }
      for text in Self.strings(of: value) where isNew(text, viewer.name) {
        for key in SecretKeys.inLink(text) where !open.contains(where: { $0.contains(key) }) {
          insert(key, viewer.name, isFolded: true)
        }
        guard Self.isParticular(text) else { continue }
        let isOpen = open.contains { $0.contains(text) }
        if isOpen, Self.isOftenRepeated(text) { continue }
        // A sentence may stand in a title with other capitals; so may a link, where it is open in other ones.
        let lower = text.lowercased()
        let others = lowercased ?? open.map { $0.lowercased() }
        lowercased = others
        insert(
          text, viewer.name,
          isFolded: !text.contains(" ") && (isOpen || !others.contains { $0.contains(lower) }))
      }
    }
  }

  private mutating func isNew(_ text: String, _ viewer: String) -> Bool {
    guard seen[viewer]?.count ?? 0 < Self.maximumSeen else { return false }
    return seen[viewer, default: []].insert(text).inserted
  }

  private mutating func insert(_ text: String, _ viewer: String, isFolded: Bool) {
    guard count < Self.maximumCount else { return }
    count += 1
    let bytes = Array(text.utf8)
    for form in [bytes] + Self.base64Forms(of: bytes) {
      guard let head = Self.head(of: form, at: 0) else { continue }
      forms[viewer, default: Forms()].exact[head, default: []].append(form)
    }
    for text in [Array(bytes.hexadecimal.utf8)] + (isFolded ? [bytes] : []) {
      let form = text.map(\.lowercased)
      guard let head = Self.head(of: form, at: 0) else { continue }
      forms[viewer, default: Forms()].folded[head, default: []].append(form)
    }
  }

  /// What Base 64 makes of the text inside of another one: three ways, by where it begins, in two alphabets.
  private static func base64Forms(of text: [UInt8]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    for offset in 0..<3 {
      let padded = [UInt8](repeating: 0, count: offset) + text
      // Characters that what stands before or behind has a share in are left out.
      let first = (offset * 8 + 5) / 6
      let end = padded.count * 8 / 6
      guard end - first >= 12 else { continue }
      for encoded in [Base64.encode(standard: padded), Base64.encode(url: padded)] {
        let form = Array(Array(encoded.utf8)[first..<end])
        if !result.contains(form) { result.append(form) }
      }
    }
    return result
  }

  /// Whether something that is hidden from the viewer stands in the text, as it is, or encoded for URLs, in
  /// JSON, for HTML, in Base 64 or in hexadecimal; links and keys in capitals or small letters, too.
  func hides(_ text: String, from viewer: ViewerAccess) -> Bool {
    hides(Array(text.utf8), from: viewer)
  }

  func hides(_ text: [UInt8], from viewer: ViewerAccess) -> Bool {
    guard let forms = forms[viewer.name] else { return false }
    var bytes = text
    if Self.contains(bytes, forms) { return true }
    // What is encoded may have been encoded once more on its way into another text.
    for _ in 0..<2 {
      guard let decoded = Self.decoded(bytes) else { return false }
      bytes = decoded
      if Self.contains(bytes, forms) { return true }
    }
    return false
  }

  private static func contains(_ bytes: [UInt8], _ forms: Forms) -> Bool {
    contains(bytes, forms.exact) || contains(bytes.map(\.lowercased), forms.folded)
  }

  private static func contains(_ bytes: [UInt8], _ table: Table) -> Bool {
    guard var head = head(of: bytes, at: 0) else { return false }
    for start in 0...(bytes.count - 8) {
      if start > 0 { head = head << 8 | UInt64(bytes[start + 7]) }
      guard let candidates = table[head] else { continue }
      if candidates.contains(where: { bytes[start...].starts(with: $0) }) { return true }
    }
    return false
  }

  /// Percent-encoding, the escapes of JSON and HTML's entities taken back; `nil` if there is none of them.
  private static func decoded(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.contains(where: { $0 == 0x25 || $0 == 0x5C || $0 == 0x26 }) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let rest = bytes[index...]
      let (decoded, length) = decodedCharacter(rest)
      result += decoded
      index += length
    }
    return result.count == bytes.count ? nil : result
  }

  private static let entities: [(name: [UInt8], text: UInt8)] = [
    (Array("&amp;".utf8), 0x26), (Array("&quot;".utf8), 0x22), (Array("&lt;".utf8), 0x3C),
    (Array("&gt;".utf8), 0x3E), (Array("&#39;".utf8), 0x27), (Array("&#x27;".utf8), 0x27),
    (Array("&#x2F;".utf8), 0x2F),
  ]

  private static func decodedCharacter(_ rest: ArraySlice<UInt8>) -> ([UInt8], length: Int) {
    let start = rest.startIndex
    func digits(_ from: Int, _ count: Int) -> UInt32? {
      guard start + from + count <= rest.endIndex else { return nil }
      return UInt32(
        String(decoding: rest[(start + from)..<(start + from + count)], as: UTF8.self), radix: 16)
    }
    switch rest[start] {
    case 0x25:
      if let value = digits(1, 2) { return ([UInt8(value)], 3) }
    case 0x5C:
      if rest.dropFirst().first == UInt8(ascii: "u"), let value = digits(2, 4),
        let scalar = Unicode.Scalar(value)
      {
        return (Array(String(scalar).utf8), 6)
      }
      if let next = rest.dropFirst().first, [0x22, 0x2F, 0x5C].contains(next) {
        return ([next], 2)
      }
    case 0x26:
      if let entity = entities.first(where: { rest.starts(with: $0.name) }) {
        return ([entity.text], entity.name.count)
      }
    default: break
    }
    return ([rest[start]], 1)
  }

  func concerns(_ viewer: ViewerAccess) -> Bool { forms[viewer.name] != nil }

  private static func head(of bytes: [UInt8], at start: Int) -> UInt64? {
    guard start + 8 <= bytes.count else { return nil }
    return bytes[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func isParticular(_ text: String) -> Bool {
    guard text.utf8.count >= 12 else { return false }
    if text.utf8.count >= 20 { return true }
    return text.contains("@") || text.contains("://")
      || text.utf8.count { $0 == 0x20 } >= 3
  }

  /// Mail addresses name people, and short texts may be the same by chance.
  private static func isOftenRepeated(_ text: String) -> Bool {
    text.utf8.count < 20 || (text.contains("@") && !text.contains(" "))
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

extension UInt8 {
  /// Of an ASCII letter the small one; else the same.
  var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
