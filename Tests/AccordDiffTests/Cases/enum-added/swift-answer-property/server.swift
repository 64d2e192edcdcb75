struct Server: ShopAPI {
  func item() async throws(CallError<NoRefusal>) -> S {
    S(a: String("x"))
  }
}
