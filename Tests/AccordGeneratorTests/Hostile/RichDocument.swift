/// A document that uses as much of OpenAPI as fits on a page: every string of it is a place to plant something.
enum RichDocument {
  static let text = #"""
    openapi: 3.1.0
    info:
      title: Shelf API
      version: 1.2.3
      summary: Books on shelves.
      description: "First line.\n\nThird line."
      termsOfService: https://example.com/terms
      contact: { name: Ann, url: "https://example.com/ann", email: ann@example.com }
      license: { name: MIT, identifier: MIT }
    jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base
    externalDocs: { url: "https://example.com/docs", description: More about it. }
    x-vendor: { note: text }
    x-accord-viewers:
      owner: { authenticated: true }
      guest: { authenticated: false }
    servers:
      - url: https://{region}.example.com/v1
        description: The real one.
        variables: { region: { enum: [eu, us], default: eu, description: Where it runs. } }
    security: [{ bearer: [] }]
    tags:
      - { name: shelves, description: All about shelves., externalDocs: { url: "https://example.com/tags" } }
    paths:
      /shelves/{shelf_id}/books/{id}.{ext}:
        summary: Books.
        parameters:
          - { $ref: "#/components/parameters/ShelfId" }
        get:
          operationId: get_book
          tags: [shelves]
          summary: A book.
          description: One book of a shelf.
          deprecated: true
          externalDocs: { url: "https://example.com/get" }
          parameters:
            - { name: id, in: path, required: true, description: The id., schema: { type: string } }
            - { name: ext, in: path, required: true, style: simple, schema: { type: string, enum: [txt, pdf] } }
            - { name: sort_by, in: query, schema: { type: string, default: title, enum: [title, year] } }
            - { name: tag, in: query, style: form, explode: false, schema: { type: array, items: { type: string } } }
            - { name: filter, in: query, style: deepObject, schema: { type: object, properties: { since: { type: string, format: date } } } }
            - { name: near, in: query, content: { application/json: { schema: { type: object, properties: { lat: { type: number } } } } } }
            - { name: X-Trace, in: header, example: abc, schema: { type: string, pattern: "^[a-z]+$" } }
            - { name: session, in: cookie, schema: { type: string } }
          responses:
            "200":
              description: The book.
              headers:
                X-Rate: { description: What is left., required: true, schema: { type: integer } }
              content:
                application/json:
                  schema: { $ref: "#/components/schemas/Book" }
                  examples: { plain: { summary: A plain one., value: { id: b1, title: T } } }
              links:
                next: { operationId: list_books, parameters: { shelf_id: "$request.path.shelf_id" }, description: The rest. }
            "404": { $ref: "#/components/responses/Missing" }
            4XX: { description: Something else., content: { application/problem+json: { schema: { $ref: "#/components/schemas/Problem" } } } }
            default: { description: Who knows., content: { text/plain: { schema: { type: string } } } }
      /shelves/{shelf_id}/books:
        parameters:
          - { $ref: "#/components/parameters/ShelfId" }
        get:
          operationId: list_books
          responses:
            "200": { description: All., content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Book" } } } } }
        post:
          operationId: add_book
          security: [{ key: [], oauth: [write] }, {}]
          requestBody: { $ref: "#/components/requestBodies/NewBook" }
          x-accord-invalidates:
            - { operationId: list_books, with: { shelf_id: "$request.path.shelf_id" } }
          callbacks:
            added:
              "{$request.body#/notify}":
                post:
                  operationId: book_added
                  requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Book" } } } }
                  responses: { "204": { description: Thanks. } }
          responses:
            "201": { description: Added., content: { application/json: { schema: { $ref: "#/components/schemas/Book" } } } }
            "202": { description: Later. }
        put:
          operationId: upload
          requestBody:
            required: true
            description: A file.
            content:
              multipart/form-data:
                schema: { type: object, required: [file], properties: { file: { type: string, format: binary }, note: { type: string } } }
                encoding: { file: { contentType: image/png, headers: { X-Part: { schema: { type: string } } } } }
              application/x-www-form-urlencoded:
                schema: { type: object, properties: { note: { type: string } } }
              application/octet-stream: { schema: { type: string, format: binary } }
          responses: { "204": { description: Done. }, "200": { description: Events., content: { text/event-stream: { schema: { type: string } } } } }
      /states:
        post:
          operationId: bulk_states
          requestBody:
            required: true
            content: { application/json: { schema: { type: object, required: [shelf_ids], properties: { shelf_ids: { type: array, items: { type: string } } } } } }
          x-accord-batch:
            keys: "$request.body#/shelf_ids"
            serves:
              - { operationId: list_books, key: $request.path.shelf_id, slice: /books }
            absent: { statuses: [404], as: [] }
          responses:
            "200": { description: By id., content: { application/json: { schema: { type: object, additionalProperties: { type: object, required: [books], properties: { books: { type: array, items: { $ref: "#/components/schemas/Book" } } } } } } } }
    webhooks:
      lent:
        post:
          operationId: book_lent
          requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Book" } } } }
          responses: { "200": { description: Thanks. } }
    components:
      securitySchemes:
        bearer: { type: http, scheme: bearer, bearerFormat: JWT, description: A token. }
        key: { type: apiKey, in: header, name: X-Key }
        oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: "https://example.com/token", scopes: { write: May write. } } } }
        oidc: { type: openIdConnect, openIdConnectUrl: "https://example.com/oidc" }
        digest: { type: http, scheme: digest }
      parameters:
        ShelfId: { name: shelf_id, in: path, required: true, schema: { type: string } }
      headers:
        Total: { description: How many., schema: { type: integer } }
      examples:
        one: { summary: One., value: { id: x } }
      links:
        first: { operationRef: "#/paths/~1states/post" }
      requestBodies:
        NewBook: { required: true, description: What to add., content: { application/json: { schema: { $ref: "#/components/schemas/Book" } } } }
      responses:
        Missing: { description: Not there., content: { application/json: { schema: { $ref: "#/components/schemas/Problem" } } } }
      schemas:
        Book:
          title: A book
          description: A thing with pages.
          type: object
          required: [id, title]
          x-order: 1
          properties:
            id: { type: string, format: uuid }
            title: { type: string, maxLength: 200, description: On the cover., examples: [Ulysses] }
            owner: { type: string, x-accord-mask: { visibleTo: [owner], when: { kind: novel }, as: "" } }
            kind: { type: string, enum: [novel, poems, "a-b"], default: novel }
            state: { const: printed }
            pages: { type: integer, minimum: 1, default: 3 }
            mood: { type: [string, "null"], default: calm, deprecated: true, readOnly: true }
            class: { type: string, format: colour, pattern: "^[a-z]{2}$", contentMediaType: text/html, contentEncoding: base64 }
            tags: { type: array, items: { type: string, enum: [new, old] }, default: [new] }
            extra: { type: object, additionalProperties: { type: string }, patternProperties: { "^x-": { type: integer } }, propertyNames: { pattern: "^[a-z]" } }
            shape: { $ref: "#/components/schemas/Shape" }
            part: { $ref: "#/components/schemas/Book/properties/id" }
            cover: { type: object, properties: { art: { type: string, xml: { name: artwork } } } }
          example: { id: b1, title: T }
        Shape:
          oneOf:
            - { $ref: "#/components/schemas/Circle" }
            - { $ref: "#/components/schemas/Square" }
          discriminator: { propertyName: form, mapping: { circle: "#/components/schemas/Circle", square: Square } }
        Circle: { type: object, required: [form, r], properties: { form: { type: string }, r: { type: number } }, dependentRequired: { r: [form] } }
        Square: { allOf: [{ $ref: "#/components/schemas/Base" }, { type: object, properties: { form: { type: string }, a: { type: number } } }] }
        Base: { type: object, properties: { base_id: { type: string } }, $defs: { Inner: { $anchor: inner, type: string } }, additionalProperties: false }
        Either: { anyOf: [{ type: string, title: Text }, { type: integer, title: Count }, { $ref: "#inner" }] }
        Level: { type: string, enum: [low, high], x-enum-varnames: [Low, High], x-enum-descriptions: [Few., Many.] }
        Numbered: { type: integer, enum: [1, 2], description: A number. }
        Alias: { $ref: "#/components/schemas/Level", description: The same. }
        Problem: { type: object, properties: { code: { type: string }, detail: { type: string } } }
    """#
}
