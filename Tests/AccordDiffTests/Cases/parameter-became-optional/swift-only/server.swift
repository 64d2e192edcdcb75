struct Server: ShopAPI {
  func items(q: String) async throws(CallError<NoRefusal>) {}
}
