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

  /// The same, or a list with nothing else in it.
  var orList: ParameterNode { ParameterNode(forms + [.list([self])]) }

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
  /// - Throws: the first problem that no other form solves, rather one inside the value than of the whole.
  func read<Value: JSONReadable>(as type: Value.Type = Value.self) throws(Problem) -> Value {
    var search = Search<Value>(self)
    if let value = search.run() { return value }
    // Texts that look like numbers may have misled a union into the wrong case.
    search.node = asTexts
    if let value = search.run() { return value }
    if let value = search.unrecognized { return value }
    throw search.deepest ?? search.whole
      ?? Problem(pointer: .root, reason: .invalid("cannot be read"))
  }

  private struct Search<Value: JSONReadable> {
    var node: ParameterNode
    /// A union's catch-all, for want of something better.
    var unrecognized: Value?
    /// What is wrong with the value as a whole, in its first form.
    var whole: Problem?
    /// What is wrong inside the value, in whatever form.
    var deepest: Problem?
    /// What was wrong with the first form of what is inside.
    private var firstReasons: [JSONPointer: JSONError.Reason] = [:]

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
          guard node.advance(at: 0) != nil else { return nil }
        } catch {
          let advance = node.advance(at: error.offset)
          note(error, in: bytes, isSolved: advance == .itself)
          if advance == nil { return nil }
        }
      } while budget > 0
      return nil
    }

    private mutating func note(_ error: JSONError, in bytes: [UInt8], isSolved: Bool) {
      guard error.offset > 0 else {
        if whole == nil { whole = Problem(pointer: .root, reason: error.reason) }
        return
      }
      guard deepest == nil else { return }
      let pointer = JSONPointer(to: error.offset, in: bytes)
      let reason = firstReasons[pointer] ?? error.reason
      firstReasons[pointer] = reason
      if !isSolved { deepest = Problem(pointer: pointer, reason: reason) }
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

  /// Which node took its next form: the one that begins at a byte, or one that it is in.
  private enum Advance {
    case itself, around
  }

  /// Takes the next form of the innermost node around a byte that has one more; `nil` if there is none.
  private mutating func advance(at offset: Int) -> Advance? {
    guard range.contains(offset) || offset == range.upperBound else { return nil }
    switch forms[choice] {
    case .json, .string: break
    case .list(var items):
      for index in items.indices {
        let before = items[index].choice
        guard let advance = items[index].advance(at: offset) else { continue }
        // What one item is, the others are too; else a long list would be read once for each.
        for other in items.indices
        where items[index].choice > before && items[other].choice == before
          && items[other].forms.count > before + 1
        {
          items[other].choice = before + 1
        }
        forms[choice] = .list(items)
        return advance
      }
    case .members(var members):
      for index in members.indices {
        guard let advance = members[index].value.advance(at: offset) else { continue }
        forms[choice] = .members(members)
        return advance
      }
    }
    guard choice + 1 < forms.count else { return nil }
    choice += 1
    return offset == range.lowerBound ? .itself : .around
  }

  /// The same with every text a string.
  private var asTexts: ParameterNode {
    let hasText = forms.contains { if case .string = $0 { true } else { false } }
    return ParameterNode(
      forms.compactMap { form in
        switch form {
        case .json: hasText ? nil : form
        case .string: form
        case .list(let items): .list(items.map(\.asTexts))
        case .members(let members): .members(members.map { ($0.name, $0.value.asTexts) })
        }
      })
  }
}
