func use(_ client: ShopClient) async throws {
  let text: String = try await client.items()
  print(text)
}
