struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    print(s.additionalProperties.count)
  }
}
