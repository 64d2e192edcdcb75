/// How items follow one another in a body.
public enum ItemFraming: Sendable, Hashable {
  /// One JSON text on each line: `application/x-ndjson`, `application/jsonl`. Empty lines say nothing.
  case lines
  /// JSON texts that begin with a record separator (RFC 7464): `application/json-seq`.
  case records
  /// Server-sent events, as the HTML standard has them: `text/event-stream`.
  case events
}

/// What a body of server-sent events says of one of them.
public struct ServerSentEvent<Item: Sendable>: Sendable {
  public var data: Item
  /// The kind of event. `nil`: none was named.
  public var event: String?
  /// Where to go on after the connection was lost: what `Last-Event-ID` is then.
  public var id: String?
  /// How long to wait before connecting again.
  public var retry: Duration?

  public init(data: Item, event: String? = nil, id: String? = nil, retry: Duration? = nil) {
    self.data = data
    self.event = event
    self.id = id
    self.retry = retry
  }
}

extension ServerSentEvent: Equatable where Item: Equatable {}

/// The items of a body, as they come. It is read once, and as fast as its reader asks: whoever stops reading, or
/// is cancelled, ends the exchange.
///
/// An item that is not what the document says is an ``AnswerProblem``, and so is whatever the connection throws;
/// nothing comes after an error.
public struct ItemStream<Item: Sendable>: AsyncSequence, Sendable {
  public typealias Element = Item
  public typealias Failure = any Error

  /// The items with what server-sent events say beside them; of other bodies, nothing is.
  public let events: Events

  init(_ events: Events) {
    self.events = events
  }

  /// Items for a body that is to be sent.
  public init<Items: AsyncSequence & Sendable>(_ items: Items) where Items.Element == Item {
    events = Events {
      var iterator = items.makeAsyncIterator()
      return { try await iterator.next().map { ServerSentEvent(data: $0) } }
    }
  }

  /// Items that are all there already.
  public init(_ items: [Item]) {
    events = Events {
      var rest = items[...]
      return { rest.popFirst().map { ServerSentEvent(data: $0) } }
    }
  }

  /// Events for a body that is to be sent.
  public init<Source: AsyncSequence & Sendable>(
    events source: Source
  ) where Source.Element == ServerSentEvent<Item> {
    events = Events {
      var iterator = source.makeAsyncIterator()
      return { try await iterator.next() }
    }
  }

  public func makeAsyncIterator() -> Iterator { Iterator(events: events.makeAsyncIterator()) }

  public struct Iterator: AsyncIteratorProtocol {
    var events: Events.Iterator

    public mutating func next() async throws -> Item? { try await events.next()?.data }
  }

  public struct Events: AsyncSequence, Sendable {
    public typealias Element = ServerSentEvent<Item>
    public typealias Failure = any Error
    typealias Advance = () async throws -> ServerSentEvent<Item>?

    private let start: @Sendable () -> Advance

    init(_ start: @escaping @Sendable () -> Advance) {
      self.start = start
    }

    public func makeAsyncIterator() -> Iterator { Iterator(advance: start()) }

    public struct Iterator: AsyncIteratorProtocol {
      let advance: Advance

      public mutating func next() async throws -> ServerSentEvent<Item>? { try await advance() }
    }
  }
}

extension ItemStream {
  /// Reads the items of a body.
  ///
  /// - Parameter limit: in bytes, of one item.
  init(
    _ stream: ByteStream, _ framing: ItemFraming, limit: Int = 16 << 20,
    decode: @escaping @Sendable (String) throws(JSONError) -> Item
  ) {
    self.init(
      Events {
        var parts = stream.makeAsyncIterator()
        var splitter = ItemSplitter(framing, limit: limit)
        var isOver = false
        return {
          while !isOver {
            if let event = splitter.next() {
              // What some servers send behind the last item; it is not JSON.
              if framing == .events, event.data == "[DONE]" { break }
              do throws(JSONError) {
                return ServerSentEvent(
                  data: try decode(event.data), event: event.event, id: event.id,
                  retry: event.retry)
              } catch {
                isOver = true
                throw AnswerProblem.json(error)
              }
            }
            do {
              guard let part = try await parts.next() else {
                try Task.checkCancellation()
                guard splitter.finish() else { break }
                continue
              }
              try splitter.append(part)
            } catch {
              isOver = true
              throw error
            }
          }
          isOver = true
          return nil
        }
      })
  }

  /// The body with these items.
  func bytes(
    _ framing: ItemFraming, encode: @escaping @Sendable (Item) throws(JSONError) -> [UInt8]
  ) -> ByteStream {
    let events = events
    return ByteStream(
      EncodedItems {
        let advance = events.makeAsyncIterator().advance
        return {
          guard let event = try await advance() else { return nil }
          return framing.text(of: event, data: try encode(event.data))
        }
      })
  }
}

private struct EncodedItems: AsyncSequence, Sendable {
  let start: @Sendable () -> () async throws -> [UInt8]?

  struct Iterator: AsyncIteratorProtocol {
    let advance: () async throws -> [UInt8]?
    mutating func next() async throws -> [UInt8]? { try await advance() }
  }

  func makeAsyncIterator() -> Iterator { Iterator(advance: start()) }
}

extension ItemFraming {
  fileprivate func text<Item>(of event: ServerSentEvent<Item>, data: [UInt8]) -> [UInt8] {
    switch self {
    case .lines: return data + [0x0A]
    case .records: return [0x1E] + data + [0x0A]
    case .events:
      var text = ""
      // A line break would end a field.
      if let name = event.event { text += "event: \(Self.line(name))\n" }
      if let id = event.id { text += "id: \(Self.line(id))\n" }
      if let retry = event.retry {
        let (seconds, attoseconds) = retry.components
        text += "retry: \(seconds * 1000 + attoseconds / 1_000_000_000_000_000)\n"
      }
      var bytes = Array(text.utf8)
      var isAfterReturn = false
      bytes += Array("data: ".utf8)
      for byte in data {
        if byte == 0x0A, isAfterReturn {
          isAfterReturn = false
          continue
        }
        isAfterReturn = byte == 0x0D
        bytes += byte == 0x0A || byte == 0x0D ? Array("\ndata: ".utf8) : [byte]
      }
      return bytes + [0x0A, 0x0A]
    }
  }

  private static func line(_ text: String) -> String {
    String(decoding: text.utf8.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }, as: UTF8.self)
  }
}
