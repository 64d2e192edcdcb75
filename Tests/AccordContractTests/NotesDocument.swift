import AccordOpenAPI
import Testing

/// A small API with everything that a contract run looks at: viewers, masks, a batch, writes.
enum NotesDocument {
  static let text = """
    openapi: 3.1.0
    info: { title: Notes API, version: 1.0.0 }
    x-accord-viewers:
      owner: { authenticated: true }
      member: { authenticated: true }
      anonymous: { authenticated: false }
    security:
      - bearer: []
    paths:
      /notes:
        get:
          operationId: list_notes
          security: [{ bearer: [] }, {}]
          parameters:
            - { name: page, in: query, schema: { type: integer, minimum: 1, maximum: 1000, default: 1 } }
            - { name: kind, in: query, schema: { type: string, enum: [plain, secret] } }
          responses:
            "200":
              description: Notes.
              headers:
                X-Total: { required: true, schema: { type: integer, minimum: 0 } }
              content:
                application/json:
                  schema:
                    type: object
                    properties: { items: { type: array, items: { $ref: "#/components/schemas/Note" } } }
                    required: [items]
            "401": { $ref: "#/components/responses/Refused" }
            "422": { $ref: "#/components/responses/Refused" }
        post:
          operationId: create_note
          requestBody:
            required: true
            content:
              application/json: { schema: { $ref: "#/components/schemas/NewNote" } }
          responses:
            "201":
              description: Created.
              content: { application/json: { schema: { $ref: "#/components/schemas/Note" } } }
            "400": { $ref: "#/components/responses/Refused" }
            "401": { $ref: "#/components/responses/Refused" }
            "409": { $ref: "#/components/responses/Refused" }
            "415": { $ref: "#/components/responses/Refused" }
            "422": { $ref: "#/components/responses/Refused" }
      /notes/bulk:
        post:
          operationId: bulk_notes
          security: [{ bearer: [] }, {}]
          x-accord-batch:
            keys: $request.body#/names
            window: 10
            serves:
              - { operationId: list_comments, key: $request.path.note_name, slice: /comments }
              - { operationId: list_tags, key: $request.path.note_name, slice: /tags }
            absent: { statuses: [403, 404], as: [] }
          requestBody:
            required: true
            content:
              application/json:
                schema:
                  type: object
                  properties:
                    names: { type: array, maxItems: 10, items: { type: string, maxLength: 100 } }
                  required: [names]
          responses:
            "200":
              description: By name.
              content:
                application/json:
                  schema:
                    type: object
                    additionalProperties:
                      type: object
                      properties:
                        comments: { type: array, items: { $ref: "#/components/schemas/Comment" } }
                        tags: { type: array, items: { type: string } }
                      required: [comments, tags]
            "400": { $ref: "#/components/responses/Refused" }
            "401": { $ref: "#/components/responses/Refused" }
            "415": { $ref: "#/components/responses/Refused" }
            "422": { $ref: "#/components/responses/Refused" }
      /notes/{note_name}:
        parameters:
          - { name: note_name, in: path, required: true, schema: { type: string, minLength: 1 } }
        get:
          operationId: get_note
          security: [{ bearer: [] }, {}]
          responses:
            "200":
              description: A note.
              content: { application/json: { schema: { $ref: "#/components/schemas/Note" } } }
            "401": { $ref: "#/components/responses/Refused" }
            "403": { $ref: "#/components/responses/Refused" }
            "404": { $ref: "#/components/responses/Refused" }
        delete:
          operationId: delete_note
          responses:
            "204": { description: Gone. }
            "401": { $ref: "#/components/responses/Refused" }
            "403": { $ref: "#/components/responses/Refused" }
            "404": { $ref: "#/components/responses/Refused" }
      /notes/{note_name}/comments:
        get:
          operationId: list_comments
          security: [{ bearer: [] }, {}]
          parameters:
            - { name: note_name, in: path, required: true, schema: { type: string, minLength: 1 } }
            - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 50 } }
          responses:
            "200":
              description: Comments.
              content:
                application/json:
                  schema: { type: array, items: { $ref: "#/components/schemas/Comment" } }
            "401": { $ref: "#/components/responses/Refused" }
            "403": { $ref: "#/components/responses/Refused" }
            "404": { $ref: "#/components/responses/Refused" }
            "422": { $ref: "#/components/responses/Refused" }
      /notes/{note_name}/tags:
        get:
          operationId: list_tags
          security: [{ bearer: [] }, {}]
          parameters:
            - { name: note_name, in: path, required: true, schema: { type: string, minLength: 1 } }
          responses:
            "200":
              description: Tags.
              content:
                application/json: { schema: { type: array, items: { type: string } } }
            "401": { $ref: "#/components/responses/Refused" }
            "403": { $ref: "#/components/responses/Refused" }
            "404": { $ref: "#/components/responses/Refused" }
      /me:
        get:
          operationId: who_am_i
          responses:
            "200":
              description: The viewer.
              content:
                application/json:
                  schema:
                    type: object
                    properties: { name: { type: string } }
                    required: [name]
            "401": { $ref: "#/components/responses/Refused" }
    components:
      securitySchemes:
        bearer: { type: http, scheme: bearer }
      responses:
        Refused:
          description: Refused.
          content:
            application/json:
              schema:
                type: object
                properties: { detail: { type: string } }
                required: [detail]
      schemas:
        NewNote:
          type: object
          properties:
            name: { type: string, minLength: 1, maxLength: 40 }
            kind: { type: string, enum: [plain, secret] }
            stars: { type: integer, minimum: 0, maximum: 5 }
          required: [name, kind]
        Note:
          type: object
          properties:
            id: { type: string }
            name: { type: string }
            kind: { type: string, enum: [plain, secret] }
            text:
              type: string
              x-accord-mask: { visibleTo: [owner], when: { kind: secret }, as: "" }
            stars: { type: integer }
          required: [id, name, kind, text]
        Comment:
          type: object
          properties:
            id: { type: string }
            author: { type: string }
            email:
              type: [string, "null"]
              x-accord-mask: { visibleTo: [owner], as: null }
            extra: { type: object, additionalProperties: true }
          required: [id, author]
    """

  /// The document, which has to be without errors.
  static func load() throws -> OpenAPIDocument {
    try load(text)
  }

  static func load(_ text: String) throws -> OpenAPIDocument {
    let outcome = DocumentLoader().load(SourceFile(path: "notes.yaml", bytes: Array(text.utf8)))
    for diagnostic in outcome.diagnostics where diagnostic.severity == .error {
      Issue.record("\(diagnostic)")
    }
    return try #require(outcome.document)
  }
}
