/// The keys of an object type, in the order in which its values are usually written.
public struct JSONKeys: Sendable, ExpressibleByArrayLiteral {
  /// Behind one reference: a reader and a writer keep the keys of every object that they are in.
  final class Storage: Sendable {
    let names: [String]
    /// Each key as JSON text, `"key":`, one after the other. The memory is the object's own, and nobody changes it once
    /// it is filled, so that everybody may read it.
    private nonisolated(unsafe) let text: UnsafeMutableBufferPointer<UInt8>
    /// Where each of them begins in the text, and where the last one ends.
    private let starts: [Int]

    init(_ names: [String]) {
      self.names = names
      var bytes: [UInt8] = []
      var starts: [Int] = []
      // A writer has no keys at first.
      if !names.isEmpty {
        var writer = JSONWriter()
        for name in names {
          starts.append(writer.count)
          writer.appendKey(name)
        }
        bytes = writer.bytes
      }
      self.starts = starts + [bytes.count]
      text = .allocate(capacity: bytes.count)
      _ = text.initialize(from: bytes)
    }

    deinit { text.deallocate() }

    /// The key as JSON text, good as long as the keys are there.
    func text(at index: Int) -> UnsafeBufferPointer<UInt8> {
      UnsafeBufferPointer(rebasing: text[starts[index]..<starts[index + 1]])
    }
  }

  let storage: Storage

  public init(arrayLiteral names: String...) {
    self.init(names)
  }

  public init(_ names: [String]) {
    storage = Storage(names)
  }

  static let none = JSONKeys([])

  public var names: [String] { storage.names }
  public var count: Int { storage.names.count }
}
