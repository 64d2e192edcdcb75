struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    if s == .b { print(s) }
  }
}
