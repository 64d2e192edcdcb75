struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    let a: String = s.a
    print(a)
  }
}
