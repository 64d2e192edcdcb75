import AccordJSON

/// A configuration file: viewers, bad credentials and parameter values, as JSON. In every string
/// `${NAME}` stands for an environment variable, so that no secret needs to be in the file.
///
/// ```json
/// {
///   "viewers": [{"name": "owner", "header": "Authorization: Bearer ${TOKEN}"}, {"name": "anonymous"}],
///   "badCredentials": [{"name": "expired", "header": "Authorization: Bearer ${EXPIRED}"}],
///   "parameters": {"room_name": ["a", "b"]}
/// }
/// ```
public struct ConfigurationFile: Sendable {
  public var viewers: [ContractConfiguration.NamedViewer] = []
  public var badCredentials: [ContractConfiguration.BadCredential] = []
  public var parameters = JSONDictionary<[String]>()

  /// - Parameters:
  ///   - path: for messages only.
  ///   - environment: gives the value of an environment variable, `nil` if it is not set.
  /// - Throws: ``ConfigurationError`` naming everything that is wrong; never a value of the file.
  public init(
    _ bytes: [UInt8], path: String, environment: @escaping (String) -> String?
  ) throws(ConfigurationError) {
    let root: JSONValue
    do {
      root = try JSONValue(json: bytes, options: .init(refusesDuplicateKeys: true))
    } catch {
      throw ConfigurationError("\(path): \(error)")
    }
    var reading = Reading(path: path, environment: environment)
    guard let members = root.object else {
      throw ConfigurationError("\(path): a configuration is a JSON object")
    }
    for (key, value) in members {
      switch key {
      case "viewers": viewers = reading.viewers(value)
      case "badCredentials": badCredentials = reading.badCredentials(value)
      case "parameters": parameters = reading.parameters(value)
      default:
        reading.problem(
          "unknown member \(JSONValue.string(key)); known are viewers, badCredentials and parameters"
        )
      }
    }
    guard reading.problems.isEmpty else {
      throw ConfigurationError(reading.problems.joined(separator: "\n"))
    }
  }

  private struct Reading {
    let path: String
    let environment: (String) -> String?
    var problems: [String] = []

    mutating func problem(_ text: String) {
      problems.append("\(path): \(text)")
    }

    mutating func viewers(_ value: JSONValue) -> [ContractConfiguration.NamedViewer] {
      entries(value, of: "viewers").map { .init(name: $0.name, credential: $0.credential) }
    }

    mutating func badCredentials(_ value: JSONValue) -> [ContractConfiguration.BadCredential] {
      entries(value, of: "badCredentials").compactMap { entry in
        guard let credential = entry.credential else {
          problem("badCredentials: \(JSONValue.string(entry.name)) needs a header")
          return nil
        }
        return .init(name: entry.name, credential: credential)
      }
    }

    private mutating func entries(
      _ value: JSONValue, of list: String
    ) -> [(name: String, credential: Credential?)] {
      guard let items = value.array else {
        problem("\(list) is an array of objects with name and header")
        return []
      }
      var result: [(name: String, credential: Credential?)] = []
      for (index, item) in items.enumerated() {
        guard let members = item.object, let name = members["name"]?.string, !name.isEmpty else {
          problem("\(list)[\(index)] needs a name")
          continue
        }
        for key in members.keys where key != "name" && key != "header" {
          problem("\(list)[\(index)]: unknown member \(JSONValue.string(key))")
        }
        guard let header = members["header"], header != .null else {
          result.append((name, nil))
          continue
        }
        guard let text = header.string.map({ substituting($0, in: "\(list)[\(index)]") }) else {
          problem("\(list)[\(index)].header is a string such as \"Authorization: Bearer ...\"")
          continue
        }
        guard let text else { continue }
        guard let credential = Credential(field: text) else {
          problem("\(list)[\(index)].header is not of the form \"Header: value\"")
          continue
        }
        result.append((name, credential))
      }
      return result
    }

    mutating func parameters(_ value: JSONValue) -> JSONDictionary<[String]> {
      var result = JSONDictionary<[String]>()
      guard let members = value.object else {
        problem("parameters is an object with arrays of values")
        return result
      }
      for (name, values) in members {
        let place = "parameters.\(name)"
        var texts: [String] = []
        for item in values.array ?? [values] {
          switch item {
          case .string(let text):
            if let text = substituting(text, in: place) { texts.append(text) }
          case .number(let number): texts.append(number.literal)
          case .bool(let bool): texts.append(String(bool))
          case .null, .array, .object: problem("\(place) holds something that is no text or number")
          }
        }
        result[name] = texts
      }
      return result
    }

    /// `nil` if a variable is not set, which is a problem of its own.
    private mutating func substituting(_ text: String, in place: String) -> String? {
      var result = ""
      var rest = Substring(text)
      while let start = rest.firstRange(of: "${") {
        result += rest[..<start.lowerBound]
        rest = rest[start.upperBound...]
        guard let end = rest.firstIndex(of: "}") else {
          problem("\(place): a ${ has no } behind it")
          return nil
        }
        let name = String(rest[..<end])
        guard let value = environment(name) else {
          problem("\(place): the environment variable \(JSONValue.string(name)) is not set")
          return nil
        }
        result += value
        rest = rest[rest.index(after: end)...]
      }
      return result + rest
    }
  }
}
