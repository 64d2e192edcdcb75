import AccordRuntime

/// Who somebody is, as tokens and the database name them. Compared scalar by scalar.
struct UserID: Hashable, Sendable, CustomStringConvertible {
  private let text: ExactString

  init(_ text: String) {
    self.text = ExactString(text)
  }

  var value: String { text.value }
  var description: String { text.value }
}
