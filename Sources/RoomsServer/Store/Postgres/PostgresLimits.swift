#if Postgres
  /// How long PostgreSQL may take, in seconds.
  struct PostgresLimits: Sendable, Hashable {
    var connection = 5
    var statement = 15
    /// To wait for a row that another transaction holds.
    var lock = 10
    /// Between two statements of a transaction.
    var idleTransaction = 60
  }
#endif
