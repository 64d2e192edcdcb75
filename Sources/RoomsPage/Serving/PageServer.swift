import AccordRuntime
import HTTPTypes
import RoomsAPI
import RoomsServer

/// Answers requests for pages, whatever brings them.
struct PageServer: Sendable {
  let viewers: [PageViewer]
  let transport: any ClientTransport
  let now: @Sendable () -> Timestamp
  /// After how many seconds a page loads itself again.
  var refreshInterval = 20

  func answer(_ request: ServerRequest) async -> ServerResponse {
    let context = context(of: request)
    guard let route = PageRoute(request) else {
      return page(
        404, "Not found", .rooms, context, "There is nothing here.")
    }
    guard route.methods.contains(request.head.method) else {
      let methods = route.methods.map(\.rawValue).joined(separator: ", ")
      return ServerResponse(status: 405, headerFields: [.allow: methods])
    }
    switch route {
    case .home: return redirect(to: .rooms, context)
    case .styleSheet:
      return ServerResponse(
        status: 200, headerFields: [.cacheControl: "max-age=60"],
        body: EncodedBody(
          contentType: "text/css; charset=utf-8", bytes: Array(StyleSheet.text.utf8))
      )
    case .rooms: return await rooms(context)
    case .room(let name): return await room(name, context)
    case .startMeeting(let name):
      guard isOwnForm(request) else { return foreignForm(route, context) }
      return await startMeeting(name, context)
    case .endMeeting(let name, let id):
      guard isOwnForm(request) else { return foreignForm(route, context) }
      return await endMeeting(id, in: name, context)
    }
  }

  private func context(of request: ServerRequest) -> PageContext {
    let settings = PageSettings(request, viewers: viewers)
    let traffic = Traffic()
    let client = viewers[settings.viewer].makeClient(
      CountingTransport(base: transport, traffic: traffic))
    // Taking the batcher away is one line.
    let rooms: any RoomsAPI = settings.isBatching ? client.batching() : client
    return PageContext(
      viewers: viewers, settings: settings, rooms: rooms, traffic: traffic, now: now(),
      refreshInterval: refreshInterval)
  }

  // MARK: - Pages

  private func rooms(_ context: PageContext) async -> ServerResponse {
    do throws(CallError<ListRefusal>) {
      return page(
        200, "Meeting rooms", .rooms, context, try await RoomsView(context: context).render())
    } catch {
      return failure(error, .rooms, context)
    }
  }

  private func room(_ name: String, _ context: PageContext) async -> ServerResponse {
    do throws(CallError<GetByNameRefusal>) {
      let content = try await RoomView(name: name, context: context).render()
      return page(200, name, .room(name), context, content)
    } catch {
      return failure(error, .room(name), context)
    }
  }

  // MARK: - Changes

  private func startMeeting(_ name: String, _ context: PageContext) async -> ServerResponse {
    do throws(CallError<CreateMeetingRefusal>) {
      _ = try await context.rooms.createMeeting(
        roomName: name, body: CreateRoomMeeting(allowDuplicated: true))
      return redirect(to: .room(name), context)
    } catch {
      return failure(error, .room(name), context)
    }
  }

  private func endMeeting(
    _ id: String, in name: String, _ context: PageContext
  ) async -> ServerResponse {
    do throws(CallError<MeetingDeactivateRefusal>) {
      _ = try await context.rooms.meetingDeactivate(meetingID: id)
      return redirect(to: .room(name), context)
    } catch {
      return failure(error, .room(name), context)
    }
  }

  /// Whether the form stood on a page of this server. Browsers say where a form came from; what says nothing is
  /// no browser, and has no viewer to act for.
  private func isOwnForm(_ request: ServerRequest) -> Bool {
    if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.head.headerFields[name] {
      return site == "same-origin" || site == "none"
    }
    guard let origin = request.head.headerFields[.origin] else { return true }
    guard let authority = request.head.authority else { return false }
    return origin == "http://\(authority)" || origin == "https://\(authority)"
  }

  private func foreignForm(_ route: PageRoute, _ context: PageContext) -> ServerResponse {
    page(403, "Not allowed", .rooms, context, "The form does not come from this page.")
  }

  // MARK: - Answers

  private func failure<Refusal>(
    _ error: CallError<Refusal>, _ route: PageRoute, _ context: PageContext
  ) -> ServerResponse {
    switch error.status {
    case 401, 403:
      page(
        403, "Not allowed", route, context, "\(context.viewer.name) may not do that here.")
    case 404: page(404, "Not found", route, context, "There is no such room or meeting.")
    case 400, 422:
      page(400, "Not possible", route, context, "The rooms server does not accept that.")
    default:
      page(
        502, "No answer", route, context,
        "The rooms server does not answer as it should. This page tries again by itself.")
    }
  }

  private func page(
    _ status: Int, _ title: String, _ route: PageRoute, _ context: PageContext,
    _ explanation: String
  ) -> ServerResponse {
    let view = ProblemView(title: title, explanation: explanation, context: context)
    return page(status, title, route, context, view.html)
  }

  private func page(
    _ status: Int, _ title: String, _ route: PageRoute, _ context: PageContext, _ content: HTML
  ) -> ServerResponse {
    let html = PageLayout(title: title, route: route, context: context).page(content)
    return ServerResponse(
      status: status, headerFields: Self.headerFields,
      body: EncodedBody(contentType: "text/html; charset=utf-8", bytes: Array(html.text.utf8)))
  }

  private func redirect(to route: PageRoute, _ context: PageContext) -> ServerResponse {
    ServerResponse(
      status: 303,
      headerFields: [.location: route.url(context.settings), .cacheControl: "no-store"])
  }

  /// No scripts, nothing from elsewhere, not in a frame of others; nothing of a viewer in a cache.
  private static let headerFields: HTTPFields = {
    var fields: HTTPFields = [.cacheControl: "no-store"]
    for (name, value) in [
      (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
      ),
      ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"),
    ] {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return fields
  }()
}
