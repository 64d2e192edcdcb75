import HTTPTypes

/// One operation as a server offers it. Generated.
public struct Route<API>: Sendable {
  public let operation: OperationDescription
  let handle: @Sendable (ServerRequest, API) async throws -> ServerResponse

  public init(
    _ operation: OperationDescription,
    handle: @escaping @Sendable (ServerRequest, API) async throws -> ServerResponse
  ) {
    self.operation = operation
    self.handle = handle
  }

  /// Reads what the operation takes, performs it, and makes an answer of what it gives or refuses. Everything
  /// that is no documented answer is a ``RequestProblem/internalError(_:)``.
  public init<Success, Refusal>(
    _ operation: APIOperation<Success, Refusal>,
    _ perform: @escaping @Sendable (inout RequestReading, API) async throws -> Success
  ) {
    let write = operation.format.write
    self.init(operation.description) { request, api in
      var reading = RequestReading(request)
      do {
        let answer = write(try await perform(&reading, api))
        return ServerResponse(head: answer.head, body: try answer.body())
      } catch let error as any CallErrorConvertible {
        guard let response = try error.response() else { throw error }
        return response
      }
    }
  }
}

/// Finds the operation for a request and answers it.
///
/// At each segment of a path a literal wins over a parameter, so that `/rooms/meetings/bulk-status` is
/// never taken for a room called `meetings`, in whatever order the routes come. Segments are split before
/// they are decoded, so that an encoded slash belongs to a value.
public struct Router<API>: Sendable {
  private final class Segment: Sendable {
    let literals: [ExactString: Segment]
    let patterns: [(SegmentPattern, Segment)]
    let routes: [HTTPRequest.Method: Route<API>]

    init(
      literals: [ExactString: Segment], patterns: [(SegmentPattern, Segment)],
      routes: [HTTPRequest.Method: Route<API>]
    ) {
      self.literals = literals
      self.patterns = patterns
      self.routes = routes
    }
  }

  private let root: Segment
  private let render: ErrorRendering

  public init(_ routes: [Route<API>], rendering render: @escaping ErrorRendering) {
    self.render = render
    root = Self.build(
      routes.map { route in
        (Self.segments(of: Substring(route.operation.path)) ?? [], route)
      })
  }

  /// `nil` for a path that does not begin with a slash.
  private static func segments(of path: Substring) -> ArraySlice<Substring>? {
    // By bytes: a combining mark behind a slash makes another character of it.
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.first?.isEmpty == true else { return nil }
    return parts.dropFirst().map { Substring($0) }[...]
  }

  private static func build(
    _ routes: [(segments: ArraySlice<Substring>, route: Route<API>)]
  ) -> Segment {
    var ending: [HTTPRequest.Method: Route<API>] = [:]
    var literals: [ExactString: [(ArraySlice<Substring>, Route<API>)]] = [:]
    var patterns: [(pattern: SegmentPattern, routes: [(ArraySlice<Substring>, Route<API>)])] = []
    for (segments, route) in routes {
      guard let first = segments.first else {
        ending[route.operation.method] = route
        continue
      }
      if !first.contains("{") {
        literals[ExactString(String(first)), default: []].append((segments.dropFirst(), route))
        continue
      }
      let pattern = SegmentPattern(first)
      if let index = patterns.firstIndex(where: { $0.pattern == pattern }) {
        patterns[index].routes.append((segments.dropFirst(), route))
      } else {
        patterns.append((pattern, [(segments.dropFirst(), route)]))
      }
    }
    // The pattern with the most literal text is the most specific one.
    patterns.sort { $0.pattern.literalLength > $1.pattern.literalLength }
    return Segment(
      literals: literals.mapValues(build),
      patterns: patterns.map { ($0.pattern, build($0.routes)) },
      routes: ending)
  }

