/// What decides, together with the seed, which cases a run has: the same in all its shards.
public struct RunSettings: Sendable, Hashable {
  /// Stands for the whole document with its overlays; another document has another one.
  public var documentFingerprint: String
  /// How many requests are generated for one operation.
  public var casesPerOperation: Int
  public var allowsWrites: Bool
  /// Stands for what was given: of which parameters how many values, and the names of bad credentials. The values
  /// may differ, because each machine may have a server of its own.
  public var givenFingerprint: String
}

/// FNV-1a with 64 bits: the same on every machine. Tells mistakes apart, not attacks.
struct Fingerprint {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func combine(_ text: String) {
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    // No text has this byte: "ab", "c" is not "a", "bc".
    hash = (hash ^ 0xFF) &* 0x100_0000_01B3
  }

  /// Not negative.
  var number: Int { Int(truncatingIfNeeded: hash >> 1) }

  /// 16 hexadecimal digits.
  var text: String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
