struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    for value in s { print(value.kind) }
  }
}
