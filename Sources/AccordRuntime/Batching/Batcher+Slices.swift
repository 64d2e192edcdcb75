extension Batcher {
  /// One caller's part of a key's value, for generated batching clients.
  ///
  /// - Throws: any failure of the shared request, told as if the single operation had failed so.
  public func slice<Slice: Sendable, Refusal: DocumentedRefusal>(
    of key: Key, as refusal: Refusal.Type = Refusal.self, _ pick: @Sendable (Value?) -> Slice
  ) async throws(CallError<Refusal>) -> Slice {
    do {
      return pick(try await value(for: key))
    } catch {
      throw CallError(error)
    }
  }

  /// The same where the document does not say what a key that is missing from the answer means.
  ///
  /// - Throws: also ``MissingKey``, as a failure of the transport.
  public func slice<Slice: Sendable, Refusal: DocumentedRefusal>(
    ofPresent key: Key, as refusal: Refusal.Type = Refusal.self,
    _ pick: @Sendable (Value) -> Slice
  ) async throws(CallError<Refusal>) -> Slice {
    let picked: Slice? = try await slice(of: key, as: refusal) { $0.map(pick) }
    guard let picked else { throw .transport(MissingKey()) }
    return picked
  }
}

/// A bulk answer left a key out that was asked for.
public struct MissingKey: Error, Sendable, Hashable {}
