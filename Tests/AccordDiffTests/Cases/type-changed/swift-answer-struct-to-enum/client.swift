func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  if let a = s.a { print(a) }
}
