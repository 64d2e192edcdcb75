import AccordGenerator
import AccordJSON

/// What the parts of two documents are called in Swift.
struct SwiftNames {
  struct Names {
    var types: [String] = []
    var methods: [String] = []
  }

  private var methods: [String: [String]] = [:]
  private var typesOfOperations: [String: [String]] = [:]
  private var typesOfSchemas: [String: [String]] = [:]
  private var credentials: [String] = []

  init(_ old: SwiftInterface, _ new: SwiftInterface) {
    for interface in [old, new] {
      var endpoints: [JSONPointer: String] = [:]
      for method in interface.api.methods + (interface.webhooks?.methods ?? []) {
        endpoints[method.operation] = method.endpoint
        add(method.function.name, to: &methods[method.endpoint, default: []])
      }
      for type in interface.types {
        let name = type.name.split(separator: ".").last.map(String.init) ?? type.name
        switch type.origin {
        case .operation(let pointer, _):
          if let endpoint = endpoints[pointer] {
            add(name, to: &typesOfOperations[endpoint, default: []])
          }
        case .schema(let id): add(name, of: id.pointer.tokens, endpoints)
        case .security, .securityScheme: add(name, to: &credentials)
        case .document, .viewers, .servers: break
        }
      }
    }
  }

  private mutating func add(
    _ name: String, of tokens: [String], _ endpoints: [JSONPointer: String]
  ) {
    if tokens.count > 2, tokens[0] == "components", tokens[1] == "schemas" {
      add(name, to: &typesOfSchemas[tokens[2], default: []])
    } else if let endpoint = endpoints[JSONPointer(tokens: Array(tokens.prefix(3)))] {
      add(name, to: &typesOfOperations[endpoint, default: []])
    }
  }

  private func add(_ name: String, to names: inout [String]) {
    let bare = name.filter { $0 != "`" }
    if !names.contains(bare) { names.append(bare) }
  }

  func names(of subject: Subject) -> Names {
    switch subject {
    case .document: return Names()
    case .operation(let name, _):
      return Names(types: typesOfOperations[name] ?? [], methods: methods[name] ?? [])
    case .schema(let name, _, let operations):
      return Names(
        types: typesOfSchemas[name] ?? [], methods: operations.flatMap { methods[$0] ?? [] })
    case .securityScheme: return Names(types: credentials)
    case .swift(let symbol):
      let name = String(symbol.prefix { $0 != "." && $0 != "(" }).filter { $0 != "`" }
      return symbol.contains("(") && !symbol.contains(".")
        ? Names(methods: [name]) : Names(types: [name])
    }
  }
}
