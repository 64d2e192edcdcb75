struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    if let a: S.A = s.a { print(a) }
  }
}
