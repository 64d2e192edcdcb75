import AccordGenerator
import AccordOpenAPI
import Foundation

/// What it costs to generate everything of published documents, against reading their text into located nodes.
enum GenerateBenchmark {
  /// From 50 KB to 5.5 MB, of several makers, half of them YAML.
  private static let documents = [
    "rooms-fastapi-rooms-only.json", "petclinic.yaml", "rooms-fastapi.json", "figma.yaml",
    "qdrant.json", "discord.json", "box.json", "digitalocean.yaml", "vercel.json", "stripe.yaml",
    "stripe-as-json.json", "datadog-v2-as-json.json",
  ]

  private static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static var files: [URL] {
    let specs = package.deletingLastPathComponent().appendingPathComponent("shared/specs")
    let published = documents.map { specs.appendingPathComponent($0) }
      .filter { FileManager.default.fileExists(atPath: $0.path) }
    if published.isEmpty {
      print("skipped: there is no ../shared/specs beside the package; openapi/rooms.yaml instead")
      return [package.appendingPathComponent("openapi/rooms.yaml")]
    }
    return published
  }

  static func run() throws {
    var table = Table([
      "document", "MB", "read ms", "generate ms", "ratio", "MB/s", "ms/MB", "out MB", "files",
      "peak MB",
    ])
    var json: [(size: Double, cost: Double)] = []
    var yaml: [(size: Double, cost: Double)] = []
    for url in files {
      let result = try GenerationCost(of: SourceFile(reading: url.path))
      table.add([url.lastPathComponent] + result.cells)
      let point = (size: result.megabytes, cost: result.generating)
      if url.pathExtension == "json" { json.append(point) } else { yaml.append(point) }
    }
    table.show()
    for (name, points) in [("JSON", json), ("YAML", yaml)] where points.count > 2 {
      let exponent = Measurement.exponent(points).rounded(to: 2)
      print("\(name): the cost grows with the power \(exponent) of the size")
    }
  }
}

/// Generation of one document, in memory: reading included, writing of files not.
struct GenerationCost {
  let megabytes: Double
  let reading: Double
  let generating: Double
  private let outputBytes: Int
  private let outputFiles: Int
  private let peak: Int

  init(of file: SourceFile) {
    func generate() -> [GeneratedFile] {
      guard let document = DocumentLoader().load(file).document else { return [] }
      return Generator().generate(document).files
    }
    peak = Measurement.peakMemory(generate)
    megabytes = Double(file.bytes.count) / 1_000_000
    reading = Measurement.median { file.parsed() }
    generating = Measurement.median(generate)
    let files = generate()
    outputFiles = files.count
    outputBytes = files.reduce(0) { $0 + $1.text.utf8.count }
  }

  var cells: [String] {
    [
      megabytes.rounded(to: 2), (reading * 1000).rounded(to: 1), (generating * 1000).rounded(to: 1),
      (generating / reading).rounded(to: 1), (megabytes / generating).rounded(to: 0),
      (generating * 1000 / megabytes).rounded(to: 0),
      (Double(outputBytes) / 1_000_000).rounded(to: 2), "\(outputFiles)",
      (Double(peak) / 1_000_000).rounded(to: 0),
    ]
  }
}
