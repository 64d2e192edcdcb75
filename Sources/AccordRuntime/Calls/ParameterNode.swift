/// A value as a request writes it, before it is known which type it has: `1,2` may be two numbers, two texts or
/// one text.
///
/// A node lists what its text may stand for, and is spelled as JSON with the first. Where the type refuses
/// that, its next form is tried: the error says at which byte, and so at which node.
struct ParameterNode {
  enum Form {
    /// JSON text as it stands: a number, say.
    case json(String)
    case string(String)
    case list([ParameterNode])
    case members([(name: String, value: ParameterNode)])
  }

  private var forms: [Form]
  private var choice = 0
  /// Where it was spelled.
  private var range = 0..<0

  init(_ forms: [Form]) {
    self.forms = forms
  }

  /// One text: a number or a boolean, if it looks like one, and then a string.
  init(text: String) {
    self.init(Self.forms(of: text))
  }

  /// `null` is never written, so it is a string like others.
  static func forms(of text: String) -> [Form] {
    guard let first = text.utf8.first, "-0123456789tf{[".utf8.contains(first),
      (try? JSONValue(parsing: text)) != nil
    else { return [.string(text)] }
    return [.json(text), .string(text)]
  }

  // MARK: - Reading

  /// What is wrong with a value, and where in it.
  struct Problem: Error {
    var pointer: JSONPointer
    var reason: JSONError.Reason
  }

  /// Reads a value, trying the forms that the type may take.
  ///
  /// - Throws: the first problem that lies deeper than the choice of a form.
  func read<Value: JSONReadable>(as type: Value.Type = Value.self) throws(Problem) -> Value {
    var search = Search<Value>(self)
    if let value = search.run() { return value }
    // Texts that look like numbers may have misled a union into the wrong case.
    search.node = asTexts
    if let value = search.run() { return value }
    if let value = search.unrecognized { return value }
    throw search.problem ?? Problem(pointer: .root, reason: .invalid("cannot be read"))
  }

  private struct Search<Value: JSONReadable> {
    var node: ParameterNode
    /// A union's catch-all, for want of something better.
    var unrecognized: Value?
    var problem: Problem?
    private var isDeep = false

    init(_ node: ParameterNode) {
      self.node = node
    }

    mutating func run() -> Value? {
      var bytes: [UInt8] = []
      // Every attempt reads all of it again; what comes from outside must not make that costly.
      var budget = 1 << 24
      repeat {
        bytes.removeAll(keepingCapacity: true)
        node.spell(into: &bytes)
        budget -= bytes.count + 65_536
        do throws(JSONError) {
          let value = try Value(json: bytes)
          if Self.isRecognized(value) { return value }
          if unrecognized == nil { unrecognized = value }
          guard node.advance(at: 0) else { return nil }
        } catch {
          note(error, in: bytes)
          guard node.advance(at: error.offset) else { return nil }
        }
      } while budget > 0
      return nil
    }

    private mutating func note(_ error: JSONError, in bytes: [UInt8]) {
      guard problem == nil || (!isDeep && error.offset > 0) else { return }
      isDeep = error.offset > 0
      problem = Problem(pointer: JSONPointer(to: error.offset, in: bytes), reason: error.reason)
    }

    private static func isRecognized(_ value: Value) -> Bool {
      guard let validatable = value as? any Validatable else { return true }
      var validator = Validator(.body)
      validatable.validate(&validator)
      return !validator.violations.contains { $0.keyword == "anyOf" && $0.pointer == .root }
    }
  }

  // MARK: - Spelling

  private mutating func spell(into bytes: inout [UInt8]) {
    let start = bytes.count
    switch forms[choice] {
    case .json(let text): bytes += text.utf8
    case .string(let text): Self.spell(text, into: &bytes)
    case .list(var items):
      bytes.append(UInt8(ascii: "["))
      for index in items.indices {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        items[index].spell(into: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
      forms[choice] = .list(items)
    case .members(var members):
      bytes.append(UInt8(ascii: "{"))
      for index in members.indices {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.spell(members[index].name, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
        members[index].value.spell(into: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
      forms[choice] = .members(members)
    }
    range = start..<bytes.count
  }

  private static func spell(_ text: String, into bytes: inout [UInt8]) {
    var writer = JSONWriter()
    writer.write(text)
    bytes += writer.bytes
  }

  // MARK: - Choosing

  /// Takes the next form of the innermost node around a byte that has one more.
  private mutating func advance(at offset: Int) -> Bool {
    guard range.contains(offset) || offset == range.upperBound else { return false }
    switch forms[choice] {
    case .json, .string: break
    case .list(var items):
      for index in items.indices {
        let before = items[index].choice
        guard items[index].advance(at: offset) else { continue }
        // What one item is, the others are too; else a long list would be read once for each.
        for other in items.indices
        where items[index].choice > before && items[other].choice == before
          && items[other].forms.count > before + 1
        {
          items[other].choice = before + 1
        }
        forms[choice] = .list(items)
        return true
      }
    case .members(var members):
      for index in members.indices where members[index].value.advance(at: offset) {
        forms[choice] = .members(members)
        return true
      }
    }
    guard choice + 1 < forms.count else { return false }
    choice += 1
    return true
  }

  /// The same with every text a string.
  private var asTexts: ParameterNode {
    ParameterNode(
      forms.compactMap { form in
        switch form {
        case .json: nil
        case .string: form
        case .list(let items): .list(items.map(\.asTexts))
        case .members(let members): .members(members.map { ($0.name, $0.value.asTexts) })
        }
      })
  }
}
