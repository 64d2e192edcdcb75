struct Server: ShopAPI {
  func items() async throws(CallError<NoRefusal>) {}
  func replace() async throws(CallError<NoRefusal>) {}
}
