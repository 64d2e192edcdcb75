func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  let a: String = s.a
  print(a)
}
