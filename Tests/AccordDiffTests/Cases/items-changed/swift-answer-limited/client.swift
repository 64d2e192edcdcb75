func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  for value in s { print(value.kind) }
}
