import AccordJSON
import AccordOpenAPI

/// The document knows every property.
public struct UndocumentedPropertiesCheck: ExchangeCheck {
  public let name = "undocumented-properties"
  public let explanation =
    "Bodies have no properties besides those that the document describes; elsewhere than in a strict run this is a note."
  public let severity: CheckSeverity

  /// - Parameter isStrict: whether such a property is a failure.
  public init(isStrict: Bool = false) {
    severity = isStrict ? .failure : .note
  }

  public func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict {
    guard answer.mayHaveBody(to: request), let json = answer.json,
      let media = answer.media(of: request.operation), let schema = media.schema
    else { return .notApplicable }
    var search = PropertySearch(schemas: context.schemas)
    search.visit(json, schema, at: .root)
    guard !search.found.isEmpty else { return search.sawObject ? .holds : .notApplicable }
    return .broken(
      search.found.prefix(5).map { found in
        Finding(
          signature: "\(answer.status) \(found.pointer.generalised)", location: found.location,
          expected: "only properties that the document describes",
          got: "\(found.pointer), in an answer with status \(answer.status)")
      })
  }
}

/// Looks for members of objects that no schema there speaks of.
private struct PropertySearch {
  let schemas: SchemaCatalog
  var found: [(pointer: JSONPointer, location: Location)] = []
  var sawObject = false

  mutating func visit(_ value: JSONValue, _ schema: Schema, at pointer: JSONPointer) {
    guard found.count < 20 else { return }
    let parts = schemas.parts(of: schema, for: value)
    switch value {
    case .object(let members): visit(members, parts, schema, at: pointer)
    case .array(let items):
      for (index, item) in items.enumerated() {
        for part in parts {
          let schema = index < part.prefixItems.count ? part.prefixItems[index] : part.items
          if let schema { visit(item, schema, at: pointer.appending(index)) }
        }
      }
    case .null, .bool, .number, .string: break
    }
  }

  private mutating func visit(
    _ members: JSONDictionary<JSONValue>, _ parts: [Schema], _ schema: Schema,
    at pointer: JSONPointer
  ) {
    // A schema without properties describes none, and one that invites others means them.
    let isClosed = parts.allSatisfy { $0.additionalProperties == nil && !$0.hasOtherPropertyRules }
    let isDescribed = parts.contains { !$0.properties.isEmpty }
    if isDescribed { sawObject = true }
    for (name, value) in members {
      var isKnown = false
      for part in parts {
        if let property = schemas.outline(part).properties[name] {
          isKnown = true
          switch value {
          case .object, .array: visit(value, property, at: pointer.appending(name))
          case .null, .bool, .number, .string: break
          }
        } else if let additional = part.additionalProperties, additional.boolean == nil {
          visit(value, additional, at: pointer.appending(name))
        }
      }
      if !isKnown, isClosed, isDescribed {
        found.append((pointer.appending(name), schema.location))
      }
    }
  }
}

extension Schema {
  /// Keywords that say something of properties by other ways than their names.
  fileprivate var hasOtherPropertyRules: Bool {
    !self.patternProperties.isEmpty || self.unevaluatedProperties != nil
      || self.propertyNames != nil || self.ifSchema != nil || !self.dependentSchemas.isEmpty
      || self.dynamicReference != nil
  }
}
