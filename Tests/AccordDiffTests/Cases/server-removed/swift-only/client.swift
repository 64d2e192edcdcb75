func use(_ client: ShopClient) async throws {
  print(ShopServers.standard)
}
