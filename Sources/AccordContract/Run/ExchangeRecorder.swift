import AccordJSON
import AccordOpenAPI
import HTTPTypes

/// Writes down exchanges for reports, without what nobody should read there: credentials, values that a mask hides
/// from anybody, and what a server gives out to be kept secret.
struct ExchangeRecorder: Sendable {
  let redactor: Redactor
  let context: CheckContext

  /// How many exchanges, differences, and bytes of a body a failure is shown with.
  static let exchangeLimit = 4
  private static let differenceLimit = 20
  private static let bodyLimit = 6000
  private static let fieldLimit = 40

  func record(_ exchange: Exchange) -> RecordedExchange {
    let request = exchange.request
    var fields = request.fields.map { field($0.name.rawName, $0.value) }
    if let presented = request.credential {
      // Not redacted: it holds variables, and what this program made up itself.
      fields.append(
        .init(
          name: presented.credential.name.rawName.onOneLine, value: presented.shellValue.onOneLine))
    }
    let outcome: RecordedExchange.Outcome =
      switch exchange.outcome {
      case .failure(let failure): .failure(redactor.redact("\(failure)".onOneLine))
      case .answer(let answer): .answer(record(answer, to: request))
      }
    return RecordedExchange(
      viewer: request.viewer.name.onOneLine,
      request: .init(
        method: request.method.rawValue, target: shown(request.target), fields: fields,
        body: body(
          String(decoding: request.body.prefix(Self.bodyLimit), as: UTF8.self),
          of: request.body.count, isAbridged: request.body.count > Self.bodyLimit)),
      outcome: outcome)
  }

  private func record(_ answer: Answer, to request: OutgoingRequest) -> RecordedExchange.Answer {
    let fields = answer.fields.prefix(Self.fieldLimit).map { field in
      if field.name == .setCookie {
        let name = field.value.prefix { $0 != "=" && $0 != ";" }
        return self.field(field.name.rawName, "\(name)=(hidden)")
      }
      return hides(field.value)
        ? .init(name: field.name.rawName, value: Self.hidden)
        : self.field(field.name.rawName, field.value)
    }
    return .init(status: answer.status, fields: fields, body: body(of: answer, to: request))
  }

  private static let hidden = "(hidden: a masked value stands in it)"

  private func field(_ name: String, _ value: String) -> RecordedExchange.Field {
    .init(name: name.onOneLine, value: shown(value))
  }

  private func shown(_ text: String) -> String { redactor.redact(text.shortened(to: 1000)) }

  private func hides(_ text: String) -> Bool {
    context.viewers.viewers.contains { context.hidden.hides(text, from: $0) }
  }

  // MARK: - Bodies

  private func body(of answer: Answer, to request: OutgoingRequest) -> RecordedExchange.Body? {
    switch answer.content {
    case .empty: return nil
    case .json(let value):
      let open = opened(value, of: answer, to: request)
      // What nothing was taken out of is shown as it came.
      if open == value, answer.body.count <= Self.bodyLimit {
        let text = String(decoding: answer.body, as: UTF8.self)
        return body(text, of: answer.body.count, isAbridged: false)
      }
      return body(
        open.abridged(to: Self.bodyLimit).serialized(), of: answer.body.count, isAbridged: true)
    case .brokenJSON, .other:
      let text = String(decoding: answer.body.prefix(Self.bodyLimit), as: UTF8.self)
      // A mask's value may be cut off: the whole decides.
      if hides(String(decoding: answer.body.prefix(1 << 20), as: UTF8.self)) {
        return .init(text: Self.hidden, byteCount: answer.body.count, isAbridged: true)
      }
      return body(
        text, of: answer.body.count, isAbridged: answer.body.count > Self.bodyLimit)
    }
  }

  private func body(
    _ text: String, of byteCount: Int, isAbridged: Bool
  ) -> RecordedExchange.Body? {
    guard byteCount > 0 else { return nil }
    // Redacted before it is cut: half a secret is one, too.
    let redacted = redactor.redact(text)
    let cut = String(redacted.unicodeScalars.prefix(Self.bodyLimit))
    return .init(
      text: cut, byteCount: byteCount,
      isAbridged: isAbridged || cut.unicodeScalars.count < redacted.unicodeScalars.count)
  }

