import AccordJSON

/// What is masked in one place is not shown in another.
public struct LeakCheck: ExchangeCheck {
  public let name = "leak"
  public let explanation =
    "A value that a mask hides from a viewer stands nowhere else in what that viewer gets."

  public init() {}

  public func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict {
    let viewer = request.viewer
    guard context.hidden.concerns(viewer), request.credential == viewer.presented else {
      return .notApplicable
    }
    if let field = answer.fields.first(where: { context.hidden.hides($0.value, from: viewer) }) {
      return broken("header \(field.name.canonicalName)", "the header field \(field.name)", request)
    }
    guard let json = answer.json else {
      let text = String(decoding: answer.body, as: UTF8.self)
      return context.hidden.hides(text, from: viewer)
        ? broken("body", "the body", request) : .holds
    }
    // Most answers hold nothing of the kind, and need no closer look.
    guard context.hidden.hides(answer.body, from: viewer) else { return .holds }
    let schema = answer.media(of: request.operation)?.schema
    let masked = Set(schema.map { context.masks.survey(json, $0).sites.map(\.pointer) } ?? [])
    var found: JSONPointer?
    func search(_ value: JSONValue, _ pointer: JSONPointer) {
      // What stands at a mask is the mask check's.
      guard found == nil, !masked.contains(pointer) else { return }
      switch value {
      case .string(let text):
        if context.hidden.hides(text, from: viewer) { found = pointer }
      case .array(let items):
        for (index, item) in items.enumerated() { search(item, pointer.appending(index)) }
      case .object(let members):
        for (key, value) in members {
          if context.hidden.hides(key, from: viewer) { found = found ?? pointer }
          search(value, pointer.appending(key))
        }
      case .null, .bool, .number: break
      }
    }
    search(json, .root)
    guard let found else { return .holds }
    return broken(found.generalised, "\(found)", request)
  }

  private func broken(_ signature: String, _ place: String, _ request: OutgoingRequest) -> Verdict {
    .broken([
      Finding(
        signature: signature, location: request.operation?.location,
        expected: "nothing that is hidden from \(request.viewer.name)",
        got: "a hidden value at \(place)")
    ])
  }
}
