import AccordJSON
import AccordOpenAPI
import HTTPTypes

/// Methods that paths do not have.
struct MethodPlanner {
  let context: PlanningContext

  func cases() -> [Case] {
    var seen: Set<String> = []
    return context.document.operations.flatMap { operation in
      seen.insert(operation.path.text).inserted ? cases(like: operation) : []
    }
  }

  private func cases(like operation: Operation) -> [Case] {
    // What a method would do that the document does not have, nobody knows: nothing that exists is named,
    // unless the method only reads.
    let hasParameters = !operation.path.parameterNames.isEmpty
    var result: [Case] = []
    let harmless = OperationPlanner(
      operation, context, pathValues: hasParameters ? .unlikely : .any)
    guard let viewer = context.roster.viewers.first else { return [] }
    for method in candidates {
      guard var request = harmless.base(as: viewer).request() else { continue }
      let matching = Self.templates(matching: request.target, in: context.document)
      guard !matching.contains(where: { $0.method == method }) else { continue }
      let own = context.document.operations.filter { $0.path == operation.path }
      guard let name = HTTPRequest.Method(method.name) else { continue }
      request.method = name
      request.target = String(request.target.prefix { $0 != "?" })
      request.body = []
      request.json = nil
      request.fields = [:]
      request.operation = nil
      // RFC 9110, section 9.3.8: TRACE comes back to the sender, so that no secret may be in it.
      if method == .trace {
        request.credential = nil
        request.viewer = ViewerAccess(name: "nobody", credential: nil)
      }
      let isAlone = matching.allSatisfy { $0.path == operation.path }
      result.append(
        Case(
          unknownMethod: method, beside: operation,
          .unknownMethod(documented: isAlone ? own.map(\.method) : []), request))
      if result.count == (context.configuration.allowsWrites ? 3 : 1) { break }
    }
    return result
  }

  private var candidates: [Operation.Method] {
    context.configuration.allowsWrites
      ? [.get, .delete, .put, .patch, .post, .trace] : [.get, .trace]
  }

  /// All operations whose paths a request may be taken for.
  static func templates(matching target: String, in document: OpenAPIDocument) -> [Operation] {
    let path = target.prefix { $0 != "?" }
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    return document.operations.filter { operation in
      let own = operation.path.text.split(separator: "/", omittingEmptySubsequences: false)
      return own.count == segments.count
        && zip(own, segments).allSatisfy { $0.contains("{") || $0 == $1 }
    }
  }
}
