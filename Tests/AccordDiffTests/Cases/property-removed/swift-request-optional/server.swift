struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    if let b = s.b { print(b) }
  }
}
