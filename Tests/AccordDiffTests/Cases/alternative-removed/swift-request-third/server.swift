struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    if case .bool(let value) = s { print(value) }
  }
}
