import AccordJSON

/// Takes secrets out of everything that is shown, also where only a piece of one is left: a server may send
/// back what it was given, whole or encoded (Base64, percent-encoded, hexadecimal, escaped as JSON), and a report
/// may have cut it.
///
/// A run of eight or more bytes of a secret is replaced by the name of the environment variable that holds it.
/// Secrets of four to seven bytes are replaced where they stand as a word of their own, because they may well be
/// a part of another one; shorter ones are no secrets.
public struct Redactor: Sendable {
  private var pieces: [UInt64: Int] = [:]
  private var shortSecrets: [(bytes: [UInt8], owner: Int)] = []
  private var names: [String] = []

  private static let pieceLength = 8

  public init(_ credentials: [PresentedCredential]) {
    for presented in credentials {
      let (_, secret) = presented.credential.parts
      names.append(Self.variable(in: presented.shellValue))
      let owner = names.count - 1
      for part in Self.secretParts(of: secret) { addEncoded(part, owner) }
      addBase64(Array(secret.utf8), owner)
      if let decoded = Base64.decode(standard: secret),
        let colon = decoded.firstIndex(of: UInt8(ascii: ":"))
      {
        // Basic credentials: the password is the secret, the name is not.
        addEncoded(Array(decoded[(colon + 1)...]), owner)
      }
    }
  }

  /// As it is, and as a server may write it.
  private mutating func addEncoded(_ secret: [UInt8], _ owner: Int) {
    add(secret, owner)
    guard secret.count >= 4 else { return }
    addBase64(secret, owner)
    let text = String(decoding: secret, as: UTF8.self)
    let encoded = [
      text.percentEncoded(), text.percentEncoded(keeping: .form),
      text.replacing("/", with: "\\/"), text.replacing("/", with: "\\u002F"),
      text.replacing("/", with: "\\u002f"), secret.hexadecimal,
    ]
    for form in encoded where form != text {
      add(Array(form.utf8), owner)
      add(Array(form.lowercased().utf8), owner)
    }
  }

  /// Whatever stands before it in what is encoded: without the digits that share bits with that, or with what
  /// follows.
  private mutating func addBase64(_ secret: [UInt8], _ owner: Int) {
    guard secret.count >= Self.pieceLength else { return }
    for shift in 0..<3 {
      let bytes = [UInt8](repeating: 0, count: shift) + secret
      let first = (shift * 8 + 5) / 6
      let count = bytes.count * 8 / 6 - first
      for digits in [Base64.encode(standard: bytes), Base64.encode(url: bytes)] {
        let inner = Array(digits.utf8.dropFirst(first).prefix(count))
        add(inner, owner)
      }
    }
  }

  /// The name of the variable that the shell would put there.
  private static func variable(in shell: String) -> String {
    guard let start = shell.firstRange(of: "ACCORD_") else { return "hidden" }
    let name = shell[start.lowerBound...].prefix {
      $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")
    }
    return "$" + name
  }

  /// A token of three parts is secret from its second part on: its first says how it is signed, and is the same
  /// for everybody.
  private static func secretParts(of secret: String) -> [[UInt8]] {
    let parts = secret.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Base64.decode(url: String(parts[0])),
      (try? JSONValue(json: header)) != nil
    else { return [Array(secret.utf8)] }
    return parts.dropFirst().map { Array($0.utf8) }
  }

  private mutating func add(_ secret: [UInt8], _ owner: Int) {
    guard secret.count >= 4 else { return }
    guard secret.count >= Self.pieceLength else {
      shortSecrets.append((secret, owner))
      return
    }
    for start in 0...(secret.count - Self.pieceLength) {
      let piece = Self.piece(of: secret, at: start)
      if pieces[piece] == nil { pieces[piece] = owner }
    }
  }

  private static func piece(of bytes: [UInt8], at start: Int) -> UInt64 {
    bytes[start..<(start + pieceLength)].reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func isWord(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let isLetter: (UInt8) -> Bool = { byte in
      switch byte {
      case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...: true
      default: false
      }
    }
    let begins = range.lowerBound == 0 || !isLetter(bytes[range.lowerBound - 1])
    return begins && (range.upperBound == bytes.count || !isLetter(bytes[range.upperBound]))
  }

  public func redact(_ text: String) -> String {
    guard !names.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var owners = [Int](repeating: -1, count: bytes.count)
    if bytes.count >= Self.pieceLength {
      var piece = Self.piece(of: bytes, at: 0)
      for start in 0...(bytes.count - Self.pieceLength) {
        if start > 0 { piece = piece << 8 | UInt64(bytes[start + Self.pieceLength - 1]) }
        guard let owner = pieces[piece] else { continue }
        for index in start..<(start + Self.pieceLength) { owners[index] = owner }
      }
    }
    for (secret, owner) in shortSecrets where bytes.count >= secret.count {
      for start in 0...(bytes.count - secret.count)
      where bytes[start...].starts(with: secret)
        && Self.isWord(bytes, start..<(start + secret.count))
      {
        for index in start..<(start + secret.count) { owners[index] = owner }
      }
    }
    guard owners.contains(where: { $0 >= 0 }) else { return text }
    var result: [UInt8] = []
    for index in bytes.indices {
      guard owners[index] >= 0 else {
        result.append(bytes[index])
        continue
      }
      if index == 0 || owners[index - 1] != owners[index] {
        result += Array(names[owners[index]].utf8)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
