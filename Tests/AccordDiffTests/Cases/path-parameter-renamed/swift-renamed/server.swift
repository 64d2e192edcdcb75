struct Server: ShopAPI {
  func items(id: String) async throws(CallError<NoRefusal>) {}
}
