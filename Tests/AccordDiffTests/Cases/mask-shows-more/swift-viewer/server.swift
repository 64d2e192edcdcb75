struct Server: ShopAPI {
  func items() async throws(CallError<NoRefusal>) -> Room {
    let viewer = ShopViewer.owner
    switch viewer {
    case .owner, .anonymous: print(viewer)
    }
    return Room(url: "u", platform: "p").masked(for: viewer)
  }
}
