import AccordJSON
import AccordOpenAPI
public import struct AccordOpenAPI.SchemaID

/// One type.
public struct TypePlan: Sendable {
  public enum Shape: Sendable {
    case structure(StructPlan)
    case enumeration(EnumPlan)
    case values(ValueEnumPlan)
    case tuple(TuplePlan)
    case union(UnionPlan)
    case alias(TypeReference)
    case multipart(MultipartPlan)
    case headers(HeadersPlan)

    fileprivate mutating func taken() -> Shape {
      var other = Shape.alias(.value)
      swap(&other, &self)
      return other
    }

    var isEnumeration: Bool {
      switch self {
      case .enumeration, .values: true
      case .structure, .tuple, .union, .alias, .multipart, .headers: false
      }
    }

    /// Whether its values are values of a schema: parts and headers are not.
    var isValue: Bool {
      switch self {
      case .structure, .enumeration, .values, .tuple, .union, .alias: true
      case .multipart, .headers: false
      }
    }

    /// Hands over the names of all types in it, besides those inside.
    func forEachName(_ body: (String) -> Void) {
      switch self {
      case .structure(let plan):
        // By index: iterators copy what they hand out.
        for index in plan.properties.indices { plan.properties[index].type.name.map(body) }
        plan.additional?.name.map(body)
      case .tuple(let plan):
        for place in plan.places { place.type.name.map(body) }
        plan.rest?.name.map(body)
      case .multipart(let plan):
        for field in plan.fields {
          field.property.type.name.map(body)
          field.headers.map(body)
        }
      case .headers(let plan): for header in plan.headers { header.property.type.name.map(body) }
      case .union(let plan): for branch in plan.cases { branch.type.name.map(body) }
      case .alias(let target): target.name.map(body)
      case .enumeration, .values: break
      }
    }
  }

  /// Without the names of the types around it.
  public var name: String
  public var qualifiedName: String
  public var documentation: String?
  public var isDeprecated: Bool
  public var shape: Shape
  public var source: SchemaID
  /// What is checked of a value of an alias wherever one stands.
  public var checks: [CheckPlan]
  public var nested: [TypePlan]

  /// This type and all those inside it.
  package var flattened: [TypePlan] {
    var all: [TypePlan] = []
    flatten(into: &all)
    return all
  }

  private func flatten(into all: inout [TypePlan]) {
    visit { all.append($0) }
  }

  /// Hands over this type and all those inside it, without copying them.
  func visit(_ body: (TypePlan) -> Void) {
    body(self)
    nested.visit(body)
  }

  /// Changes the properties of this type, and of those inside it, where they are.
  mutating func changeProperties(_ change: (_ owner: String, inout PropertyPlan) -> Void) {
    for index in nested.indices { nested[index].changeProperties(change) }
    // Taken out meanwhile: what only one holds is not copied.
    switch shape.taken() {
    case .structure(var plan):
      for index in plan.properties.indices { change(qualifiedName, &plan.properties[index]) }
      shape = .structure(plan)
    case .tuple(var plan):
      for index in plan.places.indices { change(qualifiedName, &plan.places[index]) }
      shape = .tuple(plan)
    case .multipart(var plan):
      for index in plan.fields.indices { change(qualifiedName, &plan.fields[index].property) }
      shape = .multipart(plan)
    case .enumeration(let plan): shape = .enumeration(plan)
    case .values(let plan): shape = .values(plan)
    case .union(let plan): shape = .union(plan)
    case .alias(let target): shape = .alias(target)
    case .headers(let plan): shape = .headers(plan)
    }
  }
}

extension [TypePlan] {
  /// Hands over these types and all those inside them, without copying them as iterators do.
  func visit(_ body: (TypePlan) -> Void) {
    withUnsafeBufferPointer { types in
      for index in types.indices { types[index].visit(body) }
    }
  }
}

public struct StructPlan: Sendable {
  public var properties: [PropertyPlan]
  /// The type of members that no property names, if such are kept.
  public var additional: TypeReference?
  /// Whether the document says that there are no such members.
  public var isClosed = false
  /// What is demanded of the object as a whole, as schemas without references.
  public var conditions: [JSONValue] = []
}

public struct PropertyPlan: Sendable {
  /// What happens if a member is not there, or is `null`.
  public enum Kind: Sendable, Hashable {
    /// Must be there. The type may be optional: then `null` is a value.
    case required
    /// May be absent, and is never `null`.
    case optional
    /// May be absent or `null`, which mean the same; which one it was is remembered.
    case nullable
    /// May be absent, `null` or there, and all three differ.
    case threeState
    /// May be absent, and then has this value (Swift source). The type may be optional.
    case defaulted(String)
  }

