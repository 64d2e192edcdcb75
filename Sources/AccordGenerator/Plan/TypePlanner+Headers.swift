import AccordJSON
import AccordOpenAPI

/// Headers that stand together. Those of the same names and types are one type in Swift: most documents describe
/// the same few headers at every answer.
struct HeaderSet: Hashable {
  private struct Item: Hashable {
    var name: String
    var isRequired: Bool
    var style: ParameterPlan.Style
    /// The type of plain values; for all others, where the schema stands.
    var type: TypeReference?
    var schema: SchemaID?
  }

  private let items: [Item]

  init(_ headers: [Header], _ shapes: SchemaShapes) {
    items = headers.map { header in
      var item = Item(
        name: header.name.lowercased(), isRequired: header.isRequired, style: header.style)
      guard let schema = header.schema else { return item }
      if case .scalar(let type) = shapes.form(of: schema) {
        item.type = type
      } else {
        item.schema = shapes.resolved(schema)?.id ?? schema.id
      }
      return item
    }
  }

}

extension Header {
  /// The words of the name without the `X-` of old.
  fileprivate var words: [String] {
    let words = SwiftNaming.words(of: name)
    return words.count > 1 && words[0].lowercased() == "x" ? Array(words.dropFirst()) : words
  }

  /// Headers are of the style `simple` (OpenAPI 3.1, section 4.8.21).
  var style: ParameterPlan.Style {
    if content != nil { return .json }
    return isExploded ? .simpleExploded : .simple
  }
}

extension TypePlanner {
  /// Names the sets of headers of all answers, whatever is selected of them. A set is called after what the names of
  /// its headers begin with, if no other is; else after the first answer that has it.
  func nameHeaders(of operations: [(operation: Operation, typeName: String)]) {
    for (operation, typeName) in operations {
      for response in operation.responses where !response.headers.isEmpty {
        let headers = response.headers.uniqued
        let set = HeaderSet(headers, shapes)
        guard headerNames[set] == nil else { continue }
        let status = naming.typeName(StatusNames.caseName(response.status))
        let common = commonName(of: headers)
        headerNames[set] = claim(
          common.isEmpty || topLevel.scope.isTaken(common) ? "\(typeName)\(status)Headers" : common)
      }
    }
  }

  private func commonName(of headers: [Header]) -> String {
    var common = headers.first?.words ?? []
    for header in headers.dropFirst() {
      common = zip(common, header.words).prefix { $0.lowercased() == $1.lowercased() }.map(\.0)
    }
    return common.isEmpty ? "" : naming.typeName(common.joined(separator: " ")) + "Headers"
  }

  /// The type for headers; `nil` if there are none.
  func headers(_ all: [Header], of owner: String) -> String? {
    let headers = all.uniqued
    guard let first = headers.first else { return nil }
    let set = HeaderSet(headers, shapes)
    let name = headerNames[set] ?? claim(owner + "Headers")
    headerNames[set] = name
    guard plannedHeaders.insert(name).inserted else { return name }
    let nested = NestedTypes(prefix: name, scope: ReservedNames.nestedTypes)
    var scope = ReservedNames.headersMembers
    let names = scope.claim(
      ladders: headers.map { header in
        [naming.memberName(header.words.joined(separator: " ")), naming.memberName(header.name)]
      })
    let planned = zip(headers, names).map { header, claimed in
      let use = header.schema.map {
        self.use(of: $0, named: naming.typeName(header.name), in: nested)
      }
      let type = use?.type.unwrapped ?? .string
      let isPlain = isText(type) && header.content?.isJSON != true
      return HeadersPlan.Header(
        property: PropertyPlan(
          jsonName: header.name, name: ReservedNames.escaped(claimed.name), type: type,
          kind: header.isRequired ? .required : .optional,
          documentation: header.description, isDeprecated: header.isDeprecated, checks: [],
          isBoxed: false, mask: nil),
        style: isPlain ? nil : header.style)
    }
    topLevel.types.append(
      TypePlan(
        name: name, qualifiedName: name, documentation: nil, isDeprecated: false,
        shape: .headers(HeadersPlan(headers: planned)),
        source: SchemaID(file: first.location.file.path, pointer: first.pointer), checks: [],
        nested: nested.types))
    return name
  }
}

extension [Header] {
  /// Each once: names of headers are the same in upper and lower case.
  fileprivate var uniqued: [Header] {
    var seen: Set<String> = []
    return filter { seen.insert($0.name.lowercased()).inserted }
  }
}
