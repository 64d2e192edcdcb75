struct Receiver: ShopWebhooks {
  func changed(body: ChangedBody) async throws(CallError<NoRefusal>) {
    print(body.b)
  }
}
