import AccordGenerateCommand
import ArgumentParser

/// The small tool that the plugins run: SwiftPM builds the whole closure of a plugin's tool in every package
/// that uses it, so it links the generator and nothing else.
@main
enum AccordGenerateTool {
  static func main() {
    Exit.run(Generate.self)
  }
}