  public var jsonName: String
  /// Ready to be written, with backticks where they are needed.
  public var name: String
  /// Of the value; optional only if `null` is a value of its own.
  public var type: TypeReference
  public var kind: Kind
  public var documentation: String?
  public var isDeprecated: Bool
  public var checks: [CheckPlan]
  /// Whether the value has to be kept behind a reference because its type contains itself.
  public var isBoxed: Bool
  public var mask: Mask?

  /// The type of the Swift property.
  var declaredType: String { declaredType(inside: "") }

  /// The type of the Swift property as it is spelled inside of a type.
  func declaredType(inside scope: String) -> String {
    switch kind {
    case .required, .defaulted: type.text(inside: scope)
    case .optional, .nullable: type.asOptional.text(inside: scope)
    case .threeState: "Presence<\(type.unwrapped.text(inside: scope))>"
    }
  }
}

public struct EnumPlan: Sendable {
  public struct Case: Sendable {
    public var value: String
    public var name: String
  }

  public var cases: [Case]
  /// The name of the case for values that the document does not list.
  public var unknownName: String
}

/// An enum of values that are not all strings.
public struct ValueEnumPlan: Sendable {
  public struct Case: Sendable {
    public var value: JSONValue
    public var name: String
  }

  /// The type that all values have: a number's, or any JSON value.
  public var rawType: TypeReference
  public var cases: [Case]
  /// The name of the case for values that the document does not list.
  public var unknownName: String
}

/// An array that holds something else at each of its first places.
public struct TuplePlan: Sendable {
  /// Required, or optional where the array may end before them. Their JSON names are their indices.
  public var places: [PropertyPlan]
  /// What may follow, if anything.
  public var rest: TypeReference?
}

/// The parts of a multipart body.
public struct MultipartPlan: Sendable {
  public enum Kind: Sendable, Hashable {
    /// As text or JSON, or as the document's content type says.
    case value(contentType: String?, style: ParameterPlan.Style?, members: ParameterPlan.Members?)
    /// Bytes; several of them if the type is an array.
    case file(contentType: String?)
  }

  public struct Field: Sendable {
    public var property: PropertyPlan
    public var kind: Kind
    /// The type of the part's headers, and what the property is called that holds them.
    public var headers: String?
    public var headersName: String?
  }

  public var fields: [Field]
  /// The property for parts that the document does not name, if there may be such.
  public var othersName: String?
}

/// The headers of an answer, or of a part.
public struct HeadersPlan: Sendable {
  public struct Header: Sendable {
    /// Required or optional.
    public var property: PropertyPlan
    /// `nil`: plain text.
    public var style: ParameterPlan.Style?
  }

  public var headers: [Header]

  var isRequired: Bool { headers.contains { $0.property.kind == .required } }
}

public struct UnionPlan: Sendable {
  public struct Case: Sendable {
    public var name: String
    public var type: TypeReference
    /// Which JSON values can be this case at all.
    public var kinds: Set<JSONValue.Kind>
    /// Values of the discriminator.
    public var discriminators: [String]
  }

  /// In the order in which they are tried.
  public var cases: [Case]
  public var discriminator: String?
  /// Whether a value of the discriminator says for sure which case it is. Else another is tried if the value turns
  /// out not to be of that case.
  public var isDiscriminatorBinding: Bool
  /// The case for values that are none of the others, if there may be such.
  public var unrecognizedName: String?
}

/// A constraint that is checked on values of a place.
public indirect enum CheckPlan: Sendable, Hashable {
  case length(min: Int?, max: Int?)
  case range(min: JSONNumber?, max: JSONNumber?, above: JSONNumber?, below: JSONNumber?)
  /// Bounds that the type itself cannot express.
  case exactRange(min: JSONNumber?, max: JSONNumber?, above: JSONNumber?, below: JSONNumber?)
  case multiple(of: JSONNumber)
  /// A divisor that the type cannot express, or of numbers with fractions.
  case exactMultiple(of: JSONNumber)
  /// A regular expression of ECMA-262.
  case pattern(String)
  /// The value must be one of these.
  case values([JSONValue])
  case count(min: Int?, max: Int?)
  case unique
  /// The value must be one that its enum lists.
  case known
  /// What no type expresses, as a schema without references.
  case meets(JSONValue)
  /// What the value's own type checks.
  case own
  /// Each item or member.
  case each([CheckPlan])
}
