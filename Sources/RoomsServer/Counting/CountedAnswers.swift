import AccordRuntime
import HTTPTypes

/// Says with each answer how many statements it took, as a metric of `Server-Timing` (W3C). Only a server that is
/// measured should: the number says more about a server than its callers need to know.
struct CountedAnswers: RequestAnswering {
  let sound: any RequestAnswering

  func answer(_ request: ServerRequest) async -> ServerResponse {
    let count = StatementCount()
    var answer = await StatementCount.$current.withValue(count) { await sound.answer(request) }
    if let name = HTTPField.Name("Server-Timing") {
      answer.head.headerFields[name] = "statements;desc=\(count.value)"
    }
    return answer
  }
}
