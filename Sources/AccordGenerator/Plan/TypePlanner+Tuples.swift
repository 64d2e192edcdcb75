import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  func tuple(_ form: TupleForm, in nested: NestedTypes) -> TuplePlan {
    var names = ReservedNames.tupleMembers
    let claimed = names.claim(
      ladders: form.places.enumerated().map { index, place in
        (place.title.map { naming.memberNames($0) } ?? []) + [Self.ordinal(index)]
      })
    let places = form.places.indices.map { index in
      let (schema, name) = (form.places[index], claimed[index].name)
      let use = use(of: schema, named: naming.typeName(name), in: nested)
      let kind: PropertyPlan.Kind =
        index < form.minimum ? .required : use.type.isOptional ? .threeState : .optional
      return PropertyPlan(
        jsonName: String(index), name: ReservedNames.escaped(name), type: use.type, kind: kind,
        documentation: schema.description, isDeprecated: schema.isDeprecated, checks: use.checks,
        isBoxed: false, mask: nil)
    }
    return TuplePlan(
      places: places, rest: form.rest.map { type(of: $0, named: "RestItem", in: nested) })
  }

  private static func ordinal(_ index: Int) -> String {
    let ordinals = [
      "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    ]
    return index < ordinals.count ? ordinals[index] : "item\(index + 1)"
  }
}
