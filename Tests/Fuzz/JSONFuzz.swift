import AccordJSON

@testable import AccordOpenAPI

/// The two readers of JSON, that of documents and that of values: what one takes the other takes, as the same value,
/// and what is written is read again as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let value = try? JSONValue(
    parsing: bytes,
    options: .init(maximumDepth: ReadingLimits().depth, refusesDuplicateKeys: true))
  // A byte order mark is tolerated at the beginning of files only.
  if !bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
    compare(value, SourceFile(path: "input.json", bytes: bytes))
  }
  guard let value else { return 0 }
  guard let again = try? JSONValue(parsing: value.serialized()), again == value else {
    fatalError("what was written is read as something else")
  }
  return 0
}

private func compare(_ value: JSONValue?, _ file: SourceFile) {
  let parsed = file.parsed()
  let isRefused = parsed.diagnostics.contains { $0.severity == .error }
  let other = isRefused ? nil : parsed.root?.value
  switch (value, other) {
  case (nil, nil): return
  case (let value?, let other?):
    if value != other { fatalError("the readers disagree: \(value) and \(other)") }
  case (_?, nil): fatalError("only the document's reader refuses it: \(parsed.diagnostics)")
  case (nil, _?): fatalError("only the value's reader refuses it")
  }
}
