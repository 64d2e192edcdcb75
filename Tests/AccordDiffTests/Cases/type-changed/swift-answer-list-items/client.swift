func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  for text in s { print(text.isEmpty) }
}
