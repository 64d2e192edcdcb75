import AccordJSON
import AccordOpenAPI

/// What a schema is made of, seen with the eyes of a type system. `null` is left aside: it makes a type
/// optional, whatever the form. References are followed by whoever asks.
enum SchemaForm {
  case any
  /// Nothing but another schema: a reference, or an `allOf` or `anyOf` of one.
  case single(Schema)
  case scalar(TypeReference)
  case array(items: Schema?)
  /// An array with something else at each of its first places.
  case tuple(TupleForm)
  /// An object without named properties.
  case map(values: Schema?)
  case object(MergedSchema)
  /// Strings.
  case enumeration(StringValues)
  /// Values that are not all strings.
  case values(LiteralValues)
  case union(UnionForm)
}

/// Strings that a document lists.
struct StringValues {
  /// Without duplicates, as the document orders them.
  var values: [String]
  /// Whether any other string is as good: they are but the known ones.
  var isOpen = false
}

/// Values that a document lists, which are not all strings. `null` is left aside.
struct LiteralValues {
  /// The type that all of them have: a number's, or any JSON value.
  var type: TypeReference
  /// Without duplicates, as the document orders them.
  var values: [JSONValue]
  /// What the document calls some of them.
  var titles: [JSONValue: String] = [:]
}

struct TupleForm {
  var places: [Schema]
  /// What may follow; `nil`: nothing.
  var rest: Schema?
  /// How many items there are at least.
  var minimum: Int
}

struct UnionForm {
  struct Member {
    /// All that a value of this branch keeps, the part that all branches have in common included.
    var schema: Schema
    /// The branch as the document has it: what names it.
    var origin: Schema
  }

  var members: [Member]
  var discriminator: SchemaKeywords.Discriminator?
  /// Whether the last member is the base of the others, of which every one of their values is a value too.
  var hasBase = false
}

/// The form of a schema, and what its values have to keep beside it. A class, because it is found once and asked for
/// by everybody who meets the schema.
final class SchemaShape {
  let form: SchemaForm
  /// All that stands beside the form, `allOf` and references flattened. For ``SchemaForm/single(_:)``
  /// without that one.
  let constraints: [Schema]
  /// What was put together here. Compositions of the same parts are the same type.
  let identity: [ObjectIdentifier]

  init(form: SchemaForm, constraints: [Schema] = [], identity: [ObjectIdentifier] = []) {
    self.form = form
    self.constraints = constraints
    self.identity = identity
  }
}
