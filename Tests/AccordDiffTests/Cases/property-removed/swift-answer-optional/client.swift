func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  if let b = s.b { print(b) }
}
