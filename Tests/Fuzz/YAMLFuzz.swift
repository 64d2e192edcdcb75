@testable import AccordOpenAPI

/// YAML text, and whatever document it is.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let file = SourceFile(path: "input.yaml", bytes: bytes)
  let parsed = file.parsed()
  guard parsed.root != nil || !parsed.diagnostics.isEmpty else {
    fatalError("neither read nor refused")
  }
  let outcome = DocumentLoader().load(file)
  guard outcome.document != nil || outcome.hasErrors else { fatalError("no outcome") }
  return 0
}
