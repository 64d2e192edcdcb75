/// Gives out names that are not taken yet, in the order of asking, so that the same document gives the same
/// names on every run.
struct NameScope {
  private let reserved: Set<String>
  private var taken: Set<String> = []
  /// From which number on there may be a free one behind a name: thousands may want the same.
  private var nextNumbers: [String: Int] = [:]

  init(reserving names: Set<String> = []) {
    reserved = Set(names.map { $0.lowercased() })
  }

  /// The name itself, or with the smallest number behind it that makes it unique. Names that differ in case
  /// only count as the same: files are named after types, on file systems that fold case.
  mutating func claim(_ name: String) -> String {
    let folded = name.lowercased()
    if take(folded) { return name }
    var number = nextNumbers[folded] ?? 2
    while !take("\(folded)\(number)") { number += 1 }
    nextNumbers[folded] = number + 1
    return "\(name)\(number)"
  }

  private mutating func take(_ folded: String) -> Bool {
    !reserved.contains(folded) && taken.insert(folded).inserted
  }

  func isTaken(_ name: String) -> Bool { isTaken(folded: name.lowercased()) }

  private func isTaken(folded: String) -> Bool {
    taken.contains(folded) || reserved.contains(folded)
  }

  /// A name that was given out, and why it is not the one that was wanted.
  struct Claimed: Equatable {
    var name: String
    /// Who has the name that this one would have without its number: an index into the ladders, or `-1` if it
    /// is a name that nobody may have.
    var rival: Int?
  }

  /// Names for all of them at once. Each brings a ladder of names, the best first: where the names of several
  /// are the same, all of them go on to their next. What is still the same at the end of the ladders gets
  /// numbers.
  mutating func claim(ladders: [[String]]) -> [Claimed] {
    var levels = Array(repeating: 0, count: ladders.count)
    func name(_ index: Int) -> String {
      let ladder = ladders[index]
      return ladder.isEmpty ? "value" : ladder[min(levels[index], ladder.count - 1)]
    }
    // A climb can meet another's name, which then climbs too. It ends, because ladders do; the bound is for
    // documents that mean harm.
    for _ in 0..<16 {
      var holders: [String: [Int]] = [:]
      for index in ladders.indices { holders[name(index).lowercased(), default: []].append(index) }
      let climbing = ladders.indices.filter { index in
        guard levels[index] + 1 < ladders[index].count else { return false }
        let key = name(index).lowercased()
        return isTaken(folded: key) || holders[key, default: []].count > 1
      }
      if climbing.isEmpty { break }
      for index in climbing { levels[index] += 1 }
    }
    var first: [String: Int] = [:]
    return ladders.indices.map { index in
      let wanted = name(index)
      let name = claim(wanted)
      let key = wanted.lowercased()
      let rival = name == wanted ? nil : first[key] ?? -1
      if first[key] == nil { first[key] = index }
      return Claimed(name: name, rival: rival)
    }
  }

  /// Names for members that the document calls so.
  ///
  /// - Parameter fixed: names that somebody wants to the letter. Nobody else gets them; a rival there means that
  ///   it was taken.
  mutating func claim(
    members names: [String], fixed: [String?] = [], _ naming: SwiftNaming
  ) -> [Claimed] {
    if fixed.contains(where: { $0 != nil }) {
      return claim(
        ladders: zip(names, fixed).map { name, fixed in
          fixed.map { [$0] } ?? naming.memberNames(name)
        }, fixed: fixed)
    }
    let best = names.map { naming.memberName($0) }
    var keys = Set<String>(minimumCapacity: best.count)
    let areFree = best.allSatisfy { name in
      let key = name.lowercased()
      return !isTaken(folded: key) && keys.insert(key).inserted
    }
    if areFree {
      if taken.isEmpty { taken = keys } else { taken.formUnion(keys) }
      return best.map { Claimed(name: $0, rival: nil) }
    }
    return claim(ladders: names.map { naming.memberNames($0) })
  }

  /// Names for all of them at once, some of them wanted to the letter.
  mutating func claim(ladders: [[String]], fixed: [String?]) -> [Claimed] {
    var result: [Claimed?] = fixed.map { name in
      guard let name else { return nil }
      let given = claim(name)
      return Claimed(name: given, rival: given == name ? nil : -1)
    }
    let free = ladders.indices.filter { result[$0] == nil }
    for (index, claimed) in zip(free, claim(ladders: free.map { ladders[$0] })) {
      result[index] = Claimed(
        name: claimed.name, rival: claimed.rival.map { $0 < 0 ? $0 : free[$0] })
    }
    return result.compactMap { $0 }
  }
}
