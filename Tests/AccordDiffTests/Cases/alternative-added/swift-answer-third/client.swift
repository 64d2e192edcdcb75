func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  switch s {
  case .string(let text): print(text)
  case .integer(let number): print(number)
  }
}
