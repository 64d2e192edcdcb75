import AccordJSON

extension DocumentReader {
  func readRequestBody(_ operation: Part) -> RequestBody? {
    guard let item = operation["requestBody"] else { return nil }
    return readRequestBody(at: item)
  }

  func readRequestBody(at item: Part) -> RequestBody? {
    guard let part = followed(item) else { return nil }
    if let known = requestBodies[part.schemaID] { return known }
    guard part.node.kind == .object else {
      report(
        .warning, "`requestBody` must be an object, but is \(part.node.kind.withArticle)",
        at: part.location, "describe the body by its `content`")
      return nil
    }
    let body = RequestBody(
      isRequired: flag("required", of: part) ?? false,
      description: string("description", of: part), content: readContent(part),
      pointer: part.pointer, location: part.location)
    requestBodies[part.schemaID] = .some(body)
    return body
  }

  func readContent(_ owner: Part) -> [MediaType] {
    members("content", of: owner).compactMap { member in
      guard let part = followed(member.value) else { return nil }
      guard part.node.kind == .object else {
        report(
          .warning, "a media type must be an object, but is \(part.node.kind.withArticle)",
          at: part.location, "write `schema` here, or {} for any content")
        return nil
      }
      var mediaType = MediaType(
        name: member.key, schema: subschema("schema", of: part),
        itemSchema: subschema("itemSchema", of: part), examples: readExamples(part),
        encoding: part.node["encoding"], pointer: part.pointer, location: member.keyLocation)
      mediaType.partHeaders = members("encoding", of: part).compactMap { member in
        let headers = members("headers", of: member.value).compactMap(readHeader)
        return headers.isEmpty ? nil : (member.key, headers)
      }
      return mediaType
    }
  }

  // MARK: - Responses

  func readResponses(_ operation: Part) -> [Response] {
    guard let responses = member("responses", of: operation, wanted: .object) else {
      if operation["responses"] == nil, version == .v3_0 {
        report(
          .warning, "the operation has no `responses`", at: operation.location,
          "describe at least what it answers on success")
      }
      return []
    }
    return (responses.members ?? []).compactMap { member in
      if member.key.isExtensionName { return nil }
      guard let status = readStatus(member), let part = followed(member.value) else { return nil }
      var response = readResponse(part)
      response.status = status
      response.componentName = componentName(member.value, kind: "responses")
      return response
    }
  }

  private func readStatus(_ member: Part.Member) -> Response.Status? {
    if member.key == "default" { return .default }
    let bytes = Array(member.key.utf8)
    if bytes.count == 3, (49...57).contains(bytes[0]) {
      if let code = Int(member.key) { return .code(code) }
      if (49...53).contains(bytes[0]), bytes[1] | 0x20 == 0x78, bytes[2] | 0x20 == 0x78 {
        if bytes[1] == 0x78 || bytes[2] == 0x78 {
          log.note(.lowerCaseStatusRange, at: member.keyLocation)
        }
        return .range(Int(bytes[0]) - 48)
      }
    }
    report(
      .warning, "'\(member.key)' is no status code; the response is ignored",
      at: member.keyLocation, "write a code such as 200, a range such as 4XX, or `default`")
    return nil
  }

  /// The response, with a status that whoever refers to it has to set.
  func readResponse(_ part: Part) -> Response {
    if let known = responses[part.schemaID] { return known }
    if part.node.kind != .object {
      report(
        .warning, "a response must be an object, but is \(part.node.kind.withArticle)",
        at: part.location, "describe the response by `description` and `content`")
    } else if part["description"] == nil {
      log.note(.missingResponseDescription, at: part.location)
    }
    let isObject = part.node.kind == .object
    var response = Response(
      status: .default, description: string("description", of: part) ?? "",
      headers: isObject ? members("headers", of: part).compactMap(readHeader) : [],
      content: isObject ? readContent(part) : [], componentName: nil, pointer: part.pointer,
      location: part.location)
    if isObject { response.links = members("links", of: part).compactMap(readLink) }
    responses[part.schemaID] = response
    return response
  }

  private func readLink(_ member: Part.Member) -> Link? {
    guard !member.key.isExtensionName, let part = followed(member.value) else { return nil }
    guard let target = string("operationId", of: part) ?? string("operationRef", of: part) else {
      report(
        .warning, "the link '\(member.key)' names no operation; it is ignored", at: part.location,
        "add an `operationId` or an `operationRef`")
      return nil
    }
    return Link(
      name: member.key, target: target,
      arguments: members("parameters", of: part).map {
        Link.Argument(parameter: $0.key, value: $0.value.node.value)
      },
      requestBody: part.node["requestBody"]?.value, description: string("description", of: part))
  }

  /// - Returns: `nil` for `Content-Type`, which `content` describes (OAS 3.1, section 4.8.17.1).
  func readHeader(_ member: Part.Member) -> Header? {
    guard member.key.lowercased() != "content-type", let part = followed(member.value) else {
      return nil
    }
    if headers[part.schemaID] == nil {
      guard openHeaders.insert(part.schemaID).inserted else { return nil }
      headers[part.schemaID] = makeHeader(part)
      openHeaders.remove(part.schemaID)
    }
    var header = headers[part.schemaID]
    header?.name = member.key
    return header
  }

  private func makeHeader(_ part: Part) -> Header {
    _ = readExamples(part)
    let content = readContent(part).first
    var header = Header(
      name: "", isRequired: flag("required", of: part) ?? false,
      description: string("description", of: part),
      schema: subschema("schema", of: part) ?? content?.schema,
      pointer: part.pointer, location: part.location)
    header.isExploded = flag("explode", of: part) ?? false
    header.content = content
    header.isDeprecated = flag("deprecated", of: part) ?? false
    return header
  }
}
