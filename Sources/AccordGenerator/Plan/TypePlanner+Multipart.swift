import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  /// What an object of parts is made of.
  private struct Members {
    var properties: [MergedSchema.Property] = []
    var required: Set<ExactString> = []
    /// Whether there may be others.
    var isOpen = false
  }

  /// The type for a multipart body; `nil` if its schema is no object, so that nobody can tell the parts.
  func multipart(
    _ mediaType: MediaType, named name: String, styles: [FormStylePlan],
    members: (Schema) -> ParameterPlan.Members?
  ) -> TypeReference? {
    var open: Set<SchemaID> = []
    guard let schema = mediaType.schema, let found = self.members(of: schema, &open) else {
      return nil
    }
    let name = claim(name)
    let nested = NestedTypes(prefix: name, scope: ReservedNames.nestedTypes)
    var scope = ReservedNames.multipartMembers
    let names = scope.claim(members: found.properties.map(\.name), naming)
    let fields = zip(found.properties, names).map { property, claimed in
      field(
        property, named: ReservedNames.escaped(claimed.name),
        isRequired: found.required.contains(ExactString(property.name)), of: mediaType, styles,
        members, in: nested, &scope)
    }
    topLevel.types.append(
      TypePlan(
        name: name, qualifiedName: name,
        documentation: schema.description ?? shapes.resolved(schema)?.description,
        isDeprecated: false,
        shape: .multipart(
          MultipartPlan(fields: fields, othersName: found.isOpen ? scope.claim("others") : nil)),
        source: schema.id, checks: [], nested: nested.types))
    return .named(name)
  }

  /// Of alternatives, all that any of them has.
  private func members(of schema: Schema, _ open: inout Set<SchemaID>) -> Members? {
    guard let schema = shapes.resolved(schema), open.insert(schema.id).inserted else { return nil }
    switch shapes.form(of: schema) {
    case .object(let merged):
      return Members(
        properties: merged.properties, required: merged.required,
        isOpen: merged.allowsAny || !merged.additional.isEmpty || !merged.patternProperties.isEmpty)
    case .map: return Members(isOpen: true)
    case .union(let union):
      let all = union.members.compactMap { members(of: $0.schema, &open) }
      guard let first = all.first, all.count == union.members.count else { return nil }
      var merged = Members(
        required: all.dropFirst().reduce(first.required) { $0.intersection($1.required) },
        isOpen: all.contains(where: \.isOpen))
      var indices: [ExactString: Int] = [:]
      for property in all.flatMap(\.properties) {
        guard let index = indices[ExactString(property.name)] else {
          indices[ExactString(property.name)] = merged.properties.count
          merged.properties.append(property)
          continue
        }
        merged.properties[index].schema = either(
          merged.properties[index].schema, property.schema)
      }
      return merged
    case .any, .single, .scalar, .array, .tuple, .enumeration, .values: return nil
    }
  }

  private func either(_ first: Schema, _ second: Schema) -> Schema {
    if first === second || first.isPureLink && first.link?.target == second.link?.target {
      return first
    }
    let whole = first.with { keywords in
      keywords = SchemaKeywords()
      keywords.anyOf = (first.anyOf.isEmpty ? [first] : first.anyOf) + [second]
    }
    shapes.retain(whole)
    return whole
  }

  private func field(
    _ property: MergedSchema.Property, named name: String, isRequired: Bool,
    of mediaType: MediaType, _ styles: [FormStylePlan],
    _ members: (Schema) -> ParameterPlan.Members?, in nested: NestedTypes, _ scope: inout NameScope
  ) -> MultipartPlan.Field {
    let contentType = mediaType.encoding?.object?.members
      .first { $0.key.isExactly(property.name) }?.value["contentType"]?.string
    var planned = plan(
      property, named: name, isRequired: isRequired, isRequest: false, in: nested)
    let kind: MultipartPlan.Kind
    if let type = fileType(of: property.schema, contentType) {
      let limits = shapes.resolved(property.schema)
      let isCounted = type != .file && (limits?.minItems != nil || limits?.maxItems != nil)
      planned.type = type
      planned.kind = isRequired ? .required : .optional
      planned.checks =
        isCounted ? [.count(min: limits?.minItems, max: limits?.maxItems)] : []
      kind = .file(contentType: contentType ?? usualType(of: property.schema))
    } else {
      // What is `null` is no part.
      planned.type = planned.type.unwrapped
      if planned.kind == .nullable { planned.kind = .optional }
      let style = styles.first { $0.name.isExactly(property.name) && $0.style != .json }?.style
      kind = .value(
        contentType: style == nil ? contentType : nil, style: style,
        members: style == .form ? members(property.schema) : nil)
    }
    let headers = mediaType.partHeaders.first { $0.part.isExactly(property.name) }?.headers ?? []
    let type = self.headers(headers, of: nested.prefix + naming.typeName(property.name))
    return MultipartPlan.Field(
      property: planned, kind: kind, headers: type,
      headersName: type.map { _ in scope.claim(naming.memberName("\(property.name) headers")) })
  }

  // MARK: - Files

  /// `.file` or an array of it, if the part holds bytes.
  private func fileType(of schema: Schema, _ contentType: String?) -> TypeReference? {
    guard let resolved = shapes.resolved(schema) else { return nil }
    if isBinary(resolved) { return .file }
    switch shapes.form(of: resolved) {
    case .array(let items?):
      return fileType(of: items, contentType) == .file ? .array(.file) : nil
    case .scalar(.string), .any, .object, .map:
      // A picture is none because somebody calls it a string, and only JSON has objects here.
      let kinds = (contentType ?? "").split(separator: ",").map { kind in
        kind.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
      }
      let areBytes = kinds.allSatisfy { kind in
        !kind.hasPrefix("text/") && !kind.hasSuffix("json") && !kind.hasSuffix("form-urlencoded")
      }
      return !kinds.isEmpty && areBytes ? .file : nil
    case .array, .tuple, .single, .scalar, .enumeration, .values, .union: return nil
    }
  }

  private func isBinary(_ schema: Schema) -> Bool {
    if schema.format == "binary" { return true }
    let isText = schema.types?.subtracting(.null) == .string || schema.types == nil
    return isText && schema.contentMediaType != nil && schema.contentEncoding == nil
      && schema.contentSchema == nil && schema.contentMediaType?.hasSuffix("json") == false
  }

  /// What OpenAPI 3.1 says of a string's bytes.
  private func usualType(of schema: Schema) -> String? {
    let resolved = shapes.resolved(schema)
    return resolved?.contentMediaType
      ?? resolved?.items.flatMap { shapes.resolved($0)?.contentMediaType }
  }
}
