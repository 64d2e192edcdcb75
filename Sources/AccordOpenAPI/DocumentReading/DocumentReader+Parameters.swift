import AccordJSON

extension DocumentReader {
  /// The parameters of a path or an operation; of those with the same name and place the first.
  func readParameters(_ owner: Part) -> [Parameter] {
    var result: [Parameter] = []
    var positions: [Parameter.Key: Int] = [:]
    for item in items("parameters", of: owner) {
      guard let parameter = readParameter(item) else { continue }
      if let first = positions[parameter.key] {
        report(
          .warning,
          "the \(parameter.place.rawValue) parameter '\(parameter.name)' stands twice, first at \(result[first].location)",
          at: item.location, "remove one of the two")
      } else {
        positions[parameter.key] = result.count
        result.append(parameter)
      }
    }
    return result
  }

  func readParameter(_ item: Part) -> Parameter? {
    guard let part = followed(item) else { return nil }
    if let known = parameters[part.schemaID] { return known }
    let parameter = makeParameter(part)
    parameters[part.schemaID] = .some(parameter)
    return parameter
  }

  private func makeParameter(_ part: Part) -> Parameter? {
    guard let name = requiredString("name", of: part, what: "a parameter"),
      let place = readPlace(part, name: name)
    else { return nil }
    if place == .header, Self.ignoredHeaders.contains(name.lowercased()) {
      log.note(.ignoredHeaderParameter, at: part.location)
      return nil
    }
    let isRequired = flag("required", of: part) ?? false
    if place == .path, !isRequired { log.note(.optionalPathParameter, at: part.location) }
    return Parameter(
      name: name, place: place, isRequired: isRequired || place == .path,
      isDeprecated: flag("deprecated", of: part) ?? false,
      allowsEmptyValue: flag("allowEmptyValue", of: part) ?? false,
      description: string("description", of: part),
      serialization: readSerialization(part, place: place), examples: readExamples(part),
      pointer: part.pointer, location: part.location)
  }

  /// OAS 3.1, section 4.8.12.2.1: their definition "SHALL be ignored".
  private static let ignoredHeaders: Set<String> = ["accept", "content-type", "authorization"]

  private func readPlace(_ part: Part, name: String) -> Parameter.Place? {
    guard let text = requiredString("in", of: part, what: "the parameter '\(name)'") else {
      return nil
    }
    if let place = Parameter.Place(rawValue: text) { return place }
    let remedy =
      switch text {
      case "body", "formData": "that is Swagger 2.0; write a `requestBody`"
      case "querystring": "a whole query string is not supported; describe its parameters"
      default:
        Spelling.remedy(
          for: text, among: Parameter.Place.allCases.map(\.rawValue), otherwise: "correct it")
      }
    report(
      .warning, "the parameter '\(name)' cannot be in '\(text)'; it is ignored",
      at: part["in"]?.location ?? part.location, remedy)
    return nil
  }

  private func readSerialization(
    _ part: Part, place: Parameter.Place
  ) -> Parameter.Serialization {
    if part["schema"] == nil, let media = readContent(part).first { return .content(media) }
    let style = readStyle(part, place: place)
    return .style(
      style, explode: flag("explode", of: part) ?? (style == .form),
      allowReserved: flag("allowReserved", of: part) ?? false,
      schema: readValueSchema(part))
  }

  private func readStyle(_ part: Part, place: Parameter.Place) -> Parameter.Style {
    let (usual, allowed): (Parameter.Style, [Parameter.Style]) =
      switch place {
      case .path: (.simple, [.simple, .label, .matrix])
      case .query: (.form, [.form, .spaceDelimited, .pipeDelimited, .deepObject])
      case .header: (.simple, [.simple])
      case .cookie: (.form, [.form])
      }
    guard let text = string("style", of: part) else { return usual }
    if let style = Parameter.Style(rawValue: text), allowed.contains(style) { return style }
    report(
      .warning,
      "a \(place.rawValue) parameter cannot have the style '\(text)'; it is read as '\(usual.rawValue)'",
      at: part["style"]?.location ?? part.location,
      "possible are " + allowed.map { "'\($0.rawValue)'" }.joined(separator: ", "))
    return usual
  }

  /// The member `schema`. Where there is none, the value may be anything: a schema without keywords, which is
  /// not in the table, because it stands nowhere.
  private func readValueSchema(_ part: Part) -> Schema {
    if let schema = subschema("schema", of: part) { return schema }
    report(
      .warning, "the parameter has neither `schema` nor `content`; its value may be anything",
      at: part.location, "add a schema")
    return Schema(
      id: SchemaID(file: part.file.path, pointer: part.pointer.appending("schema")),
      location: part.location, keywords: SchemaKeywords())
  }

  /// The values of `example` and of the examples by name.
  func readExamples(_ part: Part) -> [Node] {
    var result: [Node] = []
    if let example = part.node["example"] { result.append(example) }
    guard let examples = part["examples"] else { return result }
    if let list = examples.node.array {
      // No list by the specification, but what is meant is plain.
      return result + list
    }
    for member in members("examples", of: part) {
      guard let example = followed(member.value) else { continue }
      if let value = example.node["value"] ?? example.node["dataValue"] { result.append(value) }
    }
    return result
  }
}

extension Parameter {
  /// What tells parameters of an operation apart.
  struct Key: Hashable {
    var name: ExactString
    var place: Place
  }

  var key: Key { Key(name: ExactString(name), place: place) }
}
