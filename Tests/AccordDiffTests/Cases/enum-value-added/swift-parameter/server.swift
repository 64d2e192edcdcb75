struct Server: ShopAPI {
  func items(q: ItemsQ) async throws(CallError<NoRefusal>) {
    switch q {
    case .a, .unknown: print(q)
    }
  }
}
