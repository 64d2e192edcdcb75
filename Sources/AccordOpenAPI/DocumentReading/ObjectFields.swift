/// The objects of the OpenAPI Specification with fixed fields, and what stands in those: OAS 3.0, 3.1 and 3.2,
/// section 4. Schemas are left aside: JSON Schema allows any keyword.
indirect enum ObjectKind: Hashable {
  case document, info, contact, license, server, serverVariable, components, pathItem, operation
  case documentation, parameter, header, requestBody, mediaType, encoding, response, example, link
  case tag, securityScheme, flows, flow
  /// Names that the document chooses, each with such an object.
  case map(ObjectKind)
  case list(ObjectKind)
  /// Whatever it is, nothing is looked at.
  case value

  /// As the specification says it.
  var title: String {
    switch self {
    case .document: "the document"
    case .info: "the info object"
    case .contact: "a contact"
    case .license: "a license"
    case .server: "a server"
    case .serverVariable: "a server variable"
    case .components: "components"
    case .pathItem: "a path item"
    case .operation: "an operation"
    case .documentation: "external documentation"
    case .parameter: "a parameter"
    case .header: "a header"
    case .requestBody: "a request body"
    case .mediaType: "a media type"
    case .encoding: "an encoding"
    case .response: "a response"
    case .example: "an example"
    case .link: "a link"
    case .tag: "a tag"
    case .securityScheme: "a security scheme"
    case .flows: "OAuth flows"
    case .flow: "an OAuth flow"
    case .map, .list, .value: "it"
    }
  }

  /// The fields of any version; a version that lacks one has no use for it and does no harm.
  var fields: [String: ObjectKind] {
    switch self {
    case .document:
      [
        "openapi": .value, "$self": .value, "jsonSchemaDialect": .value, "info": .info,
        "servers": .list(.server), "paths": .map(.pathItem), "webhooks": .map(.pathItem),
        "components": .components, "security": .value, "tags": .list(.tag),
        "externalDocs": .documentation,
      ]
    case .info:
      [
        "title": .value, "summary": .value, "description": .value, "termsOfService": .value,
        "contact": .contact, "license": .license, "version": .value,
      ]
    case .contact: ["name": .value, "url": .value, "email": .value]
    case .license: ["name": .value, "identifier": .value, "url": .value]
    case .server:
      [
        "url": .value, "name": .value, "description": .value, "variables": .map(.serverVariable),
      ]
    case .serverVariable: ["enum": .value, "default": .value, "description": .value]
    case .components:
      [
        "schemas": .value, "responses": .map(.response), "parameters": .map(.parameter),
        "examples": .map(.example), "requestBodies": .map(.requestBody),
        "headers": .map(.header), "securitySchemes": .map(.securityScheme),
        "links": .map(.link), "callbacks": .map(.map(.pathItem)), "pathItems": .map(.pathItem),
        "mediaTypes": .map(.mediaType),
      ]
    case .pathItem:
      [
        "$ref": .value, "summary": .value, "description": .value, "get": .operation,
        "put": .operation, "post": .operation, "delete": .operation, "options": .operation,
        "head": .operation, "patch": .operation, "trace": .operation, "query": .operation,
        "additionalOperations": .map(.operation), "servers": .list(.server),
        "parameters": .list(.parameter),
      ]
    case .operation:
      [
        "tags": .value, "summary": .value, "description": .value, "externalDocs": .documentation,
        "operationId": .value, "parameters": .list(.parameter), "requestBody": .requestBody,
        "responses": .map(.response), "callbacks": .map(.map(.pathItem)), "deprecated": .value,
        "security": .value, "servers": .list(.server),
      ]
    case .documentation: ["description": .value, "url": .value]
    case .parameter:
      [
        "name": .value, "in": .value, "description": .value, "required": .value,
        "deprecated": .value, "allowEmptyValue": .value, "style": .value, "explode": .value,
        "allowReserved": .value, "schema": .value, "example": .value, "examples": .map(.example),
        "content": .map(.mediaType),
      ]
    case .header:
      [
        "description": .value, "required": .value, "deprecated": .value, "style": .value,
        "explode": .value, "schema": .value, "example": .value, "examples": .map(.example),
        "content": .map(.mediaType),
      ]
    case .requestBody: ["description": .value, "content": .map(.mediaType), "required": .value]
    case .mediaType:
      [
        "schema": .value, "itemSchema": .value, "example": .value, "examples": .map(.example),
        "encoding": .map(.encoding), "prefixEncoding": .list(.encoding), "itemEncoding": .encoding,
      ]
    case .encoding:
      [
        "contentType": .value, "headers": .map(.header), "style": .value, "explode": .value,
        "allowReserved": .value, "encoding": .map(.encoding), "prefixEncoding": .list(.encoding),
        "itemEncoding": .encoding,
      ]
    case .response:
      [
        "summary": .value, "description": .value, "headers": .map(.header),
        "content": .map(.mediaType), "links": .map(.link),
      ]
    case .example:
      [
        "summary": .value, "description": .value, "value": .value, "externalValue": .value,
        "dataValue": .value, "serializedValue": .value,
      ]
    case .link:
      [
        "operationRef": .value, "operationId": .value, "parameters": .value,
        "requestBody": .value, "description": .value, "server": .server,
      ]
    case .tag:
      [
        "name": .value, "summary": .value, "description": .value, "externalDocs": .documentation,
        "parent": .value, "kind": .value,
      ]
    case .securityScheme:
      [
        "type": .value, "description": .value, "name": .value, "in": .value, "scheme": .value,
        "bearerFormat": .value, "flows": .flows, "openIdConnectUrl": .value,
        "oauth2MetadataUrl": .value, "deprecated": .value,
      ]
    case .flows:
      [
        "implicit": .flow, "password": .flow, "clientCredentials": .flow,
        "authorizationCode": .flow, "deviceAuthorization": .flow,
      ]
    case .flow:
      [
        "authorizationUrl": .value, "tokenUrl": .value, "refreshUrl": .value, "scopes": .value,
        "deviceAuthorizationUrl": .value,
      ]
    case .map, .list, .value: [:]
    }
  }
}
