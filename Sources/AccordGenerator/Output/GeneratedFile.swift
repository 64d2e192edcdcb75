/// A file to write, its path relative to the output folder.
public struct GeneratedFile: Sendable, Hashable {
  public var path: String
  public var text: String

  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }
}

/// What is generated of an API.
public enum GeneratedPart: String, Sendable, CaseIterable {
  case models, client, server
}

/// How the code is spread over files.
public enum Layout: String, Sendable, CaseIterable {
  /// A file for each type and each operation: for people who read, and for changes that are reviewed.
  case files
  /// A fixed set of files, whatever the document says: for build systems that plan before they read.
  case shards

  /// What belongs together.
  enum Group: String, CaseIterable {
    case api = "API"
    case client = "Client"
    case server = "Server"
    case masks = "Masks"
    case batching = "Batching"
    case queries = "Queries"
    case models = "Models"
    case operations = "Operations"
  }

  /// How many files types, and operations, are spread over with ``shards``.
  static let shardCount = 16

  /// All paths that ``shards`` gives, for the build plan.
  public static var shardPaths: [String] { Group.allCases.flatMap(\.shardPaths) }
}

extension Layout.Group {
  private var isSharded: Bool {
    switch self {
    case .api, .client, .server, .masks, .batching, .queries: false
    case .models, .operations: true
    }
  }

  fileprivate var shardPaths: [String] {
    isSharded ? (0..<Layout.shardCount).map(shardPath(_:)) : ["\(rawValue).swift"]
  }

  private func shardPath(_ shard: Int) -> String {
    "\(rawValue)\(shard < 10 ? "0" : "")\(shard).swift"
  }

  func shardPath(for name: String) -> String {
    isSharded ? shardPath(Self.shard(of: name)) : "\(rawValue).swift"
  }

  /// One file a name. Within a module no two files may have the same name, in whatever folder they are.
  func path(for name: String) -> String {
    switch self {
    case .models: "Models/\(name).swift"
    case .operations: "Operations/\(name)+Operation.swift"
    case .api, .client, .server, .masks, .batching, .queries: "\(name).swift"
    }
  }

  /// The shard of a name: FNV-1a, which is the same on every machine.
  private static func shard(of name: String) -> Int {
    var hash: UInt32 = 2_166_136_261
    for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Int(hash % UInt32(Layout.shardCount))
  }
}
