import AccordJSON

@testable import AccordOpenAPI

/// The two readers of JSON: what one takes the other takes, and what is written is read again as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let text = String(decoding: bytes, as: UTF8.self)
  let parsed = SourceFile(path: "input.json", bytes: bytes).parsed()
  guard let value = try? JSONValue(parsing: text) else { return 0 }
  guard let again = try? JSONValue(parsing: value.serialized()), again == value else {
    fatalError("what was written is read as something else")
  }
  _ = parsed.root?.value
  return 0
}
