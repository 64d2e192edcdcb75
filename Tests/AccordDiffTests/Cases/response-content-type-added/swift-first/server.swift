struct Server: ShopAPI {
  func items() async throws(CallError<NoRefusal>) {}
}
