func use(_ client: ShopClient) async throws {
  do {
    try await client.items()
  } catch .refused(.conflict, _) {
    print("taken")
  }
}
