import AccordContract
import ArgumentParser
import Foundation

/// Where reports of a run go, besides the one for the terminal.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Writes JUnit XML: a suite for each check.", valueName: "file"),
    completion: .file())
  var junit: String?

  @Option(
    help: ArgumentHelp(
      "Writes events, one JSON object a line, as they happen; what `accord merge` joins.",
      valueName: "file"), completion: .file())
  var json: String?

  @Option(
    help: ArgumentHelp("Writes SARIF 2.1.0, for code scanning.", valueName: "file"),
    completion: .file())
  var sarif: String?

  @Option(
    help: ArgumentHelp(
      "Writes one page to read in a browser, which needs nothing else.", valueName: "file"),
    completion: .file())
  var html: String?

  @Flag(help: "Also prints the failures as GitHub's annotations of the document's lines.")
  var github = false

  func validate() throws {
    let paths = files.map(\.path)
    if Set(paths).count < paths.count {
      throw ValidationError("two reports cannot be written to the same file")
    }
  }

  private var files: [(format: ReportFormat, path: String)] {
    [(ReportFormat.junit, junit), (.json, json), (.sarif, sarif), (.html, html)].compactMap {
      guard let path = $1 else { return nil }
      return ($0, path)
    }
  }

  /// A report that cannot be written should not cost a whole run.
  func checkWritable() throws {
    for (_, path) in files {
      let manager = FileManager.default
      var isFolder: ObjCBool = false
      let exists = manager.fileExists(atPath: path, isDirectory: &isFolder)
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
      let isFine =
        exists
        ? !isFolder.boolValue && manager.isWritableFile(atPath: path)
        : manager.isWritableFile(atPath: folder)
      if !isFine { try fail(path) }
    }
  }

  /// Where events go while they happen.
  func openLog() throws -> FileHandle? {
    guard let json else { return nil }
    let manager = FileManager.default
    guard manager.fileExists(atPath: json) || manager.createFile(atPath: json, contents: nil),
      let handle = FileHandle(forWritingAtPath: json)
    else { try fail(json) }
    // Fails for pipes and devices, which have nothing to cut off.
    try? handle.truncate(atOffset: 0)
    return handle
  }

  /// - Parameter writesLog: `false` if events were written as they happened.
  func write(_ summary: Summary, writesLog: Bool) throws {
    let root = Self.sourceRoot
    for (format, path) in files where format != .json || writesLog {
      let data = Data(format.text(of: summary, root: root).utf8)
      do {
        // A device must not be replaced by a file.
        try data.write(
          to: URL(fileURLWithPath: path), options: Self.isFileOrNew(path) ? .atomic : [])
      } catch {
        try fail(path)
      }
    }
  }

  /// The report for people, and for GitHub's runner, on standard output.
  func tell(_ summary: Summary) {
    print(ConsoleReport(usesColour: Terminal.wantsColour).text(of: summary), terminator: "")
    if github {
      print(ReportFormat.github.text(of: summary, root: Self.sourceRoot), terminator: "")
    }
    if case .noServer(let why) = summary.ending {
      Terminal.complain("error: no server at \(summary.server): \(why)")
    }
  }

  private static func isFileOrNew(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes.map { $0[.type] as? FileAttributeType == .typeRegular } ?? true
  }

  private func fail(_ path: String) throws -> Never {
    Terminal.complain("error: \(path) cannot be written: name a file in a folder that exists")
    throw ExitCode(2)
  }

  /// The nearest folder around the working directory that has a git repository, or else that itself.
  static var sourceRoot: SourceRoot {
    let current = FileManager.default.currentDirectoryPath
    var folder = current
    while !FileManager.default.fileExists(atPath: "\(folder)/.git") {
      let parent = (folder as NSString).deletingLastPathComponent
      guard parent != folder, !parent.isEmpty else {
        return SourceRoot(root: current, current: current)
      }
      folder = parent
    }
    return SourceRoot(root: folder, current: current)
  }
}
