func use(_ client: ShopClient) async throws {
  try await client.store()
}
