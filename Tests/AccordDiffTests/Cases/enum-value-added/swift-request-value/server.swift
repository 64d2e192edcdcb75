struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    switch s {
    case .a, .b, .unknown: print(s)
    }
  }
}
