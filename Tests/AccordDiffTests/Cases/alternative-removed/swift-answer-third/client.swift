func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  if case .bool(let value) = s { print(value) }
}
