import AccordJSON
import AccordOpenAPI

extension OperationPlanner {
  /// What one of the content types of a body becomes.
  struct PlannedContent {
    var mediaType: MediaType
    var content: ContentPlan
    var checks: [CheckPlan] = []
  }

  func body(
    _ body: RequestBody, of method: Operation.Method, typeName: String
  ) -> BodyPlan? {
    guard let first = body.content.first else { return nil }
    let contents = distinct(
      body.content.map { mediaType in
        let suffix = mediaType.isJSON || body.content.count == 1 ? "" : contentTypeName(mediaType)
        return requestContent(of: mediaType, named: typeName + suffix + "Body")
      }, of: method)
    guard contents.count > 1 else {
      let only = contents.first
      return BodyPlan(
        content: only?.content ?? .encoded([first.name]), isRequired: body.isRequired,
        checks: only?.checks ?? [])
    }
    var scope = NameScope()
    let choices = contents.map { planned in
      AnswerCasePlan(
        status: .default, name: caseName(of: planned.content, in: &scope), content: planned.content)
    }
    return BodyPlan(
      content: .choice(name: types.claim(typeName + "Content")), isRequired: body.isRequired,
      checks: [], choices: choices)
  }

  /// JSON first. A server has to read what a client may send, so that each content type is one of its own but JSON
  /// under another name. Of a patch, the name says what is done with the value (RFC 5789, section 2).
  private func distinct(
    _ contents: [PlannedContent], of method: Operation.Method
  ) -> [PlannedContent] {
    var seen: Set<[String]> = []
    return jsonFirst(contents).filter { planned in
      let isOwn = !planned.content.isJSON || method == .patch && !planned.mediaType.isPlainJSON
      return seen.insert([planned.content.text, isOwn ? planned.mediaType.kind : "json"]).inserted
    }
  }

  /// JSON first, and nothing that is the same value in another notation: a client asks for JSON.
  func distinct(_ contents: [PlannedContent]) -> [PlannedContent] {
    let json = contents.filter(\.content.isJSON)
    var seen: Set<[String]> = []
    return jsonFirst(contents).filter { planned in
      if !planned.content.isJSON,
        json.contains(where: { document.saysTheSame(planned.mediaType, as: $0.mediaType) })
      {
        return false
      }
      return seen.insert([
        planned.content.text, planned.content.isJSON ? "json" : planned.mediaType.kind,
      ]).inserted
    }
  }

  private func jsonFirst(_ contents: [PlannedContent]) -> [PlannedContent] {
    contents.filter(\.content.isJSON) + contents.filter { !$0.content.isJSON }
  }

  // MARK: - One content type

  private func requestContent(of mediaType: MediaType, named name: String) -> PlannedContent {
    func planned(_ content: ContentPlan, _ checks: [CheckPlan] = []) -> PlannedContent {
      PlannedContent(mediaType: mediaType, content: content, checks: checks)
    }
    if mediaType.essence == "application/x-www-form-urlencoded", let schema = mediaType.schema {
      let use = types.use(of: schema, named: name)
      return planned(.form(use.type.unwrapped, styles(of: mediaType)), use.checks)
    }
    if mediaType.essence.hasPrefix("multipart/") {
      let type = types.multipart(
        mediaType, named: name, styles: styles(of: mediaType), members: members(of:))
      return planned(
        type.map { .multipart($0, contentType: mediaType.name) } ?? .encoded([mediaType.name]))
    }
    if isJSON(mediaType) {
      var use = TypeUse(.value)
      if let schema = mediaType.schema { use = types.use(of: schema, named: name) }
      return planned(
        .json(use.type, contentType: mediaType.isJSON ? mediaType.name : "application/json"),
        use.checks)
    }
    let content = other(mediaType, named: name)
    // Of a range, the caller has to say which type it is.
    if case .stream = content, mediaType.essence.contains("*") {
      return planned(.encoded([mediaType.name]))
    }
    return planned(content)
  }

  func answerContent(of mediaType: MediaType, named name: String) -> ContentPlan {
    guard isJSON(mediaType) else { return other(mediaType, named: name) }
    guard let schema = mediaType.schema else { return .json(.value, contentType: mediaType.name) }
    return .json(types.use(of: schema, named: name).type, contentType: mediaType.name)
  }

  private func other(_ mediaType: MediaType, named name: String) -> ContentPlan {
    if let framing = mediaType.framing {
      return .items(items(of: mediaType, framing, named: name))
    }
    return mediaType.essence.hasPrefix("text/") && !isBinary(mediaType)
      ? .text(contentType: mediaType.name) : .stream(contentType: mediaType.name)
  }

