struct Server: ShopAPI {
  func items() async throws(CallError<ItemsRefusal>) { throw .refused(.conflict) }
}
