/// Keys that links carry: whoever knows the key can make the link.
enum SecretKeys {
  /// What stands in the query or the fragment of a link, and is too long and too mixed for a word or a number.
  static func inLink(_ text: String) -> [String] {
    guard text.contains("://"), !text.contains(" "),
      let mark = text.utf8.firstIndex(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") })
    else { return [] }
    let separators: Set<Character> = ["?", "#", "&", ";"]
    return text[mark...].split { separators.contains($0) }.compactMap { item in
      item.split(separator: "=", maxSplits: 1).last.map(String.init)
    }.filter { key in
      key.utf8.count >= 12 && key.utf8.contains { (0x30...0x39).contains($0) }
        && key.utf8.contains { (0x61...0x7A).contains($0.lowercased) }
    }
  }
}
