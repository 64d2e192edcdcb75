struct Server: ShopAPI {
  func store() async throws(CallError<NoRefusal>) {}
}
