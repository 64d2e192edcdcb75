func use(_ client: ShopClient) async throws {
  let s = try await client.item()
  let user: String = s.userID
  print(user)
}
