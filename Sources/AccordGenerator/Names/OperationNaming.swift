import AccordOpenAPI

/// Names the methods of an API after its operations: without the version, without the API's own name, and without
/// the verbs that Swift leaves out. `v1_rooms_list_active_meetings` becomes `activeMeetings`.
struct OperationNaming {
  private let naming: SwiftNaming
  private let baseWords: [String]
  private let keepsIDs: Bool
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameters:
  ///   - base: The API's name, which operationIds like to repeat.
  ///   - keepsIDs: Whether names follow the operationIds to the word.
  init(_ naming: SwiftNaming, base: String, keepsIDs: Bool = false) {
    self.naming = naming
    self.keepsIDs = keepsIDs
    baseWords = SwiftNaming.words(of: base).map { $0.lowercased() }
  }

  /// Names that the protocol's own members and those of its clients have.
  private static let reserved: Set<String> = [
    "core", "base", "batching", "all", "principal", "queryCache",
  ]

  /// One name for each operation, all different.
  ///
  /// - Parameter fixed: the names that somebody wants to the letter.
  mutating func names(of operations: [Operation], fixed: [String?] = []) -> [String] {
    let noise = OperationNoise(.init(base: baseWords, operations: operations))
    var scope = NameScope(reserving: Self.reserved)
    let ladders = operations.map { operation -> [String] in
      if keepsIDs, let id = operation.operationID { return naming.memberNames(id) }
      return noise.ladder(of: operation).map { words in
        naming.memberName(
          words: words, keepsCapitals: words.contains(where: SwiftNaming.hasLowercase))
      }
    }
    let fixed = fixed.isEmpty ? operations.map { _ in nil } : fixed
    let claimed = scope.claim(ladders: ladders, fixed: fixed)
    for (index, name) in claimed.enumerated() {
      guard let rival = name.rival else { continue }
      if let wanted = fixed[index] {
        diagnostics.append(NameOverrides.taken(wanted, at: operations[index].location))
        continue
      }
      report(operations[index], name.name, rival < 0 ? nil : operations[rival])
    }
    return claimed.map { ReservedNames.escaped($0.name) }
  }

  private mutating func report(_ operation: Operation, _ name: String, _ rival: Operation?) {
    let other = rival.map { "\($0.name) at \($0.location)" } ?? "generated code"
    diagnostics.append(
      Diagnostic(
        .note,
        "the method for \(operation.name) is called `\(name)`: it would have the name of \(other)",
        at: operation.location,
        remedy: "give it a name of its own with `x-accord-name`, in an overlay or here"))
  }
}
