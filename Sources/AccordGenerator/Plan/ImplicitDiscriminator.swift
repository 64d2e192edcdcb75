import AccordJSON
import AccordOpenAPI

/// A member by whose values the branches of a union differ, though the document names no discriminator: the one that
/// tells the most of them.
struct ImplicitDiscriminator {
  var propertyName: String
  /// Of each branch; none for branches that are told by something else.
  var values: [[String]]
  /// Whether the member has to be there and each branch of objects has values of its own. Else it is but a hint: a
  /// branch that leaves the member open may have any of its values.
  var isBinding: Bool

  /// `nil` if there is no such member.
  ///
  /// - Parameter kinds: of each member, what JSON values it can be.
  init?(
    _ members: [UnionForm.Member], kinds: [Set<JSONValue.Kind>], _ shapes: SchemaShapes
  ) {
    let objects = members.indices.filter { kinds[$0].contains(.object) }
    guard objects.count > 1 else { return nil }
    var found: JSONDictionary<[(branch: Int, member: ConstantMember)]> = [:]
    for branch in objects {
      for member in shapes.constantMembers(of: members[branch].schema) {
        found[member.name] = (found[member.name] ?? []) + [(branch, member)]
      }
    }
    var best: (name: String, told: Int)?
    for (name, branches) in found {
      var uses: [ExactString: Int] = [:]
      for value in branches.flatMap(\.member.values) { uses[ExactString(value), default: 0] += 1 }
      let told = branches.count { branch in
        branch.member.values.contains { uses[ExactString($0)] == 1 }
      }
      if told > best?.told ?? 0 { best = (name, told) }
    }
    guard let best, let branches = found[best.name] else { return nil }
    propertyName = best.name
    values = Array(repeating: [], count: members.count)
    for (branch, member) in branches { values[branch] = member.values }
    let all = branches.flatMap(\.member.values).map { ExactString($0) }
    isBinding =
      branches.count == objects.count && Set(all).count == all.count
      && branches.allSatisfy(\.member.isRequired)
  }
}
