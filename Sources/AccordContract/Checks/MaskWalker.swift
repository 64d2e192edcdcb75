import AccordJSON
import AccordOpenAPI
import Synchronization

/// A place in a value where the document has a mask.
struct MaskSite: Sendable {
  let pointer: JSONPointer
  let mask: Mask
  /// `nil` if the property is not there.
  let value: JSONValue?
  /// The object that has the property.
  let object: JSONDictionary<JSONValue>

  var replacement: JSONValue { mask.replacement.value }

  /// Whether the mask's condition holds, going by the properties beside it.
  var conditionHolds: Bool {
    mask.conditions.allSatisfy { object[$0.property] == $0.value.value }
  }

  func isVisible(to viewer: ViewerAccess) -> Bool { mask.visibleTo.contains(viewer.name) }

  /// What the object is called, so that it is known again in another answer.
  var identity: String? { object.identity }
}

extension JSONDictionary<JSONValue> {
  var identity: String? { self["id"].flatMap(ParameterEncoder.scalar) }
}

/// Finds the masks in a value by walking it along with its schema.
public struct MaskWalker: Sendable {
  struct Survey {
    var sites: [MaskSite] = []
    /// Strings at places that the document describes and hides from nobody.
    var openStrings: [String] = []
  }

  private let schemas: SchemaCatalog
  private let documentHasMasks: Bool
  private let masked: MaskedSchemas

  init(document: OpenAPIDocument, schemas: SchemaCatalog) {
    self.schemas = schemas
    // Masks name viewers, so that there are none without.
    documentHasMasks = !document.accord.viewers.isEmpty
    masked = MaskedSchemas()
  }

  /// Whether a value of the schema can have a mask anywhere.
  func hasMasks(_ schema: Schema) -> Bool {
    documentHasMasks && masked.contains(schema, in: schemas)
  }

  func survey(_ value: JSONValue, _ schema: Schema) -> Survey {
    var survey = Survey()
    guard hasMasks(schema) else { return survey }
    walk(value, schema, at: .root, into: &survey)
    return survey
  }

  private func walk(
    _ value: JSONValue, _ schema: Schema, at pointer: JSONPointer, into survey: inout Survey
  ) {
    for part in schemas.parts(of: schema, for: value) {
      switch value {
      case .object(let members):
        walk(members, part, at: pointer, into: &survey)
      case .array(let items):
        for (index, item) in items.enumerated() {
          let schema = index < part.prefixItems.count ? part.prefixItems[index] : part.items
          if let schema { walk(item, schema, at: pointer.appending(index), into: &survey) }
        }
      case .string(let text): survey.openStrings.append(text)
      case .null, .bool, .number: break
      }
    }
  }

  private func walk(
    _ members: JSONDictionary<JSONValue>, _ schema: Schema, at pointer: JSONPointer,
    into survey: inout Survey
  ) {
    for property in schema.properties {
      let place = pointer.appending(property.name)
      let value = members[property.name]
      if let mask = property.schema.mask ?? schemas.resolve(property.schema)?.mask {
        // Two branches of a composition may name the same mask.
        if !survey.sites.contains(where: { $0.pointer == place }) {
          survey.sites.append(
            MaskSite(pointer: place, mask: mask, value: value, object: members))
        }
      } else if let value {
        walk(value, property.schema, at: place, into: &survey)
      }
    }
    guard let additional = schema.additionalProperties, additional.boolean == nil else { return }
    for (key, value) in members
    where !schema.properties.contains(where: { $0.name.isExactly(key) }) {
      walk(value, additional, at: pointer.appending(key), into: &survey)
    }
  }
}

/// Which schemas lead to a mask. Found once for each schema that answers begin with.
private final class MaskedSchemas: Sendable {
  private let known = Mutex<[SchemaID: Bool]>([:])

  func contains(_ schema: Schema, in schemas: SchemaCatalog) -> Bool {
    if let known = known.withLock({ $0[schema.id] }) { return known }
    let result = search(schema, schemas)
    known.withLock { $0[schema.id] = result }
    return result
  }

  private func search(_ schema: Schema, _ schemas: SchemaCatalog) -> Bool {
    var visited: Set<SchemaID> = []
    var open = [schema]
    while let next = open.popLast() {
      guard visited.insert(next.id).inserted else { continue }
      if next.mask != nil { return true }
      if next.reference != nil, let target = schemas.resolve(next) { open.append(target) }
      open += next.allOf + next.anyOf + next.oneOf + next.prefixItems
      open += next.properties.map(\.schema)
      if let items = next.items { open.append(items) }
      if let additional = next.additionalProperties { open.append(additional) }
    }
    return false
  }
}
