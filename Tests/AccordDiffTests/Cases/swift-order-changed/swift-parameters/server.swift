struct Server: ShopAPI {
  func items(page: Int?, size: Int?) async throws(CallError<NoRefusal>) {}
}
