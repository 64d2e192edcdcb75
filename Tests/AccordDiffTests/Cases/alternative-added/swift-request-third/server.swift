struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    switch s {
    case .string(let text): print(text)
    case .integer(let number): print(number)
    }
  }
}
