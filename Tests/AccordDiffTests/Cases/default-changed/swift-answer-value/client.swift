func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  let a: Int = s.a
  print(a)
}
