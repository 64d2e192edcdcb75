struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    if let a = s.a { print(a) }
  }
}
