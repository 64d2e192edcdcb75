func use(_ client: ShopClient) async throws {
  try await client.items(size: Optional(3))
}
