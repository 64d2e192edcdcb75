import AccordJSON
import AccordOpenAPI

extension OperationComparison {
  // MARK: - Parameters

  mutating func compareParameters() {
    let renamed = Dictionary(
      zip(before.path.parameterNames, after.path.parameterNames).map { (ExactString($0), $1) },
      uniquingKeysWith: { $1 })
    var left = after.parameters
    for parameter in before.parameters {
      let name =
        parameter.place == .path
        ? renamed[ExactString(parameter.name)] ?? parameter.name : parameter.name
      if let index = left.firstIndex(where: { $0.isCalled(name, parameter.place) }) {
        compare(parameter, left.remove(at: index))
      } else {
        // Whoever still sends it is refused by a strict server and misunderstood by others.
        report(
          .parameterRemoved, parameter.title, .risky,
          parameter.place == .path
            ? "it is gone" : "it is gone; what clients still send is ignored, or refused",
          old: parameter.location)
      }
    }
    for parameter in left {
      report(
        parameter.isRequired ? .requiredParameterAdded : .parameterAdded, parameter.title,
        parameter.isRequired ? .breaking : .compatible,
        parameter.isRequired ? "it is new, and must be given" : "it is new, and optional",
        new: parameter.location)
    }
  }

  private mutating func compare(_ old: Parameter, _ new: Parameter) {
    if old.isRequired != new.isRequired {
      report(
        new.isRequired ? .parameterBecameRequired : .parameterBecameOptional, new.title,
        new.isRequired ? .breaking : .compatible,
        new.isRequired ? "it must be given now" : "it may be left out now", old: old.location,
        new: new.location)
    }
    if old.isDeprecated != new.isDeprecated {
      report(
        .parameterDeprecated, new.title, .none,
        new.isDeprecated ? "it is deprecated now" : "it is no longer deprecated",
        old: old.location, new: new.location)
    }
    compareStyles(old, new)
    compare(old.schema, new.schema, new.title, .request, at: (old.location, new.location))
  }

  private mutating func compareStyles(_ old: Parameter, _ new: Parameter) {
    func report(_ verdict: Verdict, _ reason: String) {
      self.report(
        .parameterStyleChanged, new.title, verdict, reason, old: old.location, new: new.location)
    }
    switch (old.serialization, new.serialization) {
    case (.style(let style, let explode, _, let schema), .style(let other, let others, _, _)):
      guard style != other || explode != others else { return }
      // How a list is written does not matter to what is no list; a prefix matters to everything.
      let isScalar = isScalar(schema)
      let isPrefixed: (Parameter.Style) -> Bool = { $0 == .label || $0 == .matrix }
      guard !isScalar || isPrefixed(style) || isPrefixed(other) || other == .deepObject else {
        return
      }
      report(
        .breaking,
        "the style was \(style.rawValue)\(explode ? ", exploded," : "") and is \(other.rawValue)\(others ? ", exploded" : "")"
      )
    case (.content(let type), .content(let other)):
      if type.essence != other.essence {
        report(.breaking, "the content type was \(type.name) and is \(other.name)")
      }
    case (.style, .content), (.content, .style):
      report(.breaking, "it is written in another way")
    }
  }

  private func isScalar(_ schema: Schema) -> Bool {
    let types = SchemaFacets(schema, in: old).types ?? []
    return !types.isEmpty && types.isDisjoint(with: [.array, .object])
  }

  // MARK: - Bodies

  mutating func compareBody() {
    switch (before.requestBody, after.requestBody) {
    case (nil, nil): return
    case (nil, let body?):
      report(
        body.isRequired ? .requiredBodyAdded : .bodyAdded, "request body",
        body.isRequired ? .breaking : .compatible,
        body.isRequired ? "it is new, and must be sent" : "it is new, and optional",
        new: body.location)
    case (let body?, nil):
      report(
        .bodyRemoved, "request body", .risky,
        "it is gone; what clients still send is ignored, or refused", old: body.location)
    case (let old?, let new?): compare(old, new)
    }
  }

  private mutating func compare(_ old: RequestBody, _ new: RequestBody) {
    if old.isRequired != new.isRequired {
      report(
        new.isRequired ? .bodyBecameRequired : .bodyBecameOptional, "request body",
        new.isRequired ? .breaking : .compatible,
        new.isRequired ? "it must be sent now" : "it may be left out now", old: old.location,
        new: new.location)
    }
    for media in old.content {
      if let other = new.content.first(where: { $0.essence == media.essence }) {
        compare(
          media.schema, other.schema, "request body, \(other.name)", .request,
          at: (media.location, other.location))
        compareEncodings(media, other)
      } else if new.content.contains(where: { $0.covers(media) }) {
        continue
      } else {
        report(
          .requestContentTypeRemoved, "request body", .breaking,
          "\(media.name) is no longer understood", old: media.location, new: new.location)
      }
    }
    for media in new.content
    where !old.content.contains(where: { $0.essence == media.essence || $0.covers(media) }) {
      report(
        .requestContentTypeAdded, "request body", .compatible, "\(media.name) is understood, too",
        old: old.location, new: media.location)
    }
  }

  private mutating func compareEncodings(_ old: MediaType, _ new: MediaType) {
    guard old.encoding?.value != new.encoding?.value else { return }
    report(
      .encodingChanged, "request body, \(new.name)", .risky,
      "parts of it are written in another way",
      old: old.location, new: new.location)
  }
}

extension Parameter {
  /// `query parameter page`
  fileprivate var title: String { "\(place.rawValue) parameter \(name)" }

  /// Names of header fields are the same in every case.
  fileprivate func isCalled(_ name: String, _ place: Parameter.Place) -> Bool {
    guard self.place == place else { return false }
    return place == .header
      ? self.name.lowercased() == name.lowercased() : self.name.isExactly(name)
  }
}

extension MediaType {
  /// Whether this is a range such as `image/*` that the other one is in.
  func covers(_ other: MediaType) -> Bool {
    guard essence.hasSuffix("/*") else { return false }
    return essence == "*/*" || other.essence.hasPrefix(essence.dropLast())
  }
}
