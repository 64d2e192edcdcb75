extension Event.Progress {
  /// How far a run is, in a line of at most so many characters.
  public func line(width: Int) -> String {
    let found =
      suspicions == 0 ? "" : suspicions == 1 ? "1 suspicion, " : "\(suspicions) suspicions, "
    let text =
      "\(stage): \(casesDone) of \(casesPlanned) cases, \(requests) requests, \(found)"
      + "\(elapsed.seconds.rounded(to: 1)) s"
    return String(text.prefix(Swift.max(width, 0)))
  }
}
