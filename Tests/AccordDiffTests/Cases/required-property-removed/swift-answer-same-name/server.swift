struct Server: ShopAPI {
  func item() async throws(CallError<NoRefusal>) -> S {
    S(userID: "x")
  }
}
