struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    let a: Int32 = s.a
    print(a)
  }
}
