import AccordGenerator
import AccordJSON
internal import AccordOpenAPI
import Foundation

/// Settings of the generator in a file, beside a document: `{"module": "ShelfAPI", "access": "internal"}`.
struct GenerateSettings {
  private let path: String
  private let members: JSONDictionary<JSONValue>

  init(path: String) throws(SettingsError) {
    self.path = path
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SettingsError(path, "the settings cannot be read", remedy: "check the path")
    }
    do throws(JSONError) {
      guard case .object(let members) = try JSONValue(parsing: data) else {
        throw JSONError(.mismatch(expected: "object", found: .array), at: 0)
      }
      self.members = members
    } catch {
      throw SettingsError(
        path, "the settings are no JSON object: \(error)",
        remedy: #"write something like {"module": "ShelfAPI"}"#)
    }
  }

  func apply(to options: inout Generator.Options) throws(SettingsError) {
    for (key, value) in members {
      switch (key, value) {
      case ("module", .string(let module)): options.module = module
      case ("access", .string(let text)):
        guard let access = AccessLevel(rawValue: text) else {
          throw wrong(key, "one of \(AccessLevel.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        options.access = access
      case ("emit", .array(let items)):
        let parts = items.map { $0.string.flatMap(GeneratedPart.init) }
        guard !parts.contains(nil) else {
          throw wrong(
            key, "some of \(GeneratedPart.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        options.parts = Set(parts.compactMap { $0 })
      case ("onlyTags", _): options.selection.tags = try strings(key, value)
      case ("onlyOperations", _): options.selection.operations = try strings(key, value)
      case ("onlyPaths", _): options.selection.paths = try strings(key, value)
      case ("keepOperationIds", .bool(let keeps)): options.keepsOperationIDs = keeps
      case ("imports", _):
        options.imports = try strings(key, value)
        if !options.imports.allSatisfy(Generator.isModuleName) {
          throw wrong(key, "names of modules")
        }
      case ("names", .object(let names)):
        options.renames = try names.map { original, name throws(SettingsError) in
          guard let name = name.string else {
            throw wrong(key, #"an object of strings, {"listRooms": "rooms"} say"#)
          }
          return Rename(original, to: name)
        }
      case ("module", _), ("access", _): throw wrong(key, "a string")
      case ("emit", _): throw wrong(key, "an array of strings")
      case ("keepOperationIds", _): throw wrong(key, "true or false")
      case ("names", _): throw wrong(key, #"an object, {"listRooms": "rooms"} say"#)
      default:
        throw SettingsError(
          path, "there is no setting \(JSONValue.string(key))",
          remedy: "the settings are " + Self.keys.joined(separator: ", "))
      }
    }
  }

  private static let keys = [
    "module", "access", "emit", "onlyTags", "onlyOperations", "onlyPaths", "keepOperationIds",
    "names", "imports",
  ]

  private func strings(_ key: String, _ value: JSONValue) throws(SettingsError) -> [String] {
    let strings = value.array?.map(\.string) ?? [nil]
    guard !strings.contains(nil) else { throw wrong(key, "an array of strings") }
    return strings.compactMap { $0 }
  }

  private func wrong(_ key: String, _ wanted: String) -> SettingsError {
    SettingsError(path, "the setting \(key) has a wrong value", remedy: "write \(wanted)")
  }
}

/// Why settings cannot be used.
struct SettingsError: Error {
  let diagnostic: Diagnostic

  init(_ path: String, _ message: String, remedy: String) {
    diagnostic = Diagnostic(.error, message, at: .file(path), remedy: remedy)
  }
}
