import Foundation
import GRDB

/// A string in SQLite, whatever scalars it holds.
///
/// SQLite's C interface ends a text at its first NUL, so that `"a\0b"` would find the room `"a"`. A string
/// with a NUL is stored as a blob of its UTF-8 bytes: a blob never equals a text, and two are equal only if
/// all of their bytes are. All others are text, which `BINARY` compares byte by byte, never normalised.
struct StoredText {
  var value: String

  init(_ value: String) {
    self.value = value
  }

  var databaseValue: DatabaseValue {
    value.utf8.contains(0) ? Data(value.utf8).databaseValue : value.databaseValue
  }
}
