import AccordRuntime
import HTTPTypes

/// What a generator would make of a small schema, written by hand.
struct Card: JSONModel {
  var id: String
  var count: Int
  var price: Double?
  var madeAt: Timestamp?
  var isOpen: Bool
  var state: State
  var extra: JSONDictionary<JSONValue>?
  private var marks = FieldMarks()

  enum State: OpenEnum {
    case active, paused, unknown(String)

    static let known: KnownValues<Self> = [.active, .paused]

    var rawValue: String {
      switch self {
      case .active: "active"
      case .paused: "paused"
      case .unknown(let value): value
      }
    }
  }

  init(
    id: String, count: Int, price: Double? = nil, madeAt: Timestamp? = nil, isOpen: Bool = true,
    state: State = .active, extra: JSONDictionary<JSONValue>? = nil
  ) {
    self.id = id
    self.count = count
    self.price = price
    self.madeAt = madeAt
    self.isOpen = isOpen
    self.state = state
    self.extra = extra
  }

  private static let keys: JSONKeys = [
    "id", "count", "price", "made_at", "is_open", "state", "extra",
  ]

  init(reading reader: inout JSONReader) throws(JSONError) {
    let outer = try reader.enter(Self.keys)
    id = try reader.required()
    count = try reader.required()
    price = try reader.nullable()
    madeAt = try reader.nullable()
    isOpen = try reader.defaulted(true)
    state = try reader.optional() ?? .active
    extra = try reader.nullable()
    marks = try reader.marks()
    try reader.leave(outer)
  }

  func write(to writer: inout JSONWriter) {
    let outer = writer.enter(Self.keys)
    writer.mark(marks)
    writer.required(id)
    writer.required(count)
    writer.nullable(price)
    writer.nullable(madeAt)
    writer.defaulted(isOpen, true)
    writer.required(state)
    writer.optional(extra)
    writer.leave(outer)
  }
}

struct Problem: JSONModel {
  var detail: String

  init(detail: String) { self.detail = detail }

  init(reading reader: inout JSONReader) throws(JSONError) {
    var detail: String?
    try reader.beginObject()
    while let key = try reader.nextKey() {
      if key == "detail" { detail = try reader.read(String.self) } else { try reader.skipValue() }
    }
    self.init(detail: try reader.require(detail, "detail"))
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.write("detail", detail)
    writer.endObject()
  }
}

/// The refusals of an operation on one card.
enum CardRefusal: DocumentedRefusal, Equatable {
  case notFound(Problem)
  case gone

  init?(_ answer: IncomingAnswer) throws(AnswerProblem) {
    switch answer.status {
    case 404: self = .notFound(try answer.json())
    case 410: self = .gone
    default: return nil
    }
  }

  var answer: OutgoingAnswer {
    switch self {
    case .notFound(let value): .json(404, value)
    case .gone: .empty(410)
    }
  }
}

/// Those of the operation for many cards: it knows other statuses.
enum CardsRefusal: DocumentedRefusal, Equatable {
  case notFound(Problem)
  case conflict(Problem)

  init?(_ answer: IncomingAnswer) throws(AnswerProblem) {
    switch answer.status {
    case 404: self = .notFound(try answer.json())
    case 409: self = .conflict(try answer.json())
    default: return nil
    }
  }

  var answer: OutgoingAnswer {
    switch self {
    case .notFound(let value): .json(404, value)
    case .conflict(let value): .json(409, value)
    }
  }
}

extension Call where Success == Card, Refusal == CardRefusal {
  static func card(_ id: String, violations: [ConstraintViolation] = []) -> Self {
    Call(
      APIOperation("get_card", .get, "/cards/{id}", .json(200)), "/cards/\(id)",
      violations: violations)
  }
}
