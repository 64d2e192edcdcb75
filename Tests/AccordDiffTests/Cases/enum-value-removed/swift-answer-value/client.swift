func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  if s == .b { print(s) }
}
