/// Makes strings of formats that the sampler does not know, or better ones of those that it does.
///
/// ```swift
/// let formats: FormatSamplers = ["sku": { generator in "SKU-\(Int.random(in: 1000...9999, using: &generator))" }]
/// ```
public struct FormatSamplers: Sendable, ExpressibleByDictionaryLiteral {
  /// Makes a string. From the same random numbers comes the same string.
  public typealias Sampler = @Sendable (_ generator: inout SeededGenerator) -> String

  private var samplers: [String: Sampler] = [:]

  public init(dictionaryLiteral elements: (String, Sampler)...) {
    for (format, sampler) in elements { samplers[format] = sampler }
  }

  /// By the value of the keyword `format`.
  public subscript(format: String) -> Sampler? {
    get { samplers[format] }
    set { samplers[format] = newValue }
  }

  var isEmpty: Bool { samplers.isEmpty }
}
