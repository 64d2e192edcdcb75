func use(_ client: ShopClient) async throws {
  let size: Int? = nil
  try await client.items(size: size)
}
