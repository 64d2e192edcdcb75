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
  /// A suite of contract tests, for a test target: it imports AccordContract and Testing, and nothing of the rest.
  case contract

  /// What is generated unless somebody asks for something else.
  public static let usual: [GeneratedPart] = [.models, .client, .server]
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
    case webhooks = "Webhooks"
    case models = "Models"
    case operations = "Operations"
    case contract = "Contract"
  }

  /// How many files types, and operations, are spread over with ``shards``.
  static let shardCount = 16

  /// All paths that ``shards`` gives, for the build plan. A suite of tests is not among them: it belongs to another
  /// target.
  public static var shardPaths: [String] {
    Group.allCases.filter { $0 != .contract }.flatMap(\.shardPaths)
  }
}

extension Layout.Group {
  private var isSharded: Bool {
    switch self {
    case .api, .client, .server, .masks, .batching, .queries, .webhooks, .contract: false
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
    case .models: "Models/\(Self.stem(of: name)).swift"
    case .operations: "Operations/\(Self.stem(of: name))+Operation.swift"
    case .api, .client, .server, .masks, .batching, .queries, .webhooks, .contract:
      "\(Self.stem(of: name)).swift"
    }
  }

  /// The name as every file system has it. Names with other letters than those of ASCII, of which some systems
  /// change the normal form, long ones, and those that Windows keeps for devices get a hash of the name instead of
  /// what cannot be there. Should two hashes ever be the same, the two types share a file.
  private static func stem(of name: String) -> String {
    let isPlain =
      name.utf8.count <= longestStem
      && name.utf8.allSatisfy { byte in
        byte == UInt8(ascii: "_") || byte &- 48 < 10 || (byte | 0x20) &- 97 < 26
      }
    if isPlain, !deviceNames.contains(name.lowercased()) { return name }
    let plain = name.unicodeScalars.filter {
      $0.isASCII && ($0 == "_" || $0.properties.isXIDContinue)
    }
    let start = String(String.UnicodeScalarView(plain.prefix(longestStem / 2)))
    return "\(start)-\(String(hash(name), radix: 16))"
  }

  private static let longestStem = 100
  private static let deviceNames: Set<String> = Set(
    ["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] })

  private static func shard(of name: String) -> Int {
    Int(hash(name) % UInt32(Layout.shardCount))
  }

  /// FNV-1a, which is the same on every machine.
  private static func hash(_ name: String) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return hash
  }
}
