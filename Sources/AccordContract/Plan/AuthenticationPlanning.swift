import AccordOpenAPI

extension OperationPlanner {
  /// The operation without credentials where it demands some, and with every credential that is not valid.
  func authenticationCases() -> [Case] {
    guard operation.takesCredentials else { return [] }
    let stranger = ViewerAccess(name: "nobody", credential: nil)
    let viewer = context.viewers(of: operation).first ?? stranger
    var base = base(as: viewer)
    var cases: [Case] = []
    if operation.demandsCredentials {
      base.credential = nil
      base.viewer = context.roster.viewers.first { $0.credential == nil } ?? stranger
      if let plan = makeCase(.withoutCredentials, "no credentials", base) { cases.append(plan) }
    }
    for forgery in context.forgeries where forgery.isTried(on: operation, in: context.document) {
      base.viewer = ViewerAccess(name: forgery.name, credential: nil)
      base.credential = forgery.presented
      if let plan = makeCase(.badCredential(forgery.name), forgery.name, base) {
        cases.append(plan)
      }
    }
    return cases
  }
}
