import AccordRuntime
import RoomsAPI
import RoomsServer

/// What belongs to one request for a page.
struct PageContext: Sendable {
  let viewers: [PageViewer]
  let settings: PageSettings
  /// As the viewer, through the batcher or not: components cannot tell.
  let rooms: any RoomsAPI
  let traffic: Traffic
  let now: Timestamp
  /// In seconds.
  let refreshInterval: Int

  var viewer: PageViewer { viewers[settings.viewer] }
}
