#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Read by RFC 9562, section 4: 8-4-4-4-12 hexadecimal digits of either case. Written in lower case.
extension UUID: JSONReadable, JSONWritable, ParameterValue {
  public init(reading reader: inout JSONReader) throws(JSONError) {
    self = try reader.readString("is not a valid uuid") { UUID(utf8: $0) }
  }

  public func write(to writer: inout JSONWriter) {
    writer.write(parameterText)
  }

  public static var parameterDescription: String { "a valid uuid" }
  public var parameterText: String { uuidString.lowercased() }

  public init?(parameterText: String) {
    var text = parameterText
    guard let value = text.withUTF8({ UUID(utf8: $0) }) else { return nil }
    self = value
  }

  /// `UUID(uuidString:)` does not promise to refuse what is longer.
  private init?(utf8 text: UnsafeBufferPointer<UInt8>) {
    guard text.count == 36 else { return nil }
    var value: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    let isValid = withUnsafeMutableBytes(of: &value) { bytes in
      var nibbles = 0
      for (index, byte) in text.enumerated() {
        if index == 8 || index == 13 || index == 18 || index == 23 {
          guard byte == UInt8(ascii: "-") else { return false }
          continue
        }
        guard let digit = Self.value(of: byte) else { return false }
        bytes[nibbles / 2] = bytes[nibbles / 2] << 4 | digit
        nibbles += 1
      }
      return true
    }
    guard isValid else { return nil }
    self.init(uuid: value)
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
