struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    let same: S = s
    print(same)
  }
}
