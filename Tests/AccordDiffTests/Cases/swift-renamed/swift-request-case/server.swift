struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    if s == .plus1 { print(s) }
  }
}
