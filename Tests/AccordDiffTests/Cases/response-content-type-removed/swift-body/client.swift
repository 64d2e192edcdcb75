func use(_ client: ShopClient) async throws {
  let a = try await client.items().a
  print(a as Any)
}
