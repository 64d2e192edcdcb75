struct Server: ShopAPI {
  func store(body: StoreBody) async throws(CallError<NoRefusal>) {}
}
