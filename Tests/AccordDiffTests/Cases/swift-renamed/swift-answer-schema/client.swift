func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  let same: S = s
  print(same)
}
