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
    case active
    case paused
    case unknown(String)

    init(rawValue: String) {
      switch rawValue {
      case "active": self = .active
      case "paused": self = .paused
      default: self = .unknown(rawValue)
      }
    }

    var rawValue: String {
      switch self {
      case .active: "active"
      case .paused: "paused"
      case .unknown(let value): value
      }
    }

    var isKnown: Bool {
      switch self {
      case .active, .paused: true
      case .unknown: false
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
    var id: String?
    var count: Int?
    var isOpen: Bool?
    var state: State?
    var price: Double?
    var madeAt: Timestamp?
    var extra: JSONDictionary<JSONValue>?
    var priceIsThere = false
    var marks = FieldMarks()
    try reader.beginObject()
    while let field = try reader.nextField(of: Self.keys) {
      switch field {
      case .known(0): id = try reader.read(String.self)
      case .known(1): count = try reader.read(Int.self)
      case .known(2):
        price = try reader.read(Double?.self)
        priceIsThere = true
      case .known(3): madeAt = try reader.read(Timestamp?.self)
      case .known(4): isOpen = try reader.read(Bool.self)
      case .known(5): state = try reader.read(State.self)
      case .known(6): extra = try reader.read(JSONDictionary<JSONValue>?.self)
      case .known, .unknown: try reader.skipValue()
      }
    }
    if !priceIsThere { marks.insert(2) }
    if isOpen == nil { marks.insert(4) }
    self.init(
      id: try reader.require(id, "id"), count: try reader.require(count, "count"), price: price,
      madeAt: madeAt, isOpen: isOpen ?? true, state: state ?? .active, extra: extra)
    self.marks = marks
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.write("id", id)
    writer.write("count", count)
    writer.write("price", price, absentIf: marks.contains(2))
    writer.writeIfPresent("made_at", madeAt)
    writer.write("is_open", isOpen, absentIf: marks.contains(4), default: true)
    writer.write("state", state)
    writer.writeIfPresent("extra", extra)
    writer.endObject()
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
