#if Postgres
  /// A string in PostgreSQL, whatever scalars it holds.
  ///
  /// PostgreSQL has no NUL in its texts. It is written as U+001A and `0`, and U+001A as twice itself: no two
  /// strings are written the same, and all that people write is stored as it is.
  enum PostgresText {
    private static let escape: UInt8 = 0x1A

    static func encoded(_ text: String) -> [UInt8] {
      let bytes = text.utf8
      guard bytes.contains(where: { $0 == 0 || $0 == escape }) else { return Array(bytes) }
      return bytes.flatMap { byte -> [UInt8] in
        switch byte {
        case 0: [escape, UInt8(ascii: "0")]
        case escape: [escape, escape]
        default: [byte]
        }
      }
    }

    static func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
      guard bytes.contains(escape) else { return String(decoding: bytes, as: UTF8.self) }
      var decoded: [UInt8] = []
      var isEscaped = false
      for byte in bytes {
        if isEscaped {
          decoded.append(byte == escape ? escape : 0)
          isEscaped = false
        } else if byte == escape {
          isEscaped = true
        } else {
          decoded.append(byte)
        }
      }
      return String(decoding: decoded, as: UTF8.self)
    }
  }
#endif
