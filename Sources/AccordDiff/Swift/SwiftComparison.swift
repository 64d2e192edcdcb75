import AccordGenerator
import AccordJSON
import AccordOpenAPI

/// Compares what the code of two documents declares, and says whose code no longer compiles.
///
/// Code is taken to do the plain things: name a type, read a property, call an initialiser, a function or a method with
/// its labels, switch over all cases of an enum, conform to the protocol. What depends on the shape of a function as
/// a value, on `Mirror`, or on conformances to the runtime's protocols is not looked at.
struct SwiftComparison {
  let old: SwiftInterface
  let new: SwiftInterface
  let spelling: TypeSpelling
  let pairs: Pairing
  /// Which way values of a schema travel, by both documents.
  let travels: (SwiftInterface.Origin) -> Set<Travel>
  let moved: MovedPlaces
  var findings: [SwiftFinding] = []

  struct Pairing {
    var matched: [(SwiftInterface.TypeDeclaration, SwiftInterface.TypeDeclaration)] = []
    var removed: [SwiftInterface.TypeDeclaration] = []
    var added: [SwiftInterface.TypeDeclaration] = []
    var renamed: [String: String] = [:]
  }

  init(
    _ old: SwiftInterface, _ new: SwiftInterface, moved: MovedPlaces,
    travels: @escaping (SwiftInterface.Origin) -> Set<Travel>
  ) {
    self.old = old
    self.new = new
    self.moved = moved
    self.travels = travels
    pairs = Pairing(old.types, new.types, moved)
    spelling = TypeSpelling(old.types, new.types, renamed: pairs.renamed)
  }

  func compare() -> [SwiftFinding] {
    var copy = self
    copy.compareServices()
    copy.compareTypes()
    return copy.findings
  }

  mutating func report(
    _ kind: SwiftFinding.Kind, _ symbol: String, breaks: Set<SwiftRole>,
    changesMeaning: Bool = false,
    _ reason: String, _ old: SwiftInterface.Origin?, _ new: SwiftInterface.Origin?
  ) {
    findings.append(
      SwiftFinding(
        kind: kind, symbol: symbol, breaks: breaks, changesMeaning: changesMeaning,
        reason: reason, old: old, new: new))
  }
}

extension SwiftComparison.Pairing {
  /// By name, and those that are left by where they come from.
  init(
    _ old: [SwiftInterface.TypeDeclaration], _ new: [SwiftInterface.TypeDeclaration],
    _ moved: MovedPlaces
  ) {
    let byName = Dictionary(
      new.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first }
    )
    var taken: Set<Int> = []
    var partners: [Int?] = old.map { type in
      guard let index = byName[type.name], taken.insert(index).inserted else { return nil }
      return index
    }
    var byOrigin: [SwiftInterface.Origin: Int] = [:]
    for (index, type) in new.enumerated() where !taken.contains(index) {
      byOrigin[type.origin] = index
    }
    for (index, type) in old.enumerated() where partners[index] == nil {
      guard let other = byOrigin[moved.place(of: type.origin)], taken.insert(other).inserted else {
        continue
      }
      partners[index] = other
      renamed[type.name] = new[other].name
    }
    for (type, partner) in zip(old, partners) {
      if let partner { matched.append((type, new[partner])) } else { removed.append(type) }
    }
    added = new.enumerated().filter { !taken.contains($0.offset) }.map(\.element)
  }
}
