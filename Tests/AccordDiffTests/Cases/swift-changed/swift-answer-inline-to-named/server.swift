struct Server: ShopAPI {
  func item() async throws(CallError<NoRefusal>) -> S {
    S(a: S.A(x: "y"))
  }
}
