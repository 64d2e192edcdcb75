import AccordGenerator
import AccordJSON
import AccordOpenAPI

/// Where in the new document stands what stood somewhere in the old one.
struct MovedPlaces {
  /// By the pointers of operations.
  var operations: [JSONPointer: JSONPointer]
  /// By the paths of files. A version is usually another file, or the same one of another revision.
  var files: [String: String]

  init(_ old: OpenAPIDocument, _ new: OpenAPIDocument, _ operations: [(Operation, Operation)]) {
    self.operations = Dictionary(
      operations.map { ($0.pointer, $1.pointer) }, uniquingKeysWith: { first, _ in first })
    let others = Dictionary(
      new.otherFiles.map { (Self.name(of: $0.path), $0.path) },
      uniquingKeysWith: { first, _ in first })
    files = [old.root.location.file.path: new.root.location.file.path]
    for file in old.otherFiles { files[file.path] = others[Self.name(of: file.path)] }
  }

  private static func name(of path: String) -> Substring {
    path[(path.lastIndex { $0 == "/" || $0 == ":" }.map(path.index(after:)) ?? path.startIndex)...]
  }

  func place(of origin: SwiftInterface.Origin) -> SwiftInterface.Origin {
    switch origin {
    case .document, .viewers, .servers, .security, .securityScheme: return origin
    case .operation(let pointer, let part):
      return .operation(operations[pointer] ?? pointer, part: part)
    case .schema(let id):
      let file = files[id.file] ?? id.file
      let tokens = id.pointer.tokens
      guard let place = operations[JSONPointer(tokens: Array(tokens.prefix(3)))] else {
        return .schema(SchemaID(file: file, pointer: id.pointer))
      }
      let rest = JSONPointer(tokens: Array(tokens.dropFirst(3)))
      return .schema(SchemaID(file: file, pointer: place.appending(rest)))
    }
  }
}
