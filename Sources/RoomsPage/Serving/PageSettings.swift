import AccordRuntime
import RoomsAPI

/// What the viewer has chosen. It travels in links, so that the page needs neither cookies nor scripts.
struct PageSettings: Sendable, Hashable {
  /// Index of the viewer.
  var viewer = 0
  var isBatching = true
  var isRefreshing = true
  /// Of the list, from 1.
  var page = 1

  init() {}

  /// What makes no sense is as if it were not there.
  init(_ request: ServerRequest, viewers: [PageViewer]) {
    viewer = request.value("viewer").flatMap { name in viewers.firstIndex { $0.name == name } } ?? 0
    isBatching = request.value("batching") != "off"
    isRefreshing = request.value("refresh") != "off"
    page = request.value("page").flatMap { Int($0) }.map { min(max($0, 1), 1_000_000) } ?? 1
    viewerName = viewer == 0 ? nil : viewers[viewer].name
  }

  private var viewerName: String?

  func add(to target: inout RequestTarget) {
    target.addQuery("viewer", viewerName)
    target.addQuery("batching", isBatching ? nil : "off")
    target.addQuery("refresh", isRefreshing ? nil : "off")
    target.addQuery("page", page == 1 ? nil : page)
  }

  // MARK: - Changes

  func seen(by index: Int, of viewers: [PageViewer]) -> PageSettings {
    var copy = self
    copy.viewer = index
    copy.viewerName = index == 0 ? nil : viewers[index].name
    copy.page = 1
    return copy
  }

  func with<Value>(_ key: WritableKeyPath<PageSettings, Value>, _ value: Value) -> PageSettings {
    var copy = self
    copy[keyPath: key] = value
    return copy
  }
}

/// Somebody who can look at the page.
struct PageViewer: Sendable {
  var name: String
  var makeClient: @Sendable (any ClientTransport) -> RoomsClient
}
