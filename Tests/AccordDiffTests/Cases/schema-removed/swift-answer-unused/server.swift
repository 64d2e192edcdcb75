struct Server: ShopAPI {
  func item() async throws(CallError<NoRefusal>) -> S {
    {
      _ = T(x: "y"); return S(a: "x")
    }()
  }
}
