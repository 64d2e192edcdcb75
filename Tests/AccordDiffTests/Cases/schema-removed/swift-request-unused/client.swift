func use(_ client: ShopClient) async throws {
  try await client.store(
    body: {
      _ = T(x: "y"); return S(a: "x")
    }())
}
