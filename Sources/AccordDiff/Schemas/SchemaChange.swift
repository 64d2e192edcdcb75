import AccordJSON
import AccordOpenAPI

/// A difference between two schemas, before it is known which way their values travel.
struct SchemaChange {
  enum Effect {
    /// The allowed values decide.
    case values(Relation)
    /// What it means is more than which values are allowed.
    case verdicts(request: Verdict, response: Verdict)
  }

  var rule: Rule
  /// Below the schema that was compared.
  var place: JSONPointer
  var effect: Effect
  var reason: String
  /// The schemas whose values are concerned, for finding a witness.
  var oldSchema: Schema
  var newSchema: Schema
  var old: Location?
  var new: Location?
  /// Where the comparison began.
  var roots: [SchemaID] = []
  /// Of a member that is only in one of the schemas.
  var members: [SchemaID] = []

  /// Everything that it may be known by.
  var schemas: Set<SchemaID> {
    let reached = roots.map { SchemaID(file: $0.file, pointer: $0.pointer.appending(place)) }
    return Set(members.isEmpty ? [oldSchema.id, newSchema.id] + reached : members + reached)
  }

  func verdict(_ travel: Travel) -> Verdict {
    switch (effect, travel) {
    case (.values(let relation), _): relation.verdict(travel)
    case (.verdicts(let request, _), .request): request
    case (.verdicts(_, let response), .response): response
    }
  }
}
