import AccordJSON
import AccordOpenAPI

/// A place where two values are not the same.
struct JSONDifference: Sendable {
  let pointer: JSONPointer
  let left: JSONValue?
  let right: JSONValue?

  /// All differences, the deepest places of each; at most `limit`.
  static func all(_ left: JSONValue, _ right: JSONValue, limit: Int = 100) -> [JSONDifference] {
    var result: [JSONDifference] = []
    func compare(_ left: JSONValue, _ right: JSONValue, _ pointer: JSONPointer) {
      guard result.count < limit else { return }
      switch (left, right) {
      case (.object(let members), .object(let others)):
        for (key, value) in members {
          if let other = others[key] {
            compare(value, other, pointer.appending(key))
          } else {
            result.append(.init(pointer: pointer.appending(key), left: value, right: nil))
          }
        }
        for (key, value) in others where members[key] == nil {
          result.append(.init(pointer: pointer.appending(key), left: nil, right: value))
        }
      case (.array(let items), .array(let others)) where items.count == others.count:
        for index in items.indices {
          compare(items[index], others[index], pointer.appending(index))
        }
      default:
        if left != right { result.append(.init(pointer: pointer, left: left, right: right)) }
      }
    }
    compare(left, right, .root)
    return result
  }

  /// Whether one place is the other, or lies within it.
  static func overlap(_ first: JSONPointer, _ second: JSONPointer) -> Bool {
    zip(first.tokens, second.tokens).allSatisfy { $0.isExactly($1) }
  }
}

/// A place where what a viewer sees is not what the masks make of the whole.
struct ViewDifference: Sendable {
  enum Kind: Sendable {
    /// A value that the viewer must not see, or the wrong replacement.
    case notMasked(MaskSite, got: JSONValue)
    /// The property was left out instead of replaced.
    case omitted(MaskSite)
    /// Something differs that no mask accounts for.
    case changed(expected: JSONValue?, got: JSONValue?, site: MaskSite?)
  }

  /// In the whole value.
  let pointer: JSONPointer
  let kind: Kind
}

/// Compares what a viewer got with what the masks make of the whole value.
struct MaskedComparison {
  let viewer: ViewerAccess
  /// By their place in the whole value.
  private let sites: [JSONPointer: MaskSite]
  private(set) var differences: [ViewDifference] = []

  init(viewer: ViewerAccess, sites: [MaskSite]) {
    self.viewer = viewer
    var table: [JSONPointer: MaskSite] = [:]
    for site in sites { table[site.pointer] = site }
    self.sites = table
  }

  /// - Parameter pointer: where `whole` stands in the value that the sites are of.
  mutating func compare(_ whole: JSONValue, _ seen: JSONValue, at pointer: JSONPointer) {
    guard differences.count < 50 else { return }
    switch (whole, seen) {
    case (.object(let members), .object(let others)):
      for (key, value) in members {
        let place = pointer.appending(key)
        if let site = maskingSite(at: place) {
          compareMasked(site, others[key])
        } else if let other = others[key] {
          compare(value, other, at: place)
        } else {
          add(place, .changed(expected: value, got: nil, site: sites[place]))
        }
      }
      for (key, value) in others where members[key] == nil {
        let place = pointer.appending(key)
        if let site = maskingSite(at: place), site.replacement == value { continue }
        add(place, .changed(expected: nil, got: value, site: sites[place]))
      }
    case (.array(let items), .array(let others)) where items.count == others.count:
      for index in items.indices {
        compare(items[index], others[index], at: pointer.appending(index))
      }
    default:
      if whole != seen {
        add(pointer, .changed(expected: whole, got: seen, site: sites[pointer]))
      }
    }
  }

  private func maskingSite(at pointer: JSONPointer) -> MaskSite? {
    guard let site = sites[pointer], site.conditionHolds, !site.isVisible(to: viewer) else {
      return nil
    }
    return site
  }

  private mutating func compareMasked(_ site: MaskSite, _ seen: JSONValue?) {
    guard let seen else { return add(site.pointer, .omitted(site)) }
    if seen != site.replacement { add(site.pointer, .notMasked(site, got: seen)) }
  }

  private mutating func add(_ pointer: JSONPointer, _ kind: ViewDifference.Kind) {
    differences.append(ViewDifference(pointer: pointer, kind: kind))
  }
}
