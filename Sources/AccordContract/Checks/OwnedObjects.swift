import AccordOpenAPI

/// Objects that are known to belong to the first viewer, by their masks and what they are called.
struct OwnedObjects: Sendable {
  private struct Key: Hashable {
    let mask: Location
    let identity: String
  }

  private var keys: Set<Key> = []

  mutating func learn(_ sites: [MaskSite]) {
    for site in sites {
      guard let identity = site.identity else { continue }
      keys.insert(Key(mask: site.mask.location, identity: identity))
    }
  }

  func contains(_ site: MaskSite) -> Bool {
    guard let identity = site.identity else { return false }
    return keys.contains(Key(mask: site.mask.location, identity: identity))
  }
}
