import AccordJSON

/// A schema, compiled once, with all that it refers to. Cycles are fine.
public struct CompiledSchema: Sendable {
  let program: SchemaProgram
  let root: SchemaNode.ID

  /// Where the schema stands.
  public var location: SchemaLocation { program.nodes[root].location }

  init(program: SchemaProgram, root: SchemaNode.ID) {
    self.program = program
    self.root = root
  }

  /// - Throws: ``SchemaError`` if there is no schema at that place. What is malformed inside a schema is
  ///   not thrown but listed: ``problems``.
  public init(
    compiling pointer: JSONPointer, in uri: String, of resources: SchemaResources
  ) throws(SchemaError) {
    var compiler = SchemaCompiler(resources: resources)
    root = try compiler.root(SchemaLocation(uri: uri, pointer: pointer))
    program = compiler.link()
  }

  /// Compiles many schemas, which share all that they refer to.
  ///
  /// - Returns: one result for each place, in the order given.
  public static func compile(
    _ locations: [SchemaLocation], of resources: SchemaResources
  ) -> [Result<CompiledSchema, SchemaError>] {
    var compiler = SchemaCompiler(resources: resources)
    let roots = locations.map { location in
      Result { () throws(SchemaError) in try compiler.root(location) }
    }
    let program = compiler.link()
    return roots.map { $0.map { CompiledSchema(program: program, root: $0) } }
  }

  /// What is malformed in this schema and in all that it refers to, and therefore not checked.
  public var problems: [SchemaProblem] {
    if program.problems.isEmpty { return [] }
    let reachable = program.reachable(from: root)
    return program.problems.filter { reachable.contains($0.node) }.map(\.problem)
  }

  /// Checks a value. The work is linear in the size of the value for all but hostile schemas, and bounded
  /// for those.
  ///
  /// - Parameter direction: which way the value travels, for `readOnly` and `writeOnly`; `nil` if neither
  ///   keyword is to make a difference.
  public func validate(
    _ value: JSONValue, direction: Direction? = nil, limits: ValidationLimits = .init()
  ) -> ValidationResult {
    var validator = Validator(program: program, direction: direction, limits: limits)
    return validator.validate(value, against: root)
  }

  /// Whether a value is valid, which is found out faster than what is wrong with it.
  ///
  /// - Returns: `false` also if a limit was reached, or if something could not be checked.
  public func isValid(
    _ value: JSONValue, direction: Direction? = nil, limits: ValidationLimits = .init()
  ) -> Bool {
    var validator = Validator(program: program, direction: direction, limits: limits)
    return validator.isValid(value, against: root)
  }
}
