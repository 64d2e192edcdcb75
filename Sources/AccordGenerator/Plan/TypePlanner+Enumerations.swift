import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  func enumeration(_ values: [String]) -> EnumPlan {
    var names = NameScope(reserving: ReservedNames.enumMembers)
    let claimed = names.claim(members: values, naming)
    let cases = zip(values, claimed).map { value, claimed in
      EnumPlan.Case(value: value, name: ReservedNames.escaped(claimed.name))
    }
    return EnumPlan(cases: cases, unknownName: names.claim("unknown"))
  }
}
