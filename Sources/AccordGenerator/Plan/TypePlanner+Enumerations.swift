import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  func enumeration(_ values: [String], of schema: Schema) -> EnumPlan {
    var names = ReservedNames.enumMembers
    let claimed = names.claim(
      members: values,
      fixed: overrides.isEmpty ? [] : values.map { overrides.name(ofCase: $0, of: schema.id) },
      naming)
    let cases = zip(values, claimed).map { value, claimed in
      EnumPlan.Case(value: value, name: ReservedNames.escaped(claimed.name))
    }
    return EnumPlan(cases: cases, unknownName: names.claim("unknown"))
  }

  /// Values that are not all strings: called as the document titles them, else by what they are.
  func enumeration(_ literals: LiteralValues, of schema: Schema) -> ValueEnumPlan {
    var names = ReservedNames.enumMembers
    let ladders = literals.values.map { value -> [String] in
      let plain = naming.memberName(Self.words(for: value))
      return (literals.titles[value].map { naming.memberNames($0) } ?? []) + [plain]
    }
    let claimed = names.claim(
      ladders: ladders,
      fixed: literals.values.map { value in
        overrides.name(ofCase: value.string ?? value.serialized(), of: schema.id)
      })
    let cases = zip(literals.values, claimed).map { value, claimed in
      ValueEnumPlan.Case(value: value, name: ReservedNames.escaped(claimed.name))
    }
    return ValueEnumPlan(
      rawType: literals.type, cases: cases, unknownName: names.claim("unknown"))
  }

  /// `value 1`, `minus 1`, `value 1 point 5`.
  private static func words(for value: JSONValue) -> String {
    guard let number = value.number else { return value.string ?? value.serialized() }
    let digits = number.literal.replacing("-", with: "minus ").replacing(".", with: " point ")
    return number.literal.hasPrefix("-") ? digits : "value \(digits)"
  }

  /// Says which cases have names that are not what somebody would look for.
  func explainNumbers(in plan: EnumPlan, of schema: Schema) {
    for item in plan.cases {
      func bare() -> String { item.name.filter { $0 != "`" } }
      if !overrides.isEmpty, let wanted = overrides.name(ofCase: item.value, of: schema.id) {
        if wanted != bare() { report(NameOverrides.taken(wanted, at: schema.location)) }
        continue
      }
      // Names are dear, and only what was given a number ends in one.
      guard let last = item.name.utf8.last, UInt8(ascii: "0")...UInt8(ascii: "9") ~= last else {
        continue
      }
      let expected = naming.memberNames(item.value).map { ReservedNames.escaped($0) }
      guard !expected.contains(item.name) else { continue }
      note(
        "the case for the value '\(item.value)' is called `\(bare())`, because another has the name that it would have",
        at: schema.location,
        remedy: "give it a name of its own with `x-accord-case-names` beside the enum")
    }
  }
}
