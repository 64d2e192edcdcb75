func use(_ client: ShopClient) async throws {
  try await client.items(a: "x", b: "y")
}