  /// The value with outlines in place of what is not for the readers of a report.
  private func opened(
    _ value: JSONValue, of answer: Answer, to request: OutgoingRequest
  ) -> JSONValue {
    var masked: Set<JSONPointer> = []
    if let schema = answer.media(of: request.operation)?.schema {
      for site in context.masks.survey(value, schema).sites
      where site.conditionHolds && site.value != site.replacement {
        masked.insert(site.pointer)
      }
    }
    func open(_ value: JSONValue, at pointer: JSONPointer) -> JSONValue {
      if masked.contains(pointer) { return .string("(masked: \(value.outline))") }
      switch value {
      case .null, .bool, .number: return value
      case .string(let text):
        return hides(text) ? .string("(masked: \(value.outline))") : value
      case .array(let items):
        return .array(
          items.enumerated().map { open($1, at: pointer.appending($0)) })
      case .object(let members):
        var result = JSONDictionary<JSONValue>()
        for (key, member) in members {
          result[key] = open(member, at: pointer.appending(key))
        }
        return .object(result)
      }
    }
    return open(value, at: .root).withoutSecrets
  }

  // MARK: - Differences

  /// Where answers differ that are compared, by what the trial was made for.
  func differences(of trial: Trial, showing requests: [Int]) -> [ValueDifference] {
    // What one answer alone shows, no comparison has found.
    guard requests.count > 1 else { return [] }
    return switch trial.plan.purpose {
    case .mask(let comparison): maskDifferences(trial, comparison)
    case .batch(let comparison): batchDifferences(trial, comparison, requests)
    case .valid, .invalid, .withoutCredentials, .badCredential, .unknownMethod, .ownerMask,
      .ownerSight, .batchParts, .precedent, .story, .undisturbed:
      []
    }
  }

  private func maskDifferences(
    _ trial: Trial, _ comparison: MaskComparison
  ) -> [ValueDifference] {
    guard trial.exchanges.count == 2, let whole = trial.exchanges[0].answer?.json,
      let seen = trial.exchanges[1].answer?.json,
      let schema = trial.exchanges[0].answer?.media(of: trial.exchanges[0].request.operation)?
        .schema
    else { return [] }
    let sites = context.masks.survey(whole, schema).sites
    var view = MaskedComparison(viewer: trial.exchanges[1].request.viewer, sites: sites)
    for pair in MaskCheck.pairs(comparison.scope, whole, seen, context.ownership) {
      view.compare(pair.whole, pair.seen, at: pair.pointer)
    }
    return view.differences.prefix(Self.differenceLimit).map { difference in
      let pointer = text(of: difference.pointer)
      return switch difference.kind {
      case .notMasked(let site, let got):
        ValueDifference(
          exchange: 1, pointer: pointer, expected: text(of: site.replacement),
          got: redactor.redact(got.outline))
      case .omitted(let site):
        ValueDifference(
          exchange: 1, pointer: pointer, expected: text(of: site.replacement), got: nil)
      case .changed(let expected, let got, let site):
        ValueDifference(
          exchange: 1, pointer: pointer,
          expected: expected.map { site == nil ? text(of: $0) : redactor.redact($0.outline) },
          got: got.map { site == nil ? text(of: $0) : redactor.redact($0.outline) })
      }
    }
  }

  private func batchDifferences(
    _ trial: Trial, _ comparison: BatchComparison, _ requests: [Int]
  ) -> [ValueDifference] {
    guard let whole = trial.exchanges.first?.answer?.json else { return [] }
    return comparison.singles.filter { requests.contains($0.request) }.flatMap { single in
      guard trial.exchanges.indices.contains(single.request),
        let answer = trial.exchanges[single.request].answer,
        let key = ParameterEncoder.scalar(single.key)
      else { return [ValueDifference]() }
      let pointer = JSONPointer(tokens: [key]).appending(single.slice)
      let expected = answer.isSuccess ? answer.json : comparison.batch.absent?.value.value
      guard let expected, let slice = whole[pointer] else { return [] }
      return JSONDifference.all(expected, slice, limit: Self.differenceLimit).map {
        ValueDifference(
          exchange: 0, pointer: text(of: pointer.appending($0.pointer)),
          expected: $0.left.map(text),
          got: $0.right.map(text))
      }
    }.prefix(Self.differenceLimit).map { $0 }
  }

  private func text(of pointer: JSONPointer) -> String { shown("\(pointer)") }

  private func text(of value: JSONValue) -> String {
    let isOpen = !HiddenValues.strings(of: value).contains(where: hides)
    return redactor.redact(isOpen ? value.serialized().shortened(to: 300) : value.outline)
  }
}
