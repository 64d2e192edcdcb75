func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  print(s.additionalProperties.count)
}
