#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A string that is equal to another only if both hold the same Unicode scalars.
///
/// Swift compares `String` by canonical equivalence, so `"é"` written as one scalar equals `"é"`
/// written as two. JSON compares scalar by scalar (RFC 8259, section 8.3): two object keys that
/// differ only in their normal form are two keys. Everything here that looks up, deduplicates or
/// compares text that came out of JSON goes through this type.
public struct ExactString: Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public var value: String

  public init(_ value: String) {
    self.value = value
  }

  public init(stringLiteral value: String) {
    self.value = value
  }

  public var description: String { value }
}

extension ExactString: Hashable {
  public static func == (left: ExactString, right: ExactString) -> Bool {
    left.value.isExactly(right.value)
  }

  public func hash(into hasher: inout Hasher) {
    var copy = value
    copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }
}

extension ExactString: Comparable {
  /// Orders by UTF-8 bytes, which is the order of the Unicode scalars.
  public static func < (left: ExactString, right: ExactString) -> Bool {
    left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
  }
}

extension String {
  /// Whether both strings hold the same Unicode scalars. See ``ExactString``.
  public func isExactly(_ other: String) -> Bool {
    let count = utf8.count
    guard count == other.utf8.count else { return false }
    // Native strings, which nearly all are, give their bytes away.
    let result = utf8.withContiguousStorageIfAvailable { bytes in
      other.utf8.withContiguousStorageIfAvailable { others in
        guard let base = bytes.baseAddress, let otherBase = others.baseAddress else {
          return count == 0
        }
        return base == otherBase || memcmp(base, otherBase, count) == 0
      }
    }
    return result.flatMap { $0 } ?? utf8.elementsEqual(other.utf8)
  }
}
