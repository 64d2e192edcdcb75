import AccordGenerator

/// Tells whether two spellings of a type in two interfaces are the same type to the compiler: aliases are what they
/// stand for, and what was renamed is still the same.
struct TypeSpelling {
  private let oldTargets: [String: String]
  private let newTargets: [String: String]
  /// New names of types that are called otherwise now.
  private let renamed: [String: String]
  init(
    _ old: [SwiftInterface.TypeDeclaration], _ new: [SwiftInterface.TypeDeclaration],
    renamed: [String: String]
  ) {
    oldTargets = Self.targets(old)
    newTargets = Self.targets(new)
    self.renamed = renamed
  }

  private static func targets(_ types: [SwiftInterface.TypeDeclaration]) -> [String: String] {
    var targets: [String: String] = [:]
    for type in types {
      if case .alias(let target) = type.form { targets[type.name] = target }
    }
    return targets
  }

  /// The same name is the same type: what has changed about it is told where it is declared.
  func isSame(_ old: String, _ new: String) -> Bool {
    if renamed.isEmpty ? old == new : Self.replaced(old, [:], depth: 0, name) == new { return true }
    return self.old(old) == self.new(new)
  }

  private func name(_ old: String) -> String { renamed[old] ?? old }

  /// Whether a value of the old type can be handed over where the new one is asked for.
  func isAccepted(_ old: String, for new: String) -> Bool {
    isSame(old, new) || self.new(new) == self.old(old) + "?"
  }

  /// What the old type is called now.
  func old(_ text: String) -> String {
    Self.replaced(text, oldTargets, depth: 0, name)
  }

  func new(_ text: String) -> String {
    Self.replaced(text, newTargets, depth: 0) { $0 }
  }

  /// The plan breaks aliases that contain themselves; the depth is for those that do not keep to it.
  private static func replaced(
    _ text: String, _ targets: [String: String], depth: Int, _ name: (String) -> String
  ) -> String {
    var result = ""
    var word = ""
    func flush() {
      guard !word.isEmpty else { return }
      if let target = targets[word], depth < 64 {
        result += replaced(target, targets, depth: depth + 1, name)
      } else {
        result += name(word)
      }
      word = ""
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "[", "]", "<", ">", "?", ":", ",", " ", "(", ")":
        flush()
        result.unicodeScalars.append(scalar)
      default: word.unicodeScalars.append(scalar)
      }
    }
    flush()
    return result
  }
}
