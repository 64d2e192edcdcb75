import AccordPatterns

/// Host names: RFC 1123, section 2.1, with the labels of internationalized names: RFC 5890 to 5893.
enum HostnameFormat {
  static func isHostname(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count <= 253, bytes.allSatisfy({ $0 < 0x80 }) else { return false }
    return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
      isLabel($0, reservesHyphens: false)
    }
  }

  static func isInternationalizedHostname(_ text: String) -> Bool {
    // RFC 3490, section 3.1: ideographic full stops separate labels as well.
    let labels = text.unicodeScalars.split(omittingEmptySubsequences: false) {
      ".\u{3002}\u{FF0E}\u{FF61}".unicodeScalars.contains($0)
    }
    var length = labels.count - 1
    for label in labels {
      if label.allSatisfy(\.isASCII) {
        guard isLabel(Array(label.map { UInt8($0.value) })[...], reservesHyphens: true) else {
          return false
        }
        length += label.count
      } else {
        guard InternationalLabel.isValid(Array(label)),
          let encoded = Punycode.encode(Array(label)), encoded.count + 4 <= 63
        else { return false }
        length += encoded.count + 4
      }
    }
    return length <= 253
  }

  /// - Parameter reservesHyphens: whether hyphens in the third and fourth place are for encoded labels only
  ///   (RFC 5891, section 4.2.3.1), and not for any host (RFC 1123).
  private static func isLabel(_ label: ArraySlice<UInt8>, reservesHyphens: Bool) -> Bool {
    let hyphen = UInt8(ascii: "-")
    guard (1...63).contains(label.count), label.first != hyphen, label.last != hyphen,
      label.allSatisfy({ $0.isASCIILetter || $0.isDigit || $0 == hyphen })
    else { return false }
    let characters = label.map { $0.isASCIILetter ? $0 | 0x20 : $0 }
    guard characters.count >= 4, characters[2] == hyphen, characters[3] == hyphen else {
      return true
    }
    guard characters.starts(with: "xn".utf8) else { return !reservesHyphens }
    guard let decoded = Punycode.decode(characters[4...]), !decoded.allSatisfy(\.isASCII),
      Punycode.encode(decoded).map({ $0.elementsEqual(characters[4...]) }) ?? false
    else { return false }
    return InternationalLabel.isValid(decoded)
  }
}

/// The encoding of internationalized labels in ASCII: RFC 3492.
enum Punycode {
  private static let base = 36
  private static let minimum = 1
  private static let maximum = 26

  static func decode(_ bytes: ArraySlice<UInt8>) -> [Unicode.Scalar]? {
    var output: [UInt32] = []
    var input = bytes
    if let delimiter = bytes.lastIndex(of: UInt8(ascii: "-")) {
      output = bytes[..<delimiter].map(UInt32.init)
      input = bytes[(delimiter + 1)...]
    }
    guard !input.isEmpty else { return nil }
    var state = (scalar: 128, index: 0, bias: 72)
    while !input.isEmpty {
      let previous = state.index
      var weight = 1
      var position = base
      while true {
        guard let digit = input.popFirst().flatMap(digit) else { return nil }
        state.index += digit * weight
        guard state.index < 1 << 32 else { return nil }
        let threshold = min(max(position - state.bias, minimum), maximum)
        if digit < threshold { break }
        weight *= base - threshold
        guard weight < 1 << 32 else { return nil }
        position += base
      }
      state.bias = adapt(
        state.index - previous, count: output.count + 1, isFirst: previous == 0)
      state.scalar += state.index / (output.count + 1)
      state.index %= output.count + 1
      guard state.scalar <= 0x10FFFF else { return nil }
      output.insert(UInt32(state.scalar), at: state.index)
      state.index += 1
    }
    let scalars = output.compactMap(Unicode.Scalar.init)
    return scalars.count == output.count ? scalars : nil
  }

  static func encode(_ label: [Unicode.Scalar]) -> [UInt8]? {
    // Labels have at most 63 characters; this bounds the loops below.
    guard label.count <= 63 else { return nil }
    var output = label.filter(\.isASCII).map { UInt8($0.value) }
    var handled = output.count
    let basic = handled
    if basic > 0 { output.append(UInt8(ascii: "-")) }
    var (scalar, delta, bias) = (128, 0, 72)
    while handled < label.count {
      let larger = label.map { Int($0.value) }.filter { $0 >= scalar }
      guard let next = larger.min() else { return nil }
      delta += (next - scalar) * (handled + 1)
      scalar = next
      for character in label.map({ Int($0.value) }) {
        if character < scalar { delta += 1 }
        guard character == scalar else { continue }
        append(delta, bias: bias, to: &output)
        bias = adapt(delta, count: handled + 1, isFirst: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      scalar += 1
    }
    return output
  }

  private static func append(_ delta: Int, bias: Int, to output: inout [UInt8]) {
    let digits = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
    var rest = delta
    var position = base
    while true {
      let threshold = min(max(position - bias, minimum), maximum)
      if rest < threshold { break }
      output.append(digits[threshold + (rest - threshold) % (base - threshold)])
      rest = (rest - threshold) / (base - threshold)
      position += base
    }
    output.append(digits[rest])
  }

  private static func digit(_ byte: UInt8) -> Int? {
    if byte.isDigit { return Int(byte) - 48 + 26 }
    return byte.isASCIILetter ? Int(byte | 0x20) - 97 : nil
  }

  private static func adapt(_ delta: Int, count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var position = 0
    while delta > (base - minimum) * maximum / 2 {
      delta /= base - minimum
      position += base
    }
    return position + (base - minimum + 1) * delta / (delta + 38)
  }
}

/// Which characters may stand in an internationalized label, and where: RFC 5891, section 4.2, and RFC 5892.
enum InternationalLabel {
  static func isValid(_ label: [Unicode.Scalar]) -> Bool {
    guard let first = label.first, let last = label.last, first != "-", last != "-",
      !(label.count >= 4 && label[2] == "-" && label[3] == "-"),
      !isMark(first)
    else { return false }
    return label.indices.allSatisfy { isAllowed(at: $0, in: label) }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  private static func isAllowed(at index: Int, in label: [Unicode.Scalar]) -> Bool {
    let scalar = label[index]
    let before = index > 0 ? label[index - 1] : nil
    let after = index + 1 < label.count ? label[index + 1] : nil
    // The contextual rules of RFC 5892, appendix A, and the exceptions of its section 2.6.
    switch scalar.value {
    case 0x200C, 0x200D: return before?.properties.canonicalCombiningClass == .virama
    case 0xB7: return before == "l" && after == "l"
    case 0x375: return after.map { isIn("Greek", $0) } ?? false
    case 0x5F3, 0x5F4: return before.map { isIn("Hebrew", $0) } ?? false
    case 0x30FB:
      return label.contains { isIn("Hiragana", $0) || isIn("Katakana", $0) || isIn("Han", $0) }
    case 0x660...0x669: return !label.contains { (0x6F0...0x6F9).contains($0.value) }
    case 0x6F0...0x6F9: return !label.contains { (0x660...0x669).contains($0.value) }
    case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007: return true
    case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark,
      .decimalNumber:
      return isStable(scalar)
    default: return scalar == "-"
    }
  }

  /// Compatibility forms and the like change when they are normalized, and are not allowed.
  private static func isStable(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isDefaultIgnorableCodePoint == false
      && !scalar.properties.changesWhenNFKCCaseFolded
  }

  private static func isIn(_ script: String, _ scalar: Unicode.Scalar) -> Bool {
    UnicodeProperty.scripts[script]?.contains { $0.contains(scalar.value) } ?? false
  }
}
