func use(_ client: ShopClient) async throws {
  func all() async throws(CallError<NoRefusal>) { try await client.items() }
  try await all()
}
