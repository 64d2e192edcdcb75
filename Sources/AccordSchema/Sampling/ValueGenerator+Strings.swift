import AccordJSON
import AccordPatterns

extension ValueGenerator {
  /// Strings that are worth trying, the usual one first.
  mutating func strings(_ shape: SampleShape, at place: Place) -> [(JSONValue, String)] {
    let patterns = shape.strings.compactMap { rules -> RegularExpression? in
      if case .expression(let expression) = rules.pattern { expression } else { nil }
    }
    let candidates: [(String, String)]
    let own = formats.isEmpty ? nil : shape.formats.compactMap { formats[$0] }.first
    if let own {
      candidates = [(own(&chooser.generator), "a string of its format")]
    } else if let pattern = patterns.first {
      candidates = strings(matching: pattern, shape)
    } else if let format = shape.strings.compactMap(\.format).first {
      candidates = strings(of: format, shape)
    } else {
      candidates = texts(shape)
    }
    let longest = limits.maximumStringLength
    return candidates.filter { $0.0.unicodeScalars.count <= longest }
      .map { (.string($0.0), $0.1) }
  }

  private mutating func strings(
    of format: StringFormat, _ shape: SampleShape
  ) -> [(String, String)] {
    var result = FormatSamples.typical(format).map { ($0, "a string of format \(format.rawValue)") }
    if chooser.mode == .random {
      let random = FormatSamples.random(format, using: &chooser.generator)
      result += Array(repeating: (random, "a random string"), count: result.count)
    }
    // The format may be one that leaves room for lengths.
    let (minimum, maximum) = shape.lengths
    if minimum > 0 || maximum != nil {
      if format == .byte {
        result.append((String(repeating: "aGVs", count: (minimum + 3) / 4), "of a length to fit"))
      }
      result += texts(shape).filter { format.matches($0.0) }
    }
    return result
  }

  private mutating func strings(
    matching pattern: RegularExpression, _ shape: SampleShape
  ) -> [(String, String)] {
    let (minimum, maximum) = shape.lengths
    var result: [(String, String)] = []
    func add(
      _ length: PatternSampler.Length, exactly count: Int?, _ label: String,
      _ generator: inout SeededGenerator
    ) {
      // Look-around and alternatives of other lengths make some strings miss.
      for _ in 0..<12 {
        guard
          let text = PatternSampler.sample(pattern, length: length, using: &generator),
          pattern.matches(text).isMatch ?? false,
          count.map({ $0 == text.unicodeScalars.count }) ?? shape.allows(length: text)
        else { continue }
        result.append((text, label))
        return
      }
    }
    add(.random, exactly: nil, "a string that matches the pattern", &chooser.generator)
    if result.isEmpty {
      add(.about(minimum), exactly: nil, "a string that matches the pattern", &chooser.generator)
    }
    if chooser.mode != .random {
      add(.shortest, exactly: nil, "the shortest match of the pattern", &chooser.generator)
      if minimum > 0 {
        add(.about(minimum), exactly: minimum, "of the minimum length", &chooser.generator)
      }
      if let maximum, maximum <= limits.maximumStringLength {
        add(.about(maximum), exactly: maximum, "of the maximum length", &chooser.generator)
      }
    }
    if result.isEmpty { result = Self.assorted.map { ($0, "a string") } }
    return result
  }

  /// Strings with a little of everything, for patterns that ask for it by look-ahead.
  private static let assorted = ["Aa1!Aa1!", "Aa1!Aa1!Aa1!Aa1!", "abc", "123", "ABC-123", "a"]

  private mutating func texts(_ shape: SampleShape) -> [(String, String)] {
    let (minimum, maximum) = shape.lengths
    guard minimum <= limits.maximumStringLength else { return [] }
    let word =
      chooser.mode == .systematic
      ? FormatSamples.words[0]
      : FormatSamples.words[chooser.generator.below(FormatSamples.words.count)]
    var text = word
    if chooser.mode == .random { text += "-\(chooser.generator.below(1000))" }
    var result = [(Self.fitted(text, minimum, maximum), "a string")]
    guard chooser.mode != .random || chooser.generator.below(3) == 0 else { return result }
    result.append(
      (
        Self.fitted("", minimum, maximum),
        minimum == 0 ? "an empty string" : "of the minimum length"
      ))
    if let maximum, maximum <= limits.maximumStringLength {
      result.append((Self.fitted(text, max(minimum, maximum), maximum), "of the maximum length"))
    }
    result.append((Self.fitted("Grüße 東京 🎈", minimum, maximum), "with characters beyond ASCII"))
    return result
  }

  /// The text, repeated or cut to a length in between.
  static func fitted(_ text: String, _ minimum: Int, _ maximum: Int?) -> String {
    var scalars = Array(text.unicodeScalars)
    let filler = scalars.isEmpty ? Array("abcdefghij".unicodeScalars) : scalars
    while scalars.count < minimum { scalars.append(filler[scalars.count % filler.count]) }
    if let maximum, scalars.count > maximum { scalars.removeLast(scalars.count - maximum) }
    var result = ""
    result.unicodeScalars.append(contentsOf: scalars)
    return result
  }
}

extension SampleShape {
  func allows(length text: String) -> Bool {
    let count = text.unicodeScalars.count
    return count >= lengths.minimum && count <= lengths.maximum ?? .max
  }
}
