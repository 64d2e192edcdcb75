import AccordDiff
import AccordTesting
import Testing

/// Folders of documents that differ in one thing, each judged forth and back: `Cases/RULE/NAME`. What begins with
/// `near` nearly breaks the rule.
struct DiffCaseTests {
  @Test func `there are at least 300 cases`() {
    #expect(DiffCase.all.count >= 300)
  }

  @Test(arguments: Rule.allCases)
  func `a rule has cases that hit it and cases that miss it`(rule: Rule) {
    let own = DiffCase.all.filter { $0.rule == rule.rawValue }
    #expect(own.contains { !$0.isNearMiss })
    #expect(own.contains { $0.isNearMiss })
  }

  @Test(arguments: DiffCase.all) func `what is said is what is expected`(test: DiffCase) throws {
    let rule = try #require(Rule(rawValue: test.rule), "no rule is called \(test.rule)")
    let (text, rules) = try test.report()
    #expect(rules.contains(rule) != test.isNearMiss)
    #expect(try test.texts("old") != test.texts("new"))
    try GoldenFile(test.url.appending(path: "expected.txt")).expect(text)
  }

  @Test(arguments: DiffCase.all) func `a document is no change of itself`(test: DiffCase) throws {
    for section in test.sections {
      for version in ["old", "new"] {
        let document = try test.document(version, section)
        #expect(DocumentComparison(document, document).changes().isEmpty)
      }
    }
  }

  /// What is said to break by its values is shown to, wherever a value can show it.
  @Test(arguments: DiffCase.all) func `what breaks is shown by a value`(test: DiffCase) throws {
    for section in test.sections {
      for isReversed in [false, true] {
        for change in try test.changes(section, isReversed: isReversed)
        where change.wire == .breaking && change.rule.isOfValues {
          #expect(change.witness != nil, "\(change.rule) \(change.reason)")
        }
      }
    }
  }
}

extension Rule {
  /// Whether values show what the rule is about.
  fileprivate var isOfValues: Bool {
    switch self {
    case .becameNullable, .becameNonNull, .enumValueAdded, .enumValueRemoved, .enumAdded,
      .enumRemoved, .formatChanged, .rangeChanged, .multipleChanged, .lengthChanged,
      .patternChanged, .itemCountChanged, .uniquenessChanged, .memberCountChanged,
      .requiredPropertyAdded, .propertyBecameRequired, .propertyBecameOptional,
      .requiredPropertyRemoved:
      true
    default: false
    }
  }
}
