func use(_ client: ShopClient) async throws {
  func make(_ server: ServerURL, _ transport: any ClientTransport) -> ShopClient {
    ShopClient(server: server, transport: transport, credentials: Credentials.none)
  }
  print(make)
}
