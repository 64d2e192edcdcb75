struct Server: ShopAPI {
  func items(a: String, b: String) async throws(CallError<NoRefusal>) {}
}
