import AccordJSON

/// Finds what references lead to: in the file itself, by pointer, anchor or `$id`, or in other files.
final class ReferenceResolver {
  /// Why a reference leads nowhere, and what to do about it.
  struct Failure: Error {
    var message: String
    var remedy: String?
  }

  private var files: DocumentFileSet
  /// For how many more references that lead nowhere a similar name is looked for: that takes its time.
  private var suggestionsLeft = 25
  private var known: [ObjectIdentifier: [ExactString: Result<Part, Failure>]] = [:]

  init(files: DocumentFileSet) {
    self.files = files
  }

  /// The files that were opened, in that order, and what was wrong with their text.
  var openedFiles: [DocumentFile] { files.opened }
  var diagnostics: [Diagnostic] { files.diagnostics }

  func target(of reference: String, in file: DocumentFile) -> Result<Part, Failure> {
    let key = ExactString(reference)
    if let result = known[ObjectIdentifier(file)]?[key] { return result }
    let result: Result<Part, Failure>
    do throws(Failure) {
      result = .success(try find(reference, in: file))
    } catch {
      result = .failure(error)
    }
    known[ObjectIdentifier(file), default: [:]][key] = result
    return result
  }

  private func find(_ reference: String, in file: DocumentFile) throws(Failure) -> Part {
    let (address, fragment) = Self.split(reference)
    guard !address.isEmpty else {
      return try part(fragment ?? "", in: file, base: .root, reference: reference)
    }
    if let base = file.names.identifiers[ExactString(address)] {
      return try part(fragment ?? "", in: file, base: base, reference: reference)
    }
    guard !Self.hasScheme(address) else {
      throw Failure(
        message: "the reference '\(reference)' leads out of the document's folder",
        remedy: "nothing is read from the network: copy the file beside the document")
    }
    guard let path = address.percentDecoded else {
      throw Failure(
        message: "the reference '\(reference)' is not percent-encoded as a URI is",
        remedy: "write '%' as %25")
    }
    let other: DocumentFile
    switch files.file(at: path, from: file) {
    case .success(let found): other = found
    case .failure(let failure): throw failure
    }
    return try part(fragment ?? "", in: other, base: .root, reference: reference)
  }

  private static func split(_ reference: String) -> (address: String, fragment: String?) {
    guard let hash = reference.utf8.firstIndex(of: UInt8(ascii: "#")) else {
      return (reference, nil)
    }
    return (String(reference[..<hash]), String(reference[reference.utf8.index(after: hash)...]))
  }

  /// RFC 3986, section 3.1. A single letter is a drive rather than a scheme.
  private static func hasScheme(_ address: String) -> Bool {
    if address.hasPrefix("//") { return true }
    guard let colon = address.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let scheme = address.utf8[..<colon]
    return scheme.count > 1
      && scheme.allSatisfy { byte in
        byte | 0x20 &- 97 < 26 || byte &- 48 < 10 || byte == UInt8(ascii: "+")
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      }
  }

  private func part(
    _ fragment: String, in file: DocumentFile, base: JSONPointer, reference: String
  ) throws(Failure) -> Part {
    if fragment.isEmpty || fragment.hasPrefix("/") {
      guard let pointer = JSONPointer(fragment: fragment) ?? JSONPointer(fragment) else {
        throw Failure(
          message: "the reference '\(reference)' is no JSON pointer",
          remedy: "write '~' as ~0 and '/' as ~1 in a name")
      }
      let whole = base.appending(pointer)
      if let part = file.part(at: whole) { return part }
      throw unresolved(reference, whole, in: file)
    }
    let name = fragment.percentDecoded ?? fragment
    if let pointer = file.names.anchors[ExactString(name)], let part = file.part(at: pointer) {
      return part
    }
    throw Failure(
      message: "the reference '\(reference)' leads nowhere: no schema has that `$anchor`",
      remedy: Spelling.remedy(
        for: name, among: file.names.anchors.keys.map(\.value).sorted(),
        otherwise: "a reference to a place begins with '#/'"))
  }

  /// Says how far the pointer leads, and what it may have meant from there on.
  private func unresolved(
    _ reference: String, _ pointer: JSONPointer, in file: DocumentFile
  ) -> Failure {
    var node = file.root
    var found = JSONPointer.root
    for token in pointer.tokens {
      guard let next = node[JSONPointer(tokens: [token])] else { break }
      node = next
      found = found.appending(token)
    }
    let missing = pointer.tokens[found.tokens.count]
    suggestionsLeft -= 1
    let names = suggestionsLeft > 0 ? node.object?.members.map(\.key) ?? [] : []
    let place = found.tokens.isEmpty ? "the document" : "'#\(found)'"
    return Failure(
      message: "the reference '\(reference)' leads nowhere: \(place) has no '\(missing)'",
      remedy: Spelling.remedy(
        for: missing, among: names, otherwise: "add it, or correct the reference"))
  }
}
