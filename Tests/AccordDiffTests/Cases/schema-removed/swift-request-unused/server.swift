struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    let other: T.Type = T.self
    print(other, s)
  }
}
