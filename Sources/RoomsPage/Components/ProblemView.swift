/// What is shown in place of a page, or above one.
struct ProblemView: Sendable {
  let title: String
  let explanation: String
  let context: PageContext

  var html: HTML {
    """
    <p class="back"><a href="\(PageRoute.rooms.url(context.settings))">All rooms</a></p>
    <div class="title"><h1>\(title)</h1></div>
    <p class="problem">\(explanation)</p>
    """
  }
}
