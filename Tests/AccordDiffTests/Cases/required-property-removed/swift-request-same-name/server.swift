struct Server: ShopAPI {
  func store(body s: S) async throws(CallError<NoRefusal>) {
    let user: String = s.userID
    print(user)
  }
}
