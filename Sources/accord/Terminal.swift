import AccordContract
import Foundation
import Synchronization

/// What is known of the terminal.
enum Terminal {
  static var wantsColour: Bool {
    isatty(STDOUT_FILENO) == 1 && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }

  static func complain(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Of standard error, in characters.
  fileprivate static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}

/// One line on standard error that says how far a run is; only where somebody sits and watches.
final class ProgressLine: Sendable {
  private let isShown = isatty(STDERR_FILENO) == 1
  /// When the line was last written, by the clock of the run.
  private let last = Mutex<Duration?>(nil)

  /// Ten times a second is as often as anybody can read.
  private static let interval = Duration.milliseconds(100)

  func show(_ event: Event) {
    guard isShown, case .progress(let progress) = event else { return }
    let isDue = last.withLock { last in
      if let shown = last, progress.elapsed - shown < Self.interval { return false }
      last = progress.elapsed
      return true
    }
    // A line that is as wide as the terminal would break.
    if isDue { write("\r\u{1B}[K" + progress.line(width: Terminal.width - 1)) }
  }

  func clear() {
    if isShown { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
