import AccordGenerator
import AccordJSON
import AccordOpenAPI
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
      case ("module", _), ("access", _): throw wrong(key, "a string")
      case ("emit", _): throw wrong(key, "an array of strings")
      default:
        throw SettingsError(
          path, "there is no setting \(JSONValue.string(key))",
          remedy: "the settings are module, access and emit")
      }
    }
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
