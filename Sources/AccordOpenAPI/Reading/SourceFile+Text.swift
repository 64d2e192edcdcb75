extension SourceFile {
  /// 3 if the text begins with the byte-order mark of UTF-8, else 0.
  var byteOrderMarkLength: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  /// The place of the byte at that offset. Walks over the text: for errors, not for every value.
  public func location(ofByte offset: Int) -> Location {
    var line = 1
    var column = 1
    var index = byteOrderMarkLength
    let end = min(offset, bytes.count)
    while index < end {
      let byte = bytes[index]
      index += 1
      let endsLine =
        byte == 0x0A || (byte == 0x0D && !(index < bytes.count && bytes[index] == 0x0A))
      if endsLine {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80, byte != 0x0D {
        column += 1
      }
    }
    return Location(file: self, line: line, column: column)
  }

  /// What to say of text that is not UTF-8 as a whole; `nil` if nothing speaks against it.
  ///
  /// Without a byte-order mark UTF-16 and UTF-32 are known by a NUL among the first bytes: YAML and JSON both
  /// begin with a character of ASCII (RFC 4627, section 3; YAML 1.2, section 5.2).
  func refusalOfEncoding() -> Diagnostic? {
    let start = bytes.prefix(4)
    let isUTF32 = start.starts(with: [0, 0, 0xFE, 0xFF]) || start.starts(with: [0xFF, 0xFE, 0, 0])
    let isUTF16 = start.starts(with: [0xFE, 0xFF]) || start.starts(with: [0xFF, 0xFE])
    guard isUTF32 || isUTF16 || (start.count >= 2 && start.prefix(2).contains(0)) else {
      return nil
    }
    let name = isUTF32 ? "UTF-32" : isUTF16 ? "UTF-16" : "UTF-16 or UTF-32"
    return Diagnostic(
      .error, "the text is encoded as \(name)", at: .file(path), remedy: "save the file as UTF-8")
  }

  /// What to say of a file that holds nothing.
  var emptiness: Diagnostic {
    Diagnostic(
      .error, "the file is empty", at: .file(path),
      remedy: "write an OpenAPI document into it, or name another file")
  }
}
