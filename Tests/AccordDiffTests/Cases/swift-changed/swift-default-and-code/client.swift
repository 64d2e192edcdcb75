func use(_ client: ShopClient) async throws {
  do {
    try await client.items()
  } catch .refused(let refusal, _) {
    switch refusal {
    case .other(let status): print(status)
    }
  }
}
