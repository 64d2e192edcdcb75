import AccordRuntime

/// Whether an operation is open to anonymous viewers.
enum OperationAccess: Sendable {
  /// Its `security` in the document has the empty requirement.
  case open
  case signedInOnly

  /// Whatever is not known to be open, is not.
  init(of operation: OperationDescription) {
    self = Self.openOperations.contains(operation.id) ? .open : .signedInOnly
  }

  /// By operationId. A test compares it with the document.
  static let openOperations: Set<String> = [
    "v1_rooms_list",
    "v1_rooms_get",
    "v1_rooms_get_by_name",
    "v1_rooms_bulk_meeting_status",
    "v1_rooms_ics_status",
    "v1_rooms_list_meetings",
    "v1_rooms_list_upcoming_meetings",
    "v1_rooms_list_active_meetings",
    "v1_rooms_get_meeting",
  ]
}
