/// Looks for fields that the specification does not know, and for those that exclude each other. The document is read all
/// the same; but whoever wrote them meant something, and nobody hears it.
struct FieldCheck {
  private struct Oddity: Hashable {
    var kind: ObjectKind
    var field: String
  }

  private let version: OpenAPIVersion
  private var unknown: [Oddity: (first: Location, count: Int)] = [:]
  private var order: [Oddity] = []
  private var diagnostics: [Diagnostic] = []
  /// The fields of a kind are asked for again and again.
  private var fields: [ObjectKind: [String: ObjectKind]] = [:]

  init(_ version: OpenAPIVersion) {
    self.version = version
  }

  static func check(_ root: Node, _ version: OpenAPIVersion) -> [Diagnostic] {
    var check = FieldCheck(version)
    check.visit(root, .document)
    return check.diagnostics + check.order.compactMap(check.diagnostic)
  }

  private func diagnostic(for oddity: Oddity) -> Diagnostic? {
    guard let (first, count) = unknown[oddity] else { return nil }
    let more = count > 1 ? ", here and in \(count - 1) more places" : ""
    return Diagnostic(
      .warning, "\(oddity.kind.title) has no field '\(oddity.field)'; it is ignored\(more)",
      at: first,
      remedy: "take it away, or let its name begin with `x-`")
  }

  private mutating func visit(_ node: Node, _ kind: ObjectKind) {
    switch kind {
    case .value: return
    case .list(let inner):
      for item in node.array ?? [] { visit(item, inner) }
    case .map(let inner):
      for member in node.object?.members ?? [] where !member.key.hasPrefix("x-") {
        visit(member.value, inner)
      }
    case .document, .info, .contact, .license, .server, .serverVariable, .components, .pathItem,
      .operation, .documentation, .parameter, .header, .requestBody, .mediaType, .encoding,
      .response, .example, .link, .tag, .securityScheme, .flows, .flow:
      guard let object = node.object else { return }
      // What stands beside a reference belongs to those who follow it.
      if kind != .pathItem, object.position(of: "$ref") != nil { return }
      visit(object, kind, at: node.location)
    }
  }

  private mutating func visit(_ object: NodeObject, _ kind: ObjectKind, at location: Location) {
    let known = fields[kind] ?? kind.fields
    fields[kind] = known
    for member in object.members where !member.key.hasPrefix("x-") {
      if let inner = known[member.key] {
        visit(member.value, inner)
      } else {
        note(Oddity(kind: kind, field: member.key), at: member.keyLocation)
      }
    }
    checkTogether(object, kind, at: location)
  }

  private mutating func note(_ oddity: Oddity, at location: Location) {
    if unknown[oddity] == nil { order.append(oddity) }
    unknown[oddity, default: (location, 0)].count += 1
  }

  /// What is wrong only beside, or without, something else.
  private mutating func checkTogether(
    _ object: NodeObject, _ kind: ObjectKind, at location: Location
  ) {
    switch kind {
    case .parameter, .header, .mediaType:
      if object.member("example") != nil, let examples = object.member("examples") {
        warn(
          "`example` and `examples` exclude each other", at: examples.keyLocation,
          "put the one among the others")
      }
      if kind == .parameter { checkReserved(object) }
    case .document:
      let containers = ["paths", "components", "webhooks"]
      if version != .v3_0, !containers.contains(where: { object.position(of: $0) != nil }) {
        warn(
          "the document describes nothing: it has no `paths`, no `components` and no `webhooks`",
          at: location, "describe at least one operation or component")
      }
    case .serverVariable:
      if let values = object.member("enum"), values.value.array?.isEmpty == true {
        warn(
          "the variable can have no value: its `enum` is empty", at: values.value.location,
          "list the values, or leave `enum` out")
      }
    case .info, .contact, .license, .server, .components, .pathItem, .operation, .documentation,
      .requestBody, .encoding, .response, .example, .link, .tag, .securityScheme, .flows, .flow,
      .map, .list, .value:
      break
    }
  }

  /// In a path, a header or a cookie nothing is left as it is (OAS 3.1, section 4.8.12.2).
  private mutating func checkReserved(_ object: NodeObject) {
    guard version != .v3_2, let reserved = object.member("allowReserved"),
      let place = object["in"]?.string, place == "path" || place == "header"
    else { return }
    warn(
      "`allowReserved` means something in queries only", at: reserved.keyLocation, "take it away")
  }

  private mutating func warn(_ message: String, at location: Location, _ remedy: String) {
    diagnostics.append(Diagnostic(.warning, message, at: location, remedy: remedy))
  }
}
