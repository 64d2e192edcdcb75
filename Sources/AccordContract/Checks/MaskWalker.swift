import AccordJSON
import AccordOpenAPI

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

  init(document: OpenAPIDocument, schemas: SchemaCatalog) {
    self.schemas = schemas
    // Masks name viewers, so that there are none without.
    documentHasMasks = !document.accord.viewers.isEmpty
  }

  /// Whether a value of the schema can have a mask anywhere.
  func hasMasks(_ schema: Schema) -> Bool {
    documentHasMasks && schemas.outline(schema).leadsToMask
  }

  /// - Parameter collectsOpenStrings: whether what is hidden from nobody is of interest, too.
  func survey(
    _ value: JSONValue, _ schema: Schema, collectsOpenStrings: Bool = false
  ) -> Survey {
    var survey = Survey()
    guard hasMasks(schema) else { return survey }
    walk(value, schema, at: .root, everywhere: collectsOpenStrings, into: &survey)
    return survey
  }

  private func walk(
    _ value: JSONValue, _ schema: Schema, at pointer: JSONPointer, everywhere: Bool,
    into survey: inout Survey
  ) {
    switch value {
    case .object(let members):
      // Two branches of a composition may name the same mask.
      var seen: [String] = []
      for part in schemas.parts(of: schema, for: value) {
        walk(members, part, at: pointer, everywhere: everywhere, &seen, into: &survey)
      }
    case .array(let items):
      for part in schemas.parts(of: schema, for: value) {
        for (index, item) in items.enumerated() {
          let schema = index < part.prefixItems.count ? part.prefixItems[index] : part.items
          guard let schema, everywhere || schemas.outline(schema).leadsToMask else { continue }
          walk(
            item, schema, at: pointer.appending(index), everywhere: everywhere, into: &survey)
        }
      }
    case .string(let text): if everywhere { survey.openStrings.append(text) }
    case .null, .bool, .number: break
    }
  }

  private func walk(
    _ members: JSONDictionary<JSONValue>, _ schema: Schema, at pointer: JSONPointer,
    everywhere: Bool, _ seen: inout [String], into survey: inout Survey
  ) {
    let outline = schemas.outline(schema)
    for (property, mask) in outline.maskedProperties {
      let place = pointer.appending(property.name)
      let value = members[property.name]
      if let mask {
        if !seen.contains(where: { $0.isExactly(property.name) }) {
          seen.append(property.name)
          survey.sites.append(
            MaskSite(pointer: place, mask: mask, value: value, object: members))
        }
      } else if let value {
        walk(value, property.schema, at: place, everywhere: everywhere, into: &survey)
      }
    }
    if everywhere {
      for (name, schema) in outline.properties {
        let isMasked = outline.maskedProperties.contains { $0.property.name.isExactly(name) }
        guard !isMasked, let value = members[name] else { continue }
        walk(value, schema, at: pointer.appending(name), everywhere: true, into: &survey)
      }
    }
    guard let additional = schema.additionalProperties, additional.boolean == nil,
      everywhere || schemas.outline(additional).leadsToMask
    else { return }
    for (key, value) in members where outline.properties[key] == nil {
      walk(value, additional, at: pointer.appending(key), everywhere: everywhere, into: &survey)
    }
  }
}
