extension JSONPointer {
  /// The pointer to the innermost value that holds the byte at `offset`, as far as the text is well-formed.
  ///
  /// Errors carry an offset, because that costs nothing to keep; only when one is shown does somebody look
  /// for its place.
  public init(to offset: Int, in text: [UInt8]) {
    var path: [String] = []
    // Where the text is broken, or more follows, the path leads as far as reading came.
    _ = try? JSONReader.read(text) { reader throws(JSONError) in
      try reader.locate(offset, path: &path)
    }
    self.init(tokens: path)
  }
}

extension JSONReader {
  /// Goes through the value here; if the byte is in it, `path` leads there and the reader stays inside.
  fileprivate mutating func locate(_ target: Int, path: inout [String]) throws(JSONError) -> Bool {
    let kind = try peekKind()
    // Before the value, or in its key: the value as a whole is meant.
    if target <= offset { return true }
    switch kind {
    case .null, .boolean, .number, .string:
      try skipValue()
    case .array:
      try beginArray()
      var index = 0
      while try nextItem() {
        path.append(String(index))
        if try locate(target, path: &path) { return true }
        path.removeLast()
        index += 1
      }
    case .object:
      try beginObject()
      while let key = try nextKey() {
        path.append(key)
        if try locate(target, path: &path) { return true }
        path.removeLast()
      }
    }
    // An offset right behind a container's bracket still means the container: that is where a missing member
    // is noticed.
    return offset >= target
  }
}
