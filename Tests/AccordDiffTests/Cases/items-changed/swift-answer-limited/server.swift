struct Server: ShopAPI {
  func item() async throws(CallError<NoRefusal>) -> S {
    [JSONValue.null]
  }
}