  /// Answers a request.
  ///
  /// - Parameter api: makes what answers, once it is known which operation is asked for; it throws
  ///   a ``ServerRefusal`` if the caller may not even ask.
  public func answer(
    _ request: ServerRequest,
    by api: @Sendable (OperationDescription) async throws -> API
  ) async -> ServerResponse {
    var matches: [(Segment, [String: String])] = []
    if let segments = Self.segments(of: request.rawPath) {
      find(segments, in: root, parameters: [:], into: &matches)
    }
    var request = request
    for (segment, parameters) in matches {
      guard let route = segment.routes[request.head.method] else { continue }
      request.pathParameters = parameters
      do {
        return try await route.handle(request, try await api(route.operation))
      } catch let refusal as ServerRefusal {
        return refusal.response
      } catch RequestProblem.unauthenticated(let challenge) {
        return render(.unauthenticated(challenge)).challenging(challenge)
      } catch RequestProblem.forbidden(let challenge) {
        return render(.forbidden(challenge)).challenging(challenge)
      } catch let problem as RequestProblem {
        return render(problem)
      } catch {
        return render(.internalError(error))
      }
    }
    let methods = Set(matches.flatMap { $0.0.routes.keys })
    return render(
      methods.isEmpty
        ? .notFound : .methodNotAllowed(methods.sorted { $0.rawValue < $1.rawValue }))
  }

  /// All that match, the most specific first.
  private func find(
    _ segments: ArraySlice<Substring>, in segment: Segment, parameters: [String: String],
    into matches: inout [(Segment, [String: String])]
  ) {
    guard let first = segments.first else {
      if !segment.routes.isEmpty { matches.append((segment, parameters)) }
      return
    }
    guard let decoded = String(first).percentDecoded else { return }
    if let next = segment.literals[ExactString(decoded)] {
      find(segments.dropFirst(), in: next, parameters: parameters, into: &matches)
    }
    for (pattern, next) in segment.patterns {
      guard let values = pattern.match(decoded) else { continue }
      find(
        segments.dropFirst(), in: next,
        parameters: parameters.merging(values) { _, new in new }, into: &matches)
    }
  }
}

/// An answer that is thrown instead of returned: a caller without valid credentials, say.
public struct ServerRefusal: Error, Sendable {
  public let response: ServerResponse

  public init(_ response: ServerResponse) {
    self.response = response
  }
}

/// A segment with parameters in it, such as `{id}` or `{name}.json`.
struct SegmentPattern: Hashable, Sendable {
  private enum Part: Hashable, Sendable {
    case literal(String)
    case parameter(String)
  }

  private let parts: [Part]

  init(_ template: Substring) {
    var parts: [Part] = []
    var rest = template
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      if open > rest.startIndex { parts.append(.literal(String(rest[..<open]))) }
      parts.append(.parameter(String(rest[rest.index(after: open)..<close])))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(.literal(String(rest))) }
    self.parts = parts
  }

  var literalLength: Int {
    parts.reduce(0) { sum, part in
      switch part {
      case .literal(let text): sum + text.utf8.count
      case .parameter: sum
      }
    }
  }

  /// The values of the parameters, or `nil` if the segment is another. A parameter is never empty; each
  /// takes as little as it can, but for the last one, which takes all that the end leaves it.
  func match(_ segment: String) -> [String: String]? {
    var values: [String: String] = [:]
    var rest = Array(segment.utf8)[...]
    var open: String?
    for (index, part) in parts.enumerated() {
      switch part {
      case .parameter(let name):
        if open != nil { return nil }
        open = name
      case .literal(let text):
        let literal = Array(text.utf8)
        let start: Int?
        if open == nil {
          start = rest.starts(with: literal) ? rest.startIndex : nil
        } else if index == parts.count - 1 {
          start = Self.lastRange(of: literal, in: rest.dropFirst())
        } else {
          start = Self.firstRange(of: literal, in: rest.dropFirst())
        }
        guard let start else { return nil }
        if let name = open { values[name] = String(decoding: rest[..<start], as: UTF8.self) }
        rest = rest[(start + literal.count)...]
        open = nil
      }
    }
    if let open {
      guard !rest.isEmpty else { return nil }
      values[open] = String(decoding: rest, as: UTF8.self)
      rest = []
    }
    return rest.isEmpty ? values : nil
  }

  /// Where `literal` stands at the end.
  private static func lastRange(of literal: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.suffix(literal.count).elementsEqual(literal) ? bytes.endIndex - literal.count : nil
  }

  private static func firstRange(of literal: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= literal.count else { return nil }
    return (bytes.startIndex...(bytes.endIndex - literal.count)).first {
      bytes[$0...].starts(with: literal)
    }
  }
}
