import AccordDiff
import AccordOpenAPI
import Foundation

/// What it costs to compare a document of 5 MB with itself after one change, against reading it.
enum DiffBenchmark {
  static func run() throws {
    let specs = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("shared/specs")
    var table = Table(["document", "MB", "read twice ms", "diff ms", "all ms", "ratio", "changes"])
    for name in ["stripe.yaml", "stripe-as-json.json"] {
      let url = specs.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: url.path) else {
        print("skipped: there is no ../shared/specs/\(name) beside the package")
        continue
      }
      table.add([name] + cells(try SourceFile(reading: url.path)))
    }
    table.show()
  }

  private static func cells(_ file: SourceFile) -> [String] {
    // One longest length of one parameter.
    let text = String(decoding: file.bytes, as: UTF8.self)
    var changed = text
    if let range = text.firstRange(of: /"?maxLength"?: 5000/) {
      changed.replaceSubrange(range, with: text[range].replacing("5000", with: "4999"))
    }
    let other = SourceFile(path: file.path, bytes: Array(changed.utf8))
    let reading = Measurement.median {
      (DocumentLoader().load(file).document, DocumentLoader().load(other).document)
    }
    guard let old = DocumentLoader().load(file).document,
      let new = DocumentLoader().load(other).document
    else { return [] }
    let comparing = Measurement.median { DocumentComparison(old, new).changes() }
    let count = DocumentComparison(old, new).changes().count
    return [
      (Double(file.bytes.count) / 1_000_000).rounded(to: 2), (reading * 1000).rounded(to: 0),
      (comparing * 1000).rounded(to: 0), ((reading + comparing) * 1000).rounded(to: 0),
      (comparing / reading).rounded(to: 2), "\(count)",
    ]
  }
}
