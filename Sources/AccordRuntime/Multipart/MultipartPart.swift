public import HTTPTypes

/// One part of a multipart body.
public struct MultipartPart: Sendable {
  /// The name of the form's field; `nil` for parts of other kinds of multipart that have none.
  public var name: String?
  /// What the sender calls the file, if the part is one. It is a name and no path: never open it as it is.
  public var filename: String?
  public var contentType: String?
  /// All others.
  public var headerFields: HTTPFields
  public var content: ByteStream

  public init(
    name: String?, filename: String? = nil, contentType: String? = nil,
    headerFields: HTTPFields = [:], content: ByteStream
  ) {
    self.name = name
    self.filename = filename
    self.contentType = contentType
    self.headerFields = headerFields
    self.content = content
  }
}

/// A file of a multipart body: its bytes as they come, and what is said of them.
public struct FilePart: Sendable {
  public var content: ByteStream
  /// What the sender calls the file. It is a name and no path: never open it as it is.
  public var filename: String?
  /// `nil`: what the document says of the part.
  public var contentType: String?

  /// - Parameter filename: what servers often tell a file by; without one, the name of the part.
  public init(_ content: ByteStream, filename: String? = nil, contentType: String? = nil) {
    self.content = content
    self.filename = filename
    self.contentType = contentType
  }

  public init(_ bytes: [UInt8], filename: String? = nil, contentType: String? = nil) {
    self.init(ByteStream(bytes), filename: filename, contentType: contentType)
  }
}
