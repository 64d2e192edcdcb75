struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    for text in s { print(text.isEmpty) }
  }
}
