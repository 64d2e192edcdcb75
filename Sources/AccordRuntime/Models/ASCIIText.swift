/// Characters of ASCII, written one after the other into memory that is there.
struct ASCIIText {
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  /// - Parameter buffer: must have room for all that is appended.
  init(in buffer: UnsafeMutableBufferPointer<UInt8>) {
    self.buffer = buffer
  }

  /// A string of what `append` adds: at most `capacity` characters.
  static func string(capacity: Int, _ append: (inout ASCIIText) -> Void) -> String {
    String(unsafeUninitializedCapacity: capacity) { buffer in
      var text = ASCIIText(in: buffer)
      append(&text)
      return text.count
    }
  }

  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: buffer[..<count]) }

  mutating func append(_ character: Unicode.Scalar) { append(UInt8(ascii: character)) }

  mutating func append(_ byte: UInt8) {
    buffer[count] = byte
    count += 1
  }

  /// Two digits. The number must be from 0 to 99.
  mutating func append(pair number: Int) {
    let number = UInt8(truncatingIfNeeded: number)
    append(48 + number / 10)
    append(48 + number % 10)
  }

  /// Hours and minutes from UTC, behind a sign. Which one it is for none at all, RFC 3339 leaves to the caller.
  mutating func append(offsetMinutes: Int, sign: Unicode.Scalar) {
    append(sign)
    append(pair: abs(offsetMinutes) / 60)
    append(":")
    append(pair: abs(offsetMinutes) % 60)
  }

  /// With leading zeros. The number must not be negative, and not wider.
  mutating func append(_ number: Int, width: Int) {
    var rest = number
    for index in (count..<count + width).reversed() {
      buffer[index] = 48 + UInt8(rest % 10)
      rest /= 10
    }
    count += width
  }
}
