func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  if let a: T = s.a { print(a) }
}
