import AccordOpenAPI

/// Somebody who looks: a name, and what they show.
public struct ViewerAccess: Sendable, Hashable {
  public let name: String
  /// `nil`: shows nothing.
  public let credential: Credential?

  public init(name: String, credential: Credential?) {
    self.name = name
    self.credential = credential
  }

  var presented: PresentedCredential? {
    credential.map { PresentedCredential($0, variable: name.environmentVariable) }
  }
}

/// The viewers of a run, the most privileged first: those of the document and those given.
public struct ViewerRoster: Sendable {
  public let viewers: [ViewerAccess]
  /// What the user should know: viewers that the document declares and that nobody gave credentials for.
  public let notes: [String]

  /// The viewer that owns what the parameters' values name.
  public var first: ViewerAccess { viewers[0] }
  public var authenticated: [ViewerAccess] { viewers.filter { $0.credential != nil } }
  public var lesser: ArraySlice<ViewerAccess> { viewers.dropFirst() }

  /// The document's order counts for the viewers that it declares, because that is the order of their
  /// privileges; others follow in the order given, and those without credentials come last.
  ///
  /// - Throws: ``ConfigurationError`` for a viewer given twice, or against what the document says of it.
  public init(
    declared: [Viewer], given: [ContractConfiguration.NamedViewer]
  ) throws(ConfigurationError) {
    var names: Set<String> = []
    for viewer in given where !names.insert(viewer.name).inserted {
      throw ConfigurationError("the viewer \(viewer.name) is given twice")
    }
    for viewer in declared {
      guard let match = given.first(where: { $0.name == viewer.name }) else { continue }
      if viewer.isAuthenticated && match.credential == nil {
        throw ConfigurationError(
          "the viewer \(viewer.name) is authenticated by the document, and needs a header: "
            + "--viewer '\(viewer.name)=Authorization: Bearer ...'")
      }
      if !viewer.isAuthenticated && match.credential != nil {
        throw ConfigurationError(
          "the viewer \(viewer.name) has no credentials by the document, but was given a header")
      }
    }
    var notes: [String] = []
    var shown: [ViewerAccess] = []
    for viewer in declared {
      if let match = given.first(where: { $0.name == viewer.name }) {
        shown.append(ViewerAccess(name: match.name, credential: match.credential))
      } else if !viewer.isAuthenticated {
        shown.append(ViewerAccess(name: viewer.name, credential: nil))
      } else {
        notes.append(
          "the viewer \(viewer.name) has no credentials and is left out "
            + "(--viewer '\(viewer.name)=Authorization: Bearer ...')")
      }
    }
    for viewer in given where !declared.contains(where: { $0.name == viewer.name }) {
      shown.append(ViewerAccess(name: viewer.name, credential: viewer.credential))
    }
    if shown.isEmpty { shown = [ViewerAccess(name: "anonymous", credential: nil)] }
    viewers = shown.filter { $0.credential != nil } + shown.filter { $0.credential == nil }
    self.notes = notes
  }
}
