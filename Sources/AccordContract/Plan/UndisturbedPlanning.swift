import AccordOpenAPI

/// Every read between the same reads of what is nearest to it.
struct UndisturbedPlanner {
  let context: PlanningContext

  private static let maximumReads = 30
  private static let maximumObservers = 8

  func cases() -> [Case] {
    let reads = context.document.operations.filter {
      context.onlyReads($0) && context.viewers(of: $0).first == context.roster.first
    }.compactMap { operation -> OutgoingRequest? in
      let planner = OperationPlanner(operation, context)
      return planner.canBeCalled ? planner.base(as: context.roster.first).request() : nil
    }
    return reads.evenlyReduced(to: Self.maximumReads).compactMap { request in
      guard let operation = request.operation else { return nil }
      // Not itself: if it changes something, it does so whenever it is asked.
      let observers = reads.filter { $0.operation?.name != operation.name }.sorted {
        Self.nearness($0, to: request) > Self.nearness($1, to: request)
      }.prefix(Self.maximumObservers)
      guard !observers.isEmpty else { return nil }
      return Case(
        operation, .undisturbed, "the same reads before and after it",
        observers + observers + [request] + observers)
    }
  }

  /// How much two paths have in common; what names the same is nearest.
  private static func nearness(_ request: OutgoingRequest, to other: OutgoingRequest) -> Int {
    let common = zip(request.target.utf8, other.target.utf8).prefix { $0 == $1 }.count
    let names = request.pathValues.keys.count { other.pathValues[$0] != nil }
    return names * 1000 + common
  }
}
