struct Server: ShopAPI {
  func items(size: Int?) async throws(CallError<NoRefusal>) {}
}
