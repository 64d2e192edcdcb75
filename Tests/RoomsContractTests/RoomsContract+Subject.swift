import AccordContract
import AccordTesting
import Foundation

/// The generated suite is about the rooms server in this process, with its demo's rooms.
extension RoomsContract {
  static func subject() async throws -> ContractSubject {
    let server = try await DemoServer()
    var configuration = server.configuration
    configuration.seed = 1
    configuration.cases = 30
    let folder = PackageRoot.url.appendingPathComponent("openapi")
    return try ContractSubject(
      document: folder.appendingPathComponent("rooms.yaml").path,
      overlays: [folder.appendingPathComponent("rooms.overlay.yaml").path],
      configuration: configuration, transport: server.transport)
  }
}
