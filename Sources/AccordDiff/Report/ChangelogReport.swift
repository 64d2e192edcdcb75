/// What users of the API are told about a version, in the manner of keepachangelog.com.
public struct ChangelogReport {
  private let changes: [Change]
  private let title: String

  /// - Parameter title: of the section: the new version of the document, say.
  public init(_ changes: [Change], title: String) {
    self.changes = changes
    self.title = title
  }

  enum Section: String, CaseIterable {
    case security = "Security"
    case removed = "Removed"
    case deprecated = "Deprecated"
    case changed = "Changed"
    case added = "Added"
  }

  public func text() -> String {
    var text = "## \(title.replacing("\n", with: " "))\n"
    var isEmpty = true
    for section in Section.allCases {
      let own = changes.filter { $0.wire != .none || $0.rule.isTold }
        .filter { $0.rule.section == section }
      guard !own.isEmpty else { continue }
      isEmpty = false
      text += "\n### \(section.rawValue)\n\n"
      for change in own {
        let mark = change.wire == .breaking ? "**Breaking:** " : ""
        text += "- \(mark)`\(change.subject.description.replacing("`", with: "'"))`: "
        text += change.reason.replacing("\n", with: " ") + ".\n"
      }
    }
    return isEmpty ? text + "\nNothing that callers notice.\n" : text
  }
}

extension Rule {
  /// Whether callers are told although nothing happens on the wire.
  fileprivate var isTold: Bool {
    section == .deprecated
  }

  var section: ChangelogReport.Section {
    switch self {
    case .securityTightened, .securityLoosened, .securityChanged, .securitySchemeAdded,
      .securitySchemeRemoved, .securitySchemeChanged, .viewerAdded, .viewerRemoved, .maskAdded,
      .maskRemoved, .maskShowsMore, .maskShowsLess, .maskChanged:
      .security
    case .operationRemoved, .serverRemoved, .parameterRemoved, .bodyRemoved,
      .requestContentTypeRemoved, .successStatusRemoved, .errorStatusRemoved,
      .responseContentTypeRemoved, .headerRemoved, .schemaRemoved, .enumValueRemoved,
      .propertyRemoved, .requiredPropertyRemoved, .alternativeRemoved, .batchRemoved,
      .invalidationRemoved:
      .removed
    case .operationDeprecated, .operationRevived, .parameterDeprecated, .schemaDeprecated:
      .deprecated
    case .operationAdded, .serverAdded, .parameterAdded, .requiredParameterAdded, .bodyAdded,
      .requiredBodyAdded, .requestContentTypeAdded, .successStatusAdded, .errorStatusAdded,
      .responseContentTypeAdded, .headerAdded, .schemaAdded, .enumValueAdded, .propertyAdded,
      .requiredPropertyAdded, .alternativeAdded, .batchAdded, .invalidationAdded:
      .added
    case .operationMoved, .operationRenamed, .titleChanged, .documentationChanged, .tagsChanged,
      .parameterBecameRequired, .parameterBecameOptional, .parameterStyleChanged,
      .pathParameterRenamed, .bodyBecameRequired, .bodyBecameOptional, .encodingChanged,
      .headerBecameRequired, .headerBecameOptional, .typeChanged, .becameNullable,
      .becameNonNull, .enumAdded, .enumRemoved, .formatChanged, .rangeChanged, .multipleChanged,
      .lengthChanged, .patternChanged, .contentChanged, .itemCountChanged, .uniquenessChanged,
      .memberCountChanged, .propertyBecameRequired, .propertyBecameOptional,
      .additionalPropertiesClosed, .additionalPropertiesOpened, .additionalPropertiesChanged,
      .itemsChanged, .alternativesChanged, .discriminatorChanged, .conditionChanged,
      .defaultChanged, .readOnlyChanged, .writeOnlyChanged, .batchLimitReduced,
      .batchLimitRaised, .batchRepaired, .batchWindowChanged, .batchAbsenceChanged,
      .swiftRenamed, .swiftOrderChanged, .swiftChanged:
      .changed
    }
  }
}
