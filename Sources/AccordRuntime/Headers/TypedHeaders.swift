/// The headers that a document describes for an answer, or for a part of a multipart body. Generated.
public protocol TypedHeaders: Sendable {
  /// - Throws: ``AnswerProblem/header(_:_:)`` for a required header that is missing or cannot be read.
  init(_ headers: HeaderReading) throws(AnswerProblem)
  func write(to headers: inout HeaderWriting)
}

/// Reads header fields for generated code.
///
/// What may be missing is `nil` also where it cannot be read: an answer is not lost because of a date in
/// `Retry-After` that the document calls a number. The fields themselves are there in the answer's head.
public struct HeaderReading: Sendable {
  private let fields: HTTPFields

  public init(_ fields: HTTPFields) {
    self.fields = fields
  }

  public func value<Value: ParameterValue>(_ name: String) -> Value? {
    try? fields.value(of: name)
  }

  /// A value with items or members, or JSON.
  public func value<Value: JSONReadable>(_ name: String, _ style: ParameterStyle) -> Value? {
    try? fields.value(of: name, style)
  }

  public func required<Value: ParameterValue>(_ name: String) throws(AnswerProblem) -> Value {
    do throws(JSONError) {
      if let value: Value = try fields.value(of: name) { return value }
    } catch {
      throw .header(name, error.reason.description)
    }
    throw .header(name, "is missing")
  }

  /// A value with items or members, or JSON.
  public func required<Value: JSONReadable>(
    _ name: String, _ style: ParameterStyle
  ) throws(AnswerProblem) -> Value {
    do throws(JSONError) {
      if let value: Value = try fields.value(of: name, style) { return value }
    } catch {
      throw .header(name, error.reason.description)
    }
    throw .header(name, "is missing")
  }
}

/// Puts header fields together, for generated code.
public struct HeaderWriting: Sendable {
  public private(set) var fields = HTTPFields()
  /// Why a value cannot be a header: a line break would end it.
  private(set) var problem: JSONError?

  public init() {}

  public mutating func add(_ name: String, _ value: (some ParameterValue)?) {
    do throws(JSONError) {
      try fields.add(name, value)
    } catch {
      problem = problem ?? error
    }
  }

  /// A value with items or members, or JSON.
  public mutating func add(
    _ name: String, _ value: (some JSONWritable)?, _ style: ParameterStyle
  ) {
    do throws(JSONError) {
      try fields.add(name, value, style)
    } catch {
      problem = problem ?? error
    }
  }
}
