extension SwiftFinding.Kind {
  /// Which changes of a document can be the cause of a difference in Swift, the likeliest first.
  var causes: [Rule] {
    switch self {
    case .typeAdded, .typeRemoved, .typeRenamed, .typeChanged:
      [.schemaAdded, .schemaRemoved, .batchAdded, .batchRemoved] + Self.parts + Self.values
    case .memberAdded, .memberRemoved, .memberRenamed, .memberChanged, .caseAdded, .caseRemoved,
      .caseRenamed, .caseChanged:
      Self.values + Self.parts
    case .methodAdded, .methodRemoved, .methodRenamed, .methodChanged:
      [.operationRenamed, .operationDeprecated] + Self.parts
    case .argumentAdded, .argumentRemoved, .argumentRenamed, .argumentChanged, .resultChanged:
      Self.parts + Self.values
    case .defaultChanged: [.defaultChanged] + Self.parts + Self.values
    case .orderChanged:
      [
        .parameterBecameRequired, .parameterBecameOptional, .bodyBecameRequired,
        .bodyBecameOptional, .defaultChanged, .operationMoved,
      ]
    }
  }

  /// What makes another type of a schema.
  private static let values: [Rule] = [
    .requiredPropertyAdded, .propertyAdded, .requiredPropertyRemoved, .propertyRemoved,
    .propertyBecameRequired, .propertyBecameOptional, .enumValueAdded, .enumValueRemoved,
    .alternativeAdded, .alternativeRemoved, .typeChanged, .becameNullable, .becameNonNull,
    .formatChanged, .enumAdded, .enumRemoved, .alternativesChanged, .contentChanged, .itemsChanged,
    .additionalPropertiesOpened, .additionalPropertiesClosed, .additionalPropertiesChanged,
    .conditionChanged, .discriminatorChanged, .rangeChanged, .readOnlyChanged, .writeOnlyChanged,
    .maskAdded, .maskRemoved, .maskShowsMore, .maskShowsLess,
  ]

  /// What makes other methods of an operation, or other members of what stands for the API as a whole.
  private static let parts: [Rule] = [
    .operationAdded, .operationRemoved, .operationMoved, .requiredParameterAdded, .parameterAdded,
    .parameterRemoved, .pathParameterRenamed, .parameterBecameRequired, .parameterBecameOptional,
    .requiredBodyAdded, .bodyAdded, .bodyRemoved, .bodyBecameRequired, .bodyBecameOptional,
    .parameterStyleChanged, .requestContentTypeAdded, .requestContentTypeRemoved,
    .successStatusAdded, .successStatusRemoved, .errorStatusAdded, .errorStatusRemoved,
    .responseContentTypeAdded, .responseContentTypeRemoved, .invalidationAdded,
    .invalidationRemoved, .viewerAdded, .viewerRemoved, .serverAdded, .serverRemoved,
    .securitySchemeAdded, .securitySchemeRemoved, .securitySchemeChanged,
  ]

  /// The rule of a difference that no change of the document explains.
  var rule: Rule {
    switch self {
    case .typeRenamed, .memberRenamed, .caseRenamed, .methodRenamed, .argumentRenamed: .swiftRenamed
    case .orderChanged: .swiftOrderChanged
    case .typeAdded, .typeRemoved, .typeChanged, .memberAdded, .memberRemoved, .memberChanged,
      .caseAdded, .caseRemoved, .caseChanged, .methodAdded, .methodRemoved, .methodChanged,
      .argumentAdded, .argumentRemoved, .argumentChanged, .defaultChanged, .resultChanged:
      .swiftChanged
    }
  }
}
