struct Server: ShopAPI {
  func items(page: Int?) async throws(CallError<NoRefusal>) {}
}
