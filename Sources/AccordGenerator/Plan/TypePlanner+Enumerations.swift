import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  func enumeration(_ values: [String]) -> EnumPlan {
    var names = NameScope(reserving: ["rawValue", "isKnown"])
    let cases = values.map { value in
      EnumPlan.Case(
        value: value, name: ReservedNames.escaped(names.claim(naming.memberName(value))))
    }
    return EnumPlan(cases: cases, unknownName: names.claim("unknown"))
  }
}
