import AccordJSON
import CLibYAML

/// Reads YAML 1.2 with the core schema into nodes that know their places.
///
/// libyaml scans the text; what it leaves open is decided here: scalars by the core schema (so `on`, `no` and
/// `y` are strings), keys are strings by their text, keys that stand twice are errors, merge keys (`<<`) are
/// merged, and depth and the growth by aliases are bounded.
public struct YAMLReader {
  public static func read(_ file: SourceFile, limits: ReadingLimits = .init()) -> ParsedText {
    if let refusal = file.refusalOfEncoding() { return ParsedText(failed: refusal) }
    guard file.bytes.count > file.byteOrderMarkLength else {
      return ParsedText(failed: file.emptiness)
    }
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else {
      return ParsedText(
        failed: Diagnostic(.error, "there is not enough memory to read it", at: .file(file.path)))
    }
    defer { yaml_parser_delete(parser) }
    return file.bytes.withUnsafeBufferPointer { bytes in
      yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
      var reader = YAMLReader(
        file: file, parser: parser, lineBreaks: YAMLLineBreaks(bytes),
        builder: YAMLTreeBuilder(limits: limits))
      do throws(Diagnostic) {
        let root = try reader.readDocument()
        return ParsedText(root: root, diagnostics: reader.builder.diagnostics)
      } catch {
        return ParsedText(root: nil, diagnostics: reader.builder.diagnostics + [error])
      }
    }
  }

  private let file: SourceFile
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let lineBreaks: YAMLLineBreaks?
  private var builder: YAMLTreeBuilder

  private mutating func readDocument() throws(Diagnostic) -> Node {
    let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
    defer { event.deallocate() }
    var isAtEnd = false
    while !isAtEnd {
      guard yaml_parser_parse(parser, event) == 1 else { throw syntaxError() }
      defer { yaml_event_delete(event) }
      isAtEnd = try handle(event)
    }
    guard let root = builder.root else { throw file.emptiness }
    return root
  }

  /// - Returns: whether the stream ends here.
  private mutating func handle(_ event: UnsafePointer<yaml_event_t>) throws(Diagnostic) -> Bool {
    switch event.pointee.type {
    case YAML_SCALAR_EVENT:
      try handleScalar(event.pointee.data.scalar, at: location(event.pointee.start_mark))
    case YAML_ALIAS_EVENT:
      try builder.addAlias(
        text(event.pointee.data.alias.anchor) ?? "", at: location(event.pointee.start_mark))
    case YAML_SEQUENCE_START_EVENT:
      let start = event.pointee.data.sequence_start
      try builder.begin(
        .sequence, anchor: text(start.anchor), tag: text(start.tag),
        at: location(event.pointee.start_mark))
    case YAML_MAPPING_START_EVENT:
      let start = event.pointee.data.mapping_start
      try builder.begin(
        .mapping, anchor: text(start.anchor), tag: text(start.tag),
        at: location(event.pointee.start_mark))
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      builder.end()
    case YAML_DOCUMENT_START_EVENT:
      guard builder.root == nil else {
        throw Diagnostic(
          .error, "a second YAML document begins here", at: location(event.pointee.start_mark),
          remedy: "a file holds one document: put the second one into a file of its own")
      }
    case YAML_STREAM_END_EVENT:
      return true
    default:
      break
    }
    return false
  }

  private mutating func handleScalar(
    _ scalar: yaml_event_s.__Unnamed_union_data.__Unnamed_struct_scalar, at location: Location
  ) throws(Diagnostic) {
    let bytes = UnsafeBufferPointer<UInt8>(start: scalar.value, count: scalar.length)
    let form: YAMLTreeBuilder.ScalarForm
    if let tag = text(scalar.tag) {
      let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
      // The tag `!` alone says "a string" (YAML 1.2.2, section 6.9.1).
      form = tag == "!" ? .quoted : .tagged(tag, isPlain: isPlain)
    } else {
      form = scalar.plain_implicit != 0 ? .plain : .quoted
    }
    try builder.addScalar(bytes, form: form, anchor: text(scalar.anchor), at: location)
  }

  @inline(__always)
  private func text(_ string: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    string.map { String(cString: $0) }
  }

  @inline(__always)
  private func location(_ mark: yaml_mark_t) -> Location {
    let line = Int(mark.line)
    let column = Int(mark.column)
    guard let place = lineBreaks?.corrected(line: line, column: column) else {
      return Location(file: file, line: line + 1, column: column + 1)
    }
    return Location(file: file, line: place.line + 1, column: place.column + 1)
  }

  // MARK: - Errors

  private func syntaxError() -> Diagnostic {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "the text is not valid"
    switch parser.pointee.error {
    case YAML_READER_ERROR:
      return readerError(problem, at: file.location(ofByte: Int(parser.pointee.problem_offset)))
    case YAML_MEMORY_ERROR:
      return Diagnostic(.error, "there is not enough memory to read it", at: .file(file.path))
    default:
      let place = self.location(parser.pointee.problem_mark)
      var message = "this is no YAML: \(problem)"
      if let context = parser.pointee.context {
        message += " \(String(cString: context))"
        let begin = self.location(parser.pointee.context_mark)
        if begin.line != place.line { message += " of line \(begin.line)" }
      }
      return Diagnostic(
        .error, message, at: place,
        remedy: parser.pointee.remedy(for: problem))
    }
  }

  private func readerError(_ problem: String, at location: Location) -> Diagnostic {
    let value = parser.pointee.problem_value
    let code = value < 0 ? "" : "0x\(String(value, radix: 16, uppercase: true))"
    if problem.contains("control character") {
      return Diagnostic(
        .error, "the text holds the control character \(code)", at: location,
        remedy: "remove it, or write it as an escape in double quotes")
    }
    return Diagnostic(
      .error, "the text is not valid UTF-8", at: location, remedy: "save the file as UTF-8")
  }
}

extension yaml_parser_t {
  fileprivate func remedy(for problem: String) -> String? {
    if problem.contains("tab") || problem.contains("cannot start any token") {
      return "indent with spaces, and quote a text that begins with a special character"
    }
    if problem.contains("mapping values are not allowed") {
      return "quote a text that holds ': ', and check the indentation"
    }
    if problem.contains("did not find expected key") || problem.contains("block end") {
      return "check the indentation"
    }
    return nil
  }
}
