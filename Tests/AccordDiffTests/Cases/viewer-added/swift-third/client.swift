func use(_ client: ShopClient) async throws {
  let url: String = try await client.items().url
  print(url)
}
