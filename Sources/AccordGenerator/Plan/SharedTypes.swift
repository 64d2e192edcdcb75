import AccordJSON

/// Makes inline types one type where they are the same to the word.
///
/// Documents repeat themselves: the same enum stands at the same property of three schemas, the same address in the
/// bodies of fifty operations. Each place keeps its name for the type, as another name for the first of them, so that
/// nobody who uses the code sees which types are shared, nor when one stops being the same. Schemas that the document
/// gives a name of their own stay apart: who named two things wants two.
struct SharedTypes {
  /// The first type of each description.
  private var first: [Description.Fingerprint: String] = [:]
  /// What a type's name stands for, where that is another type.
  private var canonical: [String: String] = [:]
  private let apart: Set<String>
  /// How checks are spelled: most are one of a few.
  private var statements: [CheckPlan: String] = [:]

  /// - Parameter apart: types that something is said about by name, and that can therefore be no other.
  init(apart: Set<String>) {
    self.apart = apart
  }

  /// The types, in the same order.
  mutating func shared(_ types: [TypePlan]) -> [TypePlan] {
    types.map { shared($0, isInline: !$0.isNamed) }
  }

  /// Those inside come first: two types can only be the same if what is inside them is.
  private mutating func shared(_ type: TypePlan, isInline: Bool) -> TypePlan {
    var type = type
    if case .alias = type.shape { return type }
    type.nested = type.nested.map { shared($0, isInline: true) }
    guard !apart.contains(type.qualifiedName) else { return type }
    let fingerprint = describe(type)
    guard let other = first[fingerprint] else {
      first[fingerprint] = type.qualifiedName
      return type
    }
    guard isInline else { return type }
    for nested in type.nested {
      canonical[nested.qualifiedName] = name(for: "\(other).\(nested.name)")
    }
    canonical[type.qualifiedName] = other
    type.shape = .alias(.named(other))
    type.nested = []
    return type
  }

  private func name(for name: String) -> String { canonical[name] ?? name }

  // MARK: - Descriptions

  /// All that is said of the type but its name and its own documentation.
  private mutating func describe(_ type: TypePlan) -> Description.Fingerprint {
    var description = Description()
    func add(_ part: String) { description.add(part) }
    switch type.shape {
    case .structure(let plan):
      add("struct")
      for index in plan.properties.indices { describe(plan.properties[index], &description) }
      add(plan.additional.map(describe) ?? "")
      add(plan.isClosed ? "closed" : "")
      for condition in plan.conditions { add(condition.serialized()) }
    case .tuple(let plan):
      add("tuple")
      for place in plan.places { describe(place, &description) }
      add(plan.rest.map(describe) ?? "")
    case .values(let plan):
      add("values")
      add(describe(plan.rawType))
      for enumCase in plan.cases {
        add(enumCase.name)
        add(enumCase.value.serialized())
      }
      add(plan.unknownName)
    // Headers that are the same are one type already, and a body belongs to its operation.
    case .headers, .multipart: add(type.qualifiedName)
    case .enumeration(let plan):
      add("enum")
      for enumCase in plan.cases {
        add(enumCase.name)
        add(enumCase.value)
      }
      add(plan.unknownName)
    case .union(let plan):
      add("union")
      for unionCase in plan.cases {
        add(unionCase.name)
        add(describe(unionCase.type))
        add(JSONValue.Kind.allCases.map { unionCase.kinds.contains($0) ? "1" : "0" }.joined())
        for tag in unionCase.discriminators { add(tag) }
        add(";")
      }
      add(plan.discriminator.map { (plan.isDiscriminatorBinding ? "by" : "hint") + $0 } ?? "")
      add(plan.unrecognizedName ?? "")
    case .alias(let target): add(describe(target))
    }
    for nested in type.nested {
      add(nested.name)
      add(name(for: nested.qualifiedName))
    }
    return description.fingerprint
  }

  private mutating func describe(_ property: PropertyPlan, _ description: inout Description) {
    description.add(property.jsonName)
    description.add(property.name)
    description.add(describe(property.type))
    description.add(property.kind.description)
    if let documentation = property.documentation {
      description.add("d")
      description.add(documentation)
    }
    for check in property.checks { description.add(statement(of: check)) }
    description.add(property.isBoxed ? "boxed" : "")
    description.add(property.isDeprecated ? "deprecated" : "")
  }

  private mutating func statement(of check: CheckPlan) -> String {
    if let known = statements[check] { return known }
    let statement = CheckText.statement(check, of: "", validator: "")
    statements[check] = statement
    return statement
  }

  private func describe(_ type: TypeReference) -> String {
    switch type {
    case .named(let name): self.name(for: name)
    case .array(let item): "[\(describe(item))]"
    case .map(let value): "{\(describe(value))}"
    case .optional(let wrapped): "\(describe(wrapped))?"
    case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
      .timestamp, .calendarDate, .time, .duration, .uuid, .base64, .file, .value:
      type.text
    }
  }
}

/// What is said of a type, part by part, of which only a fingerprint is kept: texts of types are long.
///
/// Two hashes of 64 bits, whose seeds are drawn for each process: among a million types, that two which differ have the same
/// fingerprint is less likely than one in 10^26, and no document can aim at it.
private struct Description {
  struct Fingerprint: Hashable {
    private let first: Int
    private let second: Int

    fileprivate init(_ first: Int, _ second: Int) {
      self.first = first
      self.second = second
    }
  }

  private var first = Hasher()
  private var second = Hasher()

  init() { second.combine(1) }

  /// With the length in front, no text of the document can look like another part.
  mutating func add(_ part: String) {
    var part = part
    part.withUTF8 { bytes in
      first.combine(bytes.count)
      first.combine(bytes: UnsafeRawBufferPointer(bytes))
      second.combine(bytes.count)
      second.combine(bytes: UnsafeRawBufferPointer(bytes))
    }
  }

  var fingerprint: Fingerprint { Fingerprint(first.finalize(), second.finalize()) }
}

extension TypePlan {
  /// Whether the document gives the schema a name: whatever is not written where it is used.
  fileprivate var isNamed: Bool {
    let tokens = source.pointer.tokens
    guard let place = tokens.first else { return true }
    switch place {
    case "paths", "webhooks": return false
    case "components": return tokens.count > 1 && tokens[1] == "schemas"
    default: return true
    }
  }
}

extension PropertyPlan.Kind {
  fileprivate var description: String {
    switch self {
    case .required: "required"
    case .optional: "optional"
    case .nullable: "nullable"
    case .threeState: "threeState"
    case .defaulted(let value): "defaulted" + value
    }
  }
}
