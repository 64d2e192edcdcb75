import AccordJSON

@testable import AccordOpenAPI

private let place = Location(file: SourceFile(path: "", bytes: []), line: 1, column: 1)
private let document = SourceFile(
  path: "input.json",
  bytes: Array(#"{"a":[1,{"b":"c"},[null,true]],"b":{"a":{"b":1.5}},"":"x"}"#.utf8)
).parsed().root

/// A JSONPath query, asked of a small document.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let text = String(
    decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  guard let path = try? JSONPath(text), let document else { return 0 }
  _ = path.matches(in: document)
  return 0
}
