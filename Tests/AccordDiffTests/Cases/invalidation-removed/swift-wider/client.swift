func use(_ client: ShopClient) async throws {
  print(ShopInvalidations.update(name: "x"))
}