  /// Any type of content with a schema that only JSON can meet is JSON: some frameworks say `*/*`.
  private func isJSON(_ mediaType: MediaType) -> Bool {
    if mediaType.framing != nil { return false }
    if mediaType.isJSON { return true }
    guard mediaType.essence == "*/*" || mediaType.essence == "application/*",
      let schema = mediaType.schema, !isBinary(mediaType)
    else { return false }
    return switch types.shapes.form(of: document.schemas.resolve(schema) ?? schema) {
    case .object, .array, .tuple, .map, .union: true
    case .any, .single, .scalar, .enumeration, .values: false
    }
  }

  private func isBinary(_ mediaType: MediaType) -> Bool {
    guard let schema = mediaType.schema else { return false }
    let resolved = document.schemas.resolve(schema) ?? schema
    return resolved.format == "binary" || resolved.contentEncoding != nil
  }

  /// `itemSchema`, or the schema of an array's items. Any other schema is taken for that of one item: before
  /// OpenAPI 3.2 there was no other way to say what items are.
  private func items(
    of mediaType: MediaType, _ framing: ItemsPlan.Framing, named name: String
  ) -> ItemsPlan {
    var schema = mediaType.itemSchema
    if schema == nil, let whole = mediaType.schema {
      let resolved = document.schemas.resolve(whole) ?? whole
      schema = resolved.items ?? whole
    }
    // Of an event, its data.
    if framing == .events, let item = schema,
      let data = (document.schemas.resolve(item) ?? item).properties
        .first(where: { $0.name == "data" })?.schema, mediaType.itemSchema != nil
    {
      schema = (document.schemas.resolve(data) ?? data).contentSchema ?? data
    }
    let type = schema.map { types.use(of: $0, named: name + "Item").type }
    let usual: TypeReference = framing == .events ? .string : .value
    return ItemsPlan(
      type: type ?? usual, framing: framing, isText: (type ?? usual) == .string,
      contentType: mediaType.name)
  }

  private func styles(of mediaType: MediaType) -> [FormStylePlan] {
    (mediaType.encoding?.object?.members ?? []).compactMap { member in
      let encoding = member.value
      let style = encoding["style"]?.string.flatMap(Parameter.Style.init)
      let isReserved = encoding["allowReserved"]?.bool ?? false
      if style == nil, encoding["explode"] == nil, !isReserved {
        guard let type = encoding["contentType"]?.string, type.hasSuffix("json") else { return nil }
        return FormStylePlan(name: member.key, style: .json, isReserved: false)
      }
      let explodes = encoding["explode"]?.bool ?? ((style ?? .form) == .form)
      return FormStylePlan(
        name: member.key, style: Self.style(style ?? .form, isExploded: explodes),
        isReserved: isReserved)
    }
  }

  // MARK: - Names

  func contentTypeName(_ mediaType: MediaType) -> String {
    var scope = NameScope()
    let content = other(mediaType, named: "")
    return naming.typeName(
      mediaType.essence.hasPrefix("application/x-www-form")
        ? "form" : caseName(of: content, in: &scope))
  }

  func caseName(of content: ContentPlan, in scope: inout NameScope) -> String {
    let essence = (content.contentTypes.first ?? "").prefix { $0 != ";" }.lowercased()
    let subtype = essence.split(separator: "/").last.map(String.init) ?? "none"
    let name: String =
      switch content {
      case .none, .choice: "none"
      case .multipart: "multipart"
      case .json: essence == "application/json" || essence.contains("*") ? "json" : subtype
      case .form: "form"
      case .items(let items): items.framing.rawValue
      case .text, .bytes, .stream, .encoded:
        switch essence {
        case "text/plain", "text/*": "text"
        case "application/octet-stream", "*/*", "application/*": "bytes"
        case _ where essence.hasPrefix("multipart/"): "multipart"
        case _ where essence.hasSuffix("/*"): String(essence.dropLast(2))
        default: subtype
        }
      }
    return ReservedNames.escaped(scope.claim(naming.memberName(name)))
  }
}

extension ContentPlan {
  var isJSON: Bool {
    if case .json = self { return true }
    return false
  }
}

extension MediaType {
  /// How items follow one another in a body of this type, if it is one of items.
  var framing: ItemsPlan.Framing? {
    switch essence {
    case "text/event-stream": .events
    case "application/json-seq": .records
    case _ where essence.hasSuffix("+json-seq"): .records
    case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl",
      "application/jsonlines", "application/x-jsonlines", "application/x-json-stream",
      "application/stream+json", "text/jsonl", "text/x-ndjson":
      .lines
    default: nil
    }
  }
}
