func use(_ client: ShopClient) async throws {
  print(ShopCredentials(key: nil, token: nil))
}
