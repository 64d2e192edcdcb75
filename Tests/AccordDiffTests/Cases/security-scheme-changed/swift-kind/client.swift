func use(_ client: ShopClient) async throws {
  print(ShopCredentials(key: AccordRuntime.APIKey("x")))
}
