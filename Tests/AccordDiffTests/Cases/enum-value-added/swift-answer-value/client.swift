func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  switch s {
  case .a, .b, .unknown: print(s)
  }
}
