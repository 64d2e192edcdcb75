func use(_ client: ShopClient) async throws {
  try await client.items(page: 1)
  try await client.items()
}
