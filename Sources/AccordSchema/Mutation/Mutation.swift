import AccordJSON

/// A value that breaks one demand of a schema.
public struct Mutation: Sendable, Hashable {
  /// The whole value, with the one change.
  public let value: JSONValue
  /// Where it was changed.
  public let instance: JSONPointer
  /// The demand that it breaks.
  public let keyword: String
  /// Such as `without the required member "name"`.
  public let summary: String

  public init(value: JSONValue, instance: JSONPointer, keyword: String, summary: String) {
    self.value = value
    self.instance = instance
    self.keyword = keyword
    self.summary = summary
  }
}

/// Makes invalid values out of a valid one. Each breaks one stated demand, and the validator has confirmed that
/// it breaks that one and no other.
public struct Mutator: Sendable {
  public let schema: CompiledSchema
  public let direction: Direction
  public let limits: SamplerLimits
  private let seed: UInt64

  public init(
    _ schema: CompiledSchema, direction: Direction, seed: UInt64,
    limits: SamplerLimits = SamplerLimits()
  ) {
    self.schema = schema
    self.direction = direction
    self.seed = seed
    self.limits = limits
  }

  /// - Parameter value: a valid value. For one that is not, there is nothing to give out.
  /// - Returns: at most ``SamplerLimits/maximumSamples``, those near the surface of the value first.
  public func mutations(of value: JSONValue) -> [Mutation] {
    guard schema.isValid(value, direction: direction) else { return [] }
    var finder = MutationFinder(
      program: schema.program, direction: direction, limits: limits, seed: seed)
    finder.visit(value, against: [schema.root], at: .root)
    let candidates = finder.candidates.enumerated().sorted {
      ($0.element.place.tokens.count, $0.offset) < ($1.element.place.tokens.count, $1.offset)
    }.map(\.element)
    var result: [Mutation] = []
    // Of several ways to break one demand at one place, the first that works is enough.
    var done: Set<MutationCandidate.Aim> = []
    for candidate in candidates where result.count < limits.maximumSamples {
      guard !done.contains(candidate.aim),
        let mutated = value.replacing(candidate.place.tokens[...], with: candidate.replacement),
        breaksOnly(candidate, mutated)
      else { continue }
      done.insert(candidate.aim)
      result.append(
        Mutation(
          value: mutated, instance: candidate.breaking, keyword: candidate.keyword,
          summary: candidate.summary))
    }
    return result
  }

  private func breaksOnly(_ candidate: MutationCandidate, _ value: JSONValue) -> Bool {
    let result = schema.validate(value, direction: direction)
    guard !result.violations.isEmpty, !result.isIncomplete else { return false }
    return result.violations.allSatisfy { violation in
      switch violation.keyword {
      case "anyOf", "oneOf", "not":
        // Which of the branches was meant is not said; but it has to be here, or around here.
        candidate.breaking.tokens.starts(with: violation.instance.tokens)
      default:
        violation.instance == candidate.breaking
          && (violation.keyword.isExactly(candidate.keyword)
            || violation.schema.pointer.tokens.contains { $0.isExactly(candidate.keyword) })
      }
    }
  }
}

/// A change that may make a value invalid.
struct MutationCandidate {
  /// What is replaced.
  let place: JSONPointer
  let replacement: JSONValue
  /// Where the violation will be: the place, or something inside.
  let breaking: JSONPointer
  let keyword: String
  let summary: String
  /// Tells apart several ways to break the same demand that are all worth trying.
  var variant = ""

  /// Candidates of one aim stand for one another.
  struct Aim: Hashable {
    let breaking: JSONPointer
    let keyword: String
    let variant: String
  }

  var aim: Aim { Aim(breaking: breaking, keyword: keyword, variant: variant) }
}

extension JSONValue {
  /// This value with another one at a place; `nil` if there is no such place.
  fileprivate func replacing(_ tokens: ArraySlice<String>, with value: JSONValue) -> JSONValue? {
    guard let token = tokens.first else { return value }
    switch self {
    case .object(var members):
      guard let changed = members[token]?.replacing(tokens.dropFirst(), with: value) else {
        return nil
      }
      members[token] = changed
      return .object(members)
    case .array(var items):
      guard let index = JSONPointer.index(token), items.indices.contains(index),
        let changed = items[index].replacing(tokens.dropFirst(), with: value)
      else { return nil }
      items[index] = changed
      return .array(items)
    case .null, .bool, .number, .string: return nil
    }
  }
}
