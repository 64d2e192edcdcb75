import AccordGenerator
import AccordJSON
import AccordOpenAPI
import AccordSchema

/// Proof that generated types lose nothing: samples of a document's schemas, and a program that reads them into the
/// types and writes them again. Everybody else compiles and runs it, and ``compare(_:)`` judges what it wrote.
///
/// From the same document and seed come the same samples.
package struct RoundTrip: Sendable {
  /// One line of the program's input.
  package struct Sample: Sendable {
    /// An index into ``subjects``.
    package var subject: Int
    package var value: JSONValue
    package var summary: String
    /// Whether the schema allows the value: then `validate()` must have nothing to say. What an open enum keeps for
    /// servers to come is not allowed today.
    package var isValid: Bool
  }

  package private(set) var subjects: [RoundTripSubject]
  package private(set) var samples: [Sample] = []
  /// Examples of the document that its own schemas do not allow. They are not tried.
  package private(set) var invalidExamples = 0
  /// The types for which no valid value was found, which is what a schema that contradicts itself allows.
  package private(set) var unsampled: [String] = []

  /// - Parameter limit: how many samples the sampler gives of a schema at most, variations of them not counted.
  package init(_ document: OpenAPIDocument, _ plan: APIPlan, seed: UInt64, limit: Int = 60) {
    subjects = SubjectFinder(document, plan).subjects
    let resources = Self.resources(of: document)
    let compiled = CompiledSchema.compile(
      subjects.map {
        SchemaLocation(uri: SchemaResources.uri(ofFile: $0.schema.file), pointer: $0.schema.pointer)
      }, of: resources)
    let variations = VariationFinder(plan)
    for (index, (subject, result)) in zip(subjects, compiled).enumerated() {
      guard let schema = try? result.get() else { continue }
      // Whether there may be nothing is said where a named type is used, not by the type.
      if schema.isValid(.null) { subjects[index].type = subject.type.asOptional }
      add(index, subjects[index], schema, variations, seed: seed &+ UInt64(index), limit: limit)
    }
  }

  private mutating func add(
    _ index: Int, _ subject: RoundTripSubject, _ schema: CompiledSchema,
    _ variations: VariationFinder, seed: UInt64, limit: Int
  ) {
    var seen: Set<JSONValue> = []
    var found = 0
    func append(_ value: JSONValue, _ summary: String, isValid: Bool = true) {
      guard seen.insert(value).inserted else { return }
      samples.append(Sample(subject: index, value: value, summary: summary, isValid: isValid))
    }
    for direction in [Direction.request, .response] where subject.directions.contains(direction) {
      func isValid(_ value: JSONValue) -> Bool { schema.isValid(value, direction: direction) }
      for example in subject.examples {
        if isValid(example) {
          append(example, "an example of the document")
        } else {
          invalidExamples += 1
        }
      }
      var sampler = Sampler(
        schema, direction: direction, seed: seed, limits: SamplerLimits(maximumSamples: limit))
      var bases: [JSONValue] = []
      for sample in sampler.boundaries() {
        append(sample.value, sample.summary)
        if bases.count < 2 { bases.append(sample.value) }
        found += 1
      }
      for _ in 0..<4 {
        guard let value = sampler.random() else { break }
        append(value, "a random value")
        bases.append(value)
        found += 1
      }
      for base in bases {
        for variation in variations.variations(of: base, as: subject.type) {
          if isValid(variation.value) {
            append(variation.value, variation.summary)
          } else if variation.isBeyondTheDocument {
            append(variation.value, variation.summary, isValid: false)
          }
        }
      }
    }
    if found == 0 { unsampled.append(subject.type.text) }
  }

  private static func resources(of document: OpenAPIDocument) -> SchemaResources {
    let dialect: Dialect =
      switch document.version {
      case .v3_0: .openAPI30
      case .v3_1, .v3_2: .openAPI31
      }
    var resources = SchemaResources(dialect: dialect)
    let root = document.root
    resources.add(root.value, uri: SchemaResources.uri(ofFile: root.location.file.path))
    for file in document.otherFiles {
      resources.add(file.root.value, uri: SchemaResources.uri(ofFile: file.path))
    }
    return resources
  }

  // MARK: - The program

  /// What the program reads: one line `[index of the subject, value]` for each sample.
  package var input: String {
    var lines = ""
    for sample in samples {
      lines += "[\(sample.subject),\(sample.value.serialized())]\n"
    }
    return lines
  }

  /// The source of a program in the same module as the generated types. For each line it writes `=` and the value
  /// after decoding and encoding, `?` and what `validate()` reports before the value, or `!` and an error.
  package var program: String {
    // In functions of a bounded size: the compiler's memory grows with the longest one.
    let size = 100
    var functions = ""
    for start in stride(from: 0, to: subjects.count, by: size) {
      let cases = subjects[start..<min(start + size, subjects.count)].enumerated().map {
        "  case \(start + $0.offset): return try roundTrip((\($0.element.type.text)).self, bytes)\n"
      }
      functions += """
        func roundTrip\(start / size)(_ index: Int, _ bytes: [UInt8]) throws(JSONError) -> String {
          switch index {
        \(cases.joined())  default: return "! no such subject"
          }
        }


        """
    }
    let calls = stride(from: 0, to: subjects.count, by: size).map {
      "    case \($0 / size): return try roundTrip\($0 / size)(index, bytes)\n"
    }
    return """
      import AccordRuntime

      func roundTrip<Model: JSONReadable & JSONWritable>(
        _ type: Model.Type, _ bytes: [UInt8]
      ) throws(JSONError) -> String {
        let model = try Model(json: bytes)
        let json = String(decoding: try model.json(), as: UTF8.self)
        var validator = Validator(.body)
        validator.validate(model)
        guard let violation = validator.violations.first else { return "=" + json }
        let text = "\\(violation)".split(whereSeparator: \\.isNewline).joined(separator: " ")
        return "?\\(text)\\t\\(json)"
      }

      \(functions)
      func roundTrip(_ line: String) -> String {
        do throws(JSONError) {
          guard let pair = try JSONValue(parsing: line).array, pair.count == 2,
            let index = pair[0].number?.integer(as: Int.self)
          else { return "!no such line" }
          let bytes = try pair[1].json()
          switch index / \(size) {
      \(calls.joined())    default: return "!no such subject"
          }
        } catch {
          return "!" + "\\(error)".split(whereSeparator: \\.isNewline).joined(separator: " ")
        }
      }

      while let line = readLine() { print(roundTrip(line)) }

      """
  }

  // MARK: - The verdict

  package struct Verdict: Sendable {
    /// Values that were not read, or came back as others.
    package var lost: [String] = []
    /// Values that came back, but of which `validate()` says that the schema does not allow them, though it does.
    package var refused: [String] = []
  }

  /// What is wrong with what the program wrote.
  package func compare(_ output: String) -> Verdict {
    var verdict = Verdict()
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    guard lines.count == samples.count else {
      verdict.lost = ["the program answered \(lines.count) of \(samples.count) samples"]
      return verdict
    }
    for (sample, line) in zip(samples, lines) {
      let subject = subjects[sample.subject]
      func tell(_ problem: some StringProtocol) -> String {
        "\(subject.type.text) \(problem) (#\(subject.schema.pointer), \(sample.summary)): \(sample.value.serialized())"
      }
      var json = line.dropFirst()
      switch line.first {
      case "=": break
      case "?":
        let parts = json.split(separator: "\t", maxSplits: 1)
        if sample.isValid {
          verdict.refused.append(tell("is refused by validate(): \(parts.first ?? "")"))
        }
        json = parts.last ?? ""
      default:
        verdict.lost.append(tell("is not read: \(json)"))
        continue
      }
      if let problem = problem(of: sample.value, json) { verdict.lost.append(tell(problem)) }
    }
    return verdict
  }

  private func problem(of value: JSONValue, _ json: Substring) -> String? {
    guard let result = try? JSONValue(parsing: String(json)) else { return "came back as no JSON" }
    guard result != value else { return nil }
    let place = Self.difference(value, result)
    return "came back with another value at '\(JSONPointer(tokens: place))'"
  }

  /// Where two different values differ first.
  private static func difference(_ left: JSONValue, _ right: JSONValue) -> [String] {
    switch (left, right) {
    case (.object(let left), .object(let right)):
      for key in left.keys + right.keys where left[key] != right[key] {
        guard let first = left[key], let second = right[key] else { return [key] }
        return [key] + difference(first, second)
      }
    case (.array(let left), .array(let right)):
      for (index, pair) in zip(left, right).enumerated() where pair.0 != pair.1 {
        return ["\(index)"] + difference(pair.0, pair.1)
      }
    case (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _): break
    }
    return []
  }
}
