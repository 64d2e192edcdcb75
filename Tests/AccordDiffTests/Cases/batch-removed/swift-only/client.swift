func use(_ client: ShopClient) async throws {
  print(client.batching())
}
