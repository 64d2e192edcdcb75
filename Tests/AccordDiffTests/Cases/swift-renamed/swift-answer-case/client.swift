func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  if s == .plus1 { print(s) }
}
