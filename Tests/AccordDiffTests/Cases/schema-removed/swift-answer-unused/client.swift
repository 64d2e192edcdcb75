func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  let other: T.Type = T.self
  print(other, s)
}
