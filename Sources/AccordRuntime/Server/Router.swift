import HTTPTypes

/// One operation as a server offers it. Generated.
public struct Route<API>: Sendable {
  public let operation: OperationDescription
  /// The content types of the bodies that are handed on as they come; all others are collected first.
  var streamed: [String] = []
  let handle: @Sendable (ServerRequest, API) async throws -> ServerResponse

  public init(
    _ operation: OperationDescription,
    handle: @escaping @Sendable (ServerRequest, API) async throws -> ServerResponse
  ) {
    self.operation = operation
    self.handle = handle
  }

  /// The same at another path, for webhooks and callbacks: whoever receives them decides where.
  public func at(_ path: String) -> Route {
    var description = operation
    description.path = path
    return Route(description, handle: handle)
  }

  /// Reads what the operation takes, performs it, and makes an answer of what it gives or refuses. Everything
  /// that is no documented answer is a ``RequestProblem/internalError(_:)``.
  public init<Success, Refusal>(
    _ operation: APIOperation<Success, Refusal>, streaming streamed: [String] = [],
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
    self.streamed = streamed
  }
}

/// Finds the operation for a request and answers it.
///
/// At each segment of a path a literal wins over a parameter, so that `/rooms/meetings/bulk-status` is
/// never taken for a room called `meetings`, in whatever order the routes come. Segments are split before
/// they are decoded, once, so that an encoded slash belongs to a value.
public struct Router<API>: Sendable {
  private final class Segment: Sendable {
    let literals: [ExactString: Segment]
    let patterns: [(SegmentPattern, Segment)]
    /// Those whose path asks for more of the query first.
    let routes: [HTTPRequest.Method: [(query: [ParameterDecoder.Pair], route: Route<API>)]]

    init(
      literals: [ExactString: Segment], patterns: [(SegmentPattern, Segment)],
      routes: [HTTPRequest.Method: [(query: [ParameterDecoder.Pair], route: Route<API>)]]
    ) {
      self.literals = literals
      self.patterns = patterns
      self.routes = routes
    }
  }

  private let root: Segment
  private let render: ErrorRendering
  private let maximumBodySize: Int
  private let multipartLimits: MultipartLimits

  /// - Parameters:
  ///   - maximumBodySize: in bytes, of bodies that are not handed on as they come.
  ///   - multipart: how much of a body of typed parts is taken.
  public init(
    _ routes: [Route<API>], maximumBodySize: Int = 8 << 20,
    multipart multipartLimits: MultipartLimits = .init(),
    rendering render: @escaping ErrorRendering
  ) {
    self.render = render
    self.multipartLimits = multipartLimits
    self.maximumBodySize = maximumBodySize
    root = Self.build(
      routes.map { route in
        (Self.segments(of: Self.path(of: route.operation.path)) ?? [], route)
      })
  }

  /// Some documents tell operations apart by a fragment, or a query, in the path.
  private static func path(of template: String) -> Substring {
    Substring(template.utf8.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") })
  }

  /// What a query in the path has to say, but for its expressions.
  private static func query(of template: String) -> [ParameterDecoder.Pair] {
    let query = template.utf8.prefix { $0 != UInt8(ascii: "#") }
      .drop { $0 != UInt8(ascii: "?") }.dropFirst()
    return QueryText.pairs(of: Substring(query).utf8).filter {
      !$0.raw.utf8.contains(UInt8(ascii: "{"))
    }
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
    var ending: [HTTPRequest.Method: [(query: [ParameterDecoder.Pair], route: Route<API>)]] = [:]
    var literals: [ExactString: [(ArraySlice<Substring>, Route<API>)]] = [:]
    var patterns: [(pattern: SegmentPattern, routes: [(ArraySlice<Substring>, Route<API>)])] = []
    for (segments, route) in routes {
      guard let first = segments.first else {
        let query = query(of: route.operation.path)
        let others = ending[route.operation.method, default: []]
        let index = others.firstIndex { $0.query.count < query.count } ?? others.endIndex
        ending[route.operation.method, default: []].insert((query, route), at: index)
        continue
      }
      if !first.contains("{") {
        let text = String(first)
        literals[ExactString(text.percentDecoded ?? text), default: []].append(
          (segments.dropFirst(), route))
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
    var matches: [(Segment, [String: Substring])] = []
    if let segments = Self.segments(of: request.rawPath) {
      find(segments, in: root, parameters: [:], into: &matches)
    }
    var request = request
    for (segment, parameters) in matches {
      let routes = segment.routes[request.head.method] ?? []
      let route = routes.first { route in
        route.query.allSatisfy { pair in
          request.queryPairs.contains {
            $0.name.isExactly(pair.name) && QueryText.decode($0.raw) == QueryText.decode(pair.raw)
          }
        }
      }?.route
      guard let route else { continue }
      request.rawPathParameters = parameters
      request.multipartLimits = multipartLimits
      do {
        let api = try await api(route.operation)
        if !route.streams(request.head) {
          request.body = ByteStream(try await request.body.collect(upTo: maximumBodySize))
        }
        return try await route.handle(request, api)
      } catch let refusal as ServerRefusal {
        return refusal.response
      } catch RequestProblem.unauthenticated(let challenge) {
        return render(.unauthenticated(challenge)).challenging(challenge)
      } catch RequestProblem.forbidden(let challenge) {
        return render(.forbidden(challenge)).challenging(challenge)
      } catch let problem as RequestProblem {
        return render(problem)
      } catch let error as BodyTooLarge {
        return render(.bodyTooLarge(limit: error.limit))
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
    _ segments: ArraySlice<Substring>, in segment: Segment, parameters: [String: Substring],
    into matches: inout [(Segment, [String: Substring])]
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
      guard let values = pattern.match(first) else { continue }
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
