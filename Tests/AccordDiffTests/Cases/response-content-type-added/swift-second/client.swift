func use(_ client: ShopClient) async throws {
  if let a = try await client.items().a { print(a) }
}
