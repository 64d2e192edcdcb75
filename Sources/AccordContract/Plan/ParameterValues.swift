import AccordJSON
import AccordOpenAPI
import AccordSchema

/// The values that a parameter is tried with.
struct ParameterValues {
  let parameter: Parameter
  let schema: CompiledSchema?
  /// Given on the command line: what exists and belongs to the first viewer.
  let pool: [JSONValue]
  let examples: [JSONValue]
  private var sampler: Sampler?

  init(
    _ parameter: Parameter, schema: CompiledSchema?, pool: [String], seed: UInt64,
    formats: FormatSamplers
  ) {
    self.parameter = parameter
    self.schema = schema
    let kinds = schema?.acceptedKinds() ?? [.string]
    let isList = kinds.contains(.array) && !kinds.contains(.string)
    self.pool = pool.map { isList ? .array([.string($0)]) : .string($0) }
      .filter { Plausibility.isWritable($0, in: parameter) }
    sampler = schema.map { Sampler($0, direction: .request, seed: seed, formats: formats) }
    let given =
      switch parameter.serialization {
      case .content(let media): parameter.examples + media.examples
      case .style: parameter.examples
      }
    let declared = given.map(\.value).filter { value in
      schema?.isValid(value, direction: .request) ?? true
    }
    let known = declared + (sampler?.examples().map(\.value) ?? [])
    examples = known.filter { Plausibility.isTransparent($0, in: parameter) }
  }

  /// The value to use where another parameter is the point.
  var typical: JSONValue? {
    pool.first ?? examples.first ?? simplest
  }

  /// Typed as the schema has it, for mutations.
  var typicalTyped: JSONValue? { examples.first ?? simplest }

  private var simplest: JSONValue? {
    guard let sampler else { return "accord" }
    if let simplest = sampler.simplest(), Plausibility.isTransparent(simplest, in: parameter) {
      return simplest
    }
    return boundaries.first?.value ?? Self.unlikelyCandidates(seed: 1).first(where: accepts)
  }

  var boundaries: [Sample] {
    sampler?.boundaries().filter { Plausibility.isTransparent($0.value, in: parameter) } ?? []
  }

  /// A few values from one end of the range to the other, where there is a range, and one between: for
  /// parameters that choose what a list shows.
  var windowValues: [JSONValue] {
    var result: [JSONValue] = []
    let known = boundaries.map(\.value) + examples
    let integers = known.compactMap { $0.number?.integer(as: Int.self) }
    if let least = integers.min(), let most = integers.max() {
      let between = [least + 1, least + 4, most / 2].filter { $0 > least && $0 < most }
      for integer in [least] + between + [most] {
        let value = JSONValue.number(JSONNumber(integer))
        if accepts(value), !result.contains(value) { result.append(value) }
      }
    }
    return result.isEmpty ? Array(known.prefix(4)) : result
  }

  mutating func random() -> JSONValue? {
    for _ in 0..<10 {
      guard let value = sampler?.random() else { return typicalTyped }
      if Plausibility.isTransparent(value, in: parameter) { return value }
    }
    return typicalTyped
  }

  /// A value that nothing is called: for operations that would destroy what exists.
  func unlikely(seed: UInt64) -> JSONValue? {
    Self.unlikelyCandidates(seed: seed).first(where: accepts)
  }

  private func accepts(_ value: JSONValue) -> Bool {
    schema?.isValid(value, direction: .request) ?? (value.kind == .string)
  }

  private static func unlikelyCandidates(seed: UInt64) -> [JSONValue] {
    var generator = SeededGenerator(seed: seed)
    let digits = String(UInt64.random(in: 1 << 60 ... .max, using: &generator), radix: 16)
    let node = String(UInt64.random(in: 1 << 60 ... .max, using: &generator), radix: 16).prefix(12)
    let group = { (from: Int) in digits.dropFirst(from).prefix(4) }
    return [
      .string("accord-unknown-\(digits.prefix(8))"),
      .string(
        "\(digits.prefix(8))-\(group(8))-4\(group(12).prefix(3))-a\(group(2).prefix(3))-\(node)"),
      .number(JSONNumber(Int64.random(in: 1_900_000_000...2_100_000_000, using: &generator))),
      .string(String(digits.prefix(8))),
    ]
  }
}
