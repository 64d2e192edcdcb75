/// Things of one kind that an operation of the document has, and which of them a run has tried.
public struct Exercised: Sendable, Hashable {
  /// In the order of the document.
  public private(set) var all: [String]
  public private(set) var tried: Set<String>

  /// - Parameter tried: what is not among all of them counts for nothing.
  public init(_ all: [String] = [], tried: Set<String> = []) {
    self.all = []
    self.tried = tried
    add(all)
  }

  private mutating func add(_ names: [String]) {
    var known = Set(all)
    all += names.filter { known.insert($0).inserted }
  }

  /// Takes in what another part of the run has tried.
  mutating func join(_ other: Exercised) {
    add(other.all)
    tried.formUnion(other.tried)
  }

  public var triedCount: Int { all.count { tried.contains($0) } }
}
