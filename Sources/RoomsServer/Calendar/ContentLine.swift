/// One line of a calendar: a property with its parameters and its value (RFC 5545, section 3.1).
struct ContentLine: Sendable {
  struct Parameter: Sendable {
    /// In upper case.
    var name: String
    var values: [String]
  }

  /// In upper case.
  var name: String
  var parameters: [Parameter]
  /// As it stands; what it means depends on the property.
  var value: String

  /// `nil` for a line that is no property. Such lines are passed over.
  init?(_ line: ArraySlice<UInt8>) {
    var rest = line
    guard let name = Self.name(in: &rest) else { return nil }
    var parameters: [Parameter] = []
    while rest.first == UInt8(ascii: ";") {
      rest.removeFirst()
      guard let name = Self.name(in: &rest), rest.first == UInt8(ascii: "=") else { return nil }
      var values: [String] = []
      repeat {
        rest.removeFirst()
        guard let value = Self.parameterValue(in: &rest) else { return nil }
        values.append(value)
      } while rest.first == UInt8(ascii: ",")
      parameters.append(Parameter(name: name, values: values))
    }
    guard rest.first == UInt8(ascii: ":") else { return nil }
    self.name = name
    self.parameters = parameters
    value = String(decoding: rest.dropFirst(), as: UTF8.self)
  }

  /// The first value of a parameter.
  subscript(parameter name: String) -> String? {
    parameters.first { $0.name == name }?.values.first
  }

  /// A value of the type TEXT without its escapes (RFC 5545, section 3.3.11).
  var text: String {
    guard value.utf8.contains(UInt8(ascii: "\\")) else { return value }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(value.utf8.count)
    var isEscaped = false
    for byte in value.utf8 {
      if isEscaped {
        bytes.append(byte == UInt8(ascii: "n") || byte == UInt8(ascii: "N") ? 10 : byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        bytes.append(byte)
      }
    }
    // A last backslash escapes nothing.
    if isEscaped { bytes.append(UInt8(ascii: "\\")) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func name(in rest: inout ArraySlice<UInt8>) -> String? {
    let name = rest.prefix { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
    guard !name.isEmpty else { return nil }
    rest = rest.dropFirst(name.count)
    return String(decoding: name, as: UTF8.self).uppercased()
  }

  /// A quoted one may hold what separates others. RFC 6868: `^n`, `^^` and `^'` are a line's end, a circumflex
  /// and a quotation mark.
  private static func parameterValue(in rest: inout ArraySlice<UInt8>) -> String? {
    let value: ArraySlice<UInt8>
    if rest.first == UInt8(ascii: "\"") {
      value = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
      rest = rest.dropFirst(value.count + 1)
      guard rest.first == UInt8(ascii: "\"") else { return nil }
      rest.removeFirst()
    } else {
      value = rest.prefix { byte in
        byte != UInt8(ascii: ";") && byte != UInt8(ascii: ":") && byte != UInt8(ascii: ",")
      }
      rest = rest.dropFirst(value.count)
    }
    return String(
      decoding: value.contains(UInt8(ascii: "^")) ? unescaped(value) : Array(value), as: UTF8.self)
  }

  private static func unescaped(_ value: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "^") else {
        bytes.append(byte)
        continue
      }
      switch rest.first {
      case UInt8(ascii: "n"): bytes.append(10)
      case UInt8(ascii: "^"): bytes.append(byte)
      case UInt8(ascii: "'"): bytes.append(UInt8(ascii: "\""))
      default:
        bytes.append(byte)
        continue
      }
      rest.removeFirst()
    }
    return bytes
  }
}
