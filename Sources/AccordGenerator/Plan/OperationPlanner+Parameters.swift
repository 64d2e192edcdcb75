import AccordJSON
import AccordOpenAPI

extension OperationPlanner {
  func plan(
    _ parameter: Parameter, of typeName: String, named name: String
  ) -> ParameterPlan {
    var use = TypeUse(.string)
    var arrayStyle = ParameterPlan.ArrayStyle.exploded
    switch parameter.serialization {
    case .content: use = TypeUse(.value)
    case .style(let style, let explode, _, let schema):
      use = types.use(of: schema, named: typeName + naming.typeName(parameter.name))
      arrayStyle =
        switch style {
        case .form, .deepObject: explode ? .exploded : .joined(by: ",")
        case .spaceDelimited: explode ? .exploded : .joined(by: "%20")
        case .pipeDelimited: explode ? .exploded : .joined(by: "%7C")
        case .simple, .label, .matrix: .joined(by: ",")
        }
    }
    if !types.isParameterValue(use.type) { use = TypeUse(.value) }
    // `null` cannot be told from its absence here.
    let type = use.type.unwrapped
    let schema = parameter.schema
    let defaultValue = schema.flatMap { schema in
      (schema.defaultValue ?? document.schemas.resolve(schema)?.defaultValue)
        .flatMap { types.literal($0, of: type, schema: schema) }
    }
    let isOptional = !parameter.isRequired && defaultValue == nil && parameter.place != .path
    return ParameterPlan(
      jsonName: parameter.name, name: name, place: parameter.place,
      type: isOptional ? .optional(type) : type,
      defaultValue: parameter.isRequired ? nil : defaultValue ?? (isOptional ? "nil" : nil),
      arrayStyle: arrayStyle, checks: use.checks, documentation: parameter.description)
  }
}

extension ParameterPlan {
  var isRequired: Bool { defaultValue == nil && !type.isOptional }
}
