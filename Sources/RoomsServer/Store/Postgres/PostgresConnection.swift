#if Postgres
  import CLibPQ
  import Foundation

  /// One connection of libpq. It blocks the thread that uses it, and only one uses it at a time.
  final class PostgresConnection: SQLConnection {
    let dialect = SQLDialect.postgres
    private let handle: OpaquePointer
    /// The names of the statements that the server has prepared, by their text.
    private var prepared: [String: String] = [:]

    /// So many statements are prepared; beyond that all are forgotten and prepared again.
    private static let preparedLimit = 200

    /// - Throws: ``StoreError/unavailable(_:)``, and ``StoreError/unusable(_:)`` for what is no connection string.
    init(_ text: String, limits: PostgresLimits = PostgresLimits()) throws {
      try Self.check(text)
      guard let handle = Self.connect(text, limits) else {
        throw StoreError.unavailable("there is no memory for a connection.")
      }
      guard PQstatus(handle) == CONNECTION_OK else {
        let reason = Self.message(of: handle)
        PQfinish(handle)
        throw StoreError.unavailable(reason)
      }
      self.handle = handle
      PQsetNoticeProcessor(handle, { _, _ in }, nil)
      do {
        // A statement that waits for ever would keep its connection from all others.
        try execute(
          script: """
            SET client_encoding = 'UTF8'; SET statement_timeout = '\(limits.statement)s';
            SET lock_timeout = '\(limits.lock)s';
            SET idle_in_transaction_session_timeout = '\(limits.idleTransaction)s'
            """)
      } catch {
        PQfinish(handle)
        throw error
      }
    }

    deinit { PQfinish(handle) }

    /// What a connection string leaves open. libpq's defaults would wait for minutes for a server that is gone.
    private static func standard(_ limits: PostgresLimits) -> KeyValuePairs<String, String> {
      [
        "connect_timeout": "\(limits.connection)", "application_name": "rooms-server",
        "tcp_user_timeout": "15000", "keepalives_idle": "30", "keepalives_interval": "5",
        "keepalives_count": "3",
      ]
    }

    /// libpq takes what is given as the database's name apart, if that is a whole connection string; what stands in
    /// it wins over what stands before it.
    private static func connect(_ text: String, _ limits: PostgresLimits) -> OpaquePointer? {
      let standard = standard(limits)
      let keywords = standard.map { strdup($0.key) } + [strdup("dbname"), nil]
      let values = standard.map { strdup($0.value) } + [strdup(text), nil]
      defer { for pointer in keywords + values { free(pointer) } }
      return PQconnectdbParams(
        keywords.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1)
    }

    /// - Throws: ``StoreError/unusable(_:)`` for what is no connection string. What libpq says of it may be a part of a
    ///   password, so that is not handed on.
    private static func check(_ text: String) throws {
      var reason: UnsafeMutablePointer<CChar>?
      let options = PQconninfoParse(text, &reason)
      PQconninfoFree(options)
      PQfreemem(reason)
      guard options != nil else {
        throw StoreError.unusable(
          "its connection string is neither a URL such as postgres://user@host:5432/rooms nor pairs such as "
            + "'host=127.0.0.1 dbname=rooms' with keywords of libpq.")
      }
    }

    var isBroken: Bool { PQstatus(handle) != CONNECTION_OK }
    var encoding: String {
      PQparameterStatus(handle, "server_encoding").map { String(cString: $0) } ?? ""
    }

    // MARK: - Statements

    func rows<Element>(
      _ statement: SQLStatement, _ make: (any SQLRow) throws -> Element
    ) throws -> [Element] {
      let result = try perform(statement)
      defer { PQclear(result) }
      return try (0..<PQntuples(result)).map { try make(PostgresRow(result: result, index: $0)) }
    }

    func execute(_ statement: SQLStatement) throws -> Int {
      let result = try perform(statement)
      defer { PQclear(result) }
      return Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    func execute(script: String) throws { PQclear(try checked(PQexec(handle, script))) }

    private func perform(_ statement: SQLStatement) throws -> OpaquePointer {
      let name = try name(of: statement)
      // Texts end with a NUL, which none of them has inside.
      let values = statement.arguments.map(Self.text)
      let buffer = values.flatMap { $0 ?? [] }
      return try buffer.withUnsafeBufferPointer { buffer in
        var offset = 0
        let pointers = values.map { value -> UnsafePointer<CChar>? in
          guard let value, let base = buffer.baseAddress else { return nil }
          defer { offset += value.count }
          return UnsafePointer(base + offset)
        }
        return try checked(
          PQexecPrepared(handle, name, Int32(values.count), pointers, nil, nil, 0))
      }
    }

    private func name(of statement: SQLStatement) throws -> String {
      if let name = prepared[statement.sql] { return name }
      if prepared.count >= Self.preparedLimit {
        try execute(script: "DEALLOCATE ALL")
        prepared = [:]
      }
      var count = 0
      var sql = ""
      for character in statement.sql {
        guard character == "?" else {
          sql.append(character)
          continue
        }
        count += 1
        sql += "$\(count)"
      }
      let name = "s\(prepared.count)"
      PQclear(try checked(PQprepare(handle, name, sql, Int32(count), nil)))
      prepared[statement.sql] = name
      return name
    }

    private static func text(_ value: SQLValue) -> [CChar]? {
      switch value {
      case .null: nil
      case .integer(let number): Array(String(number).utf8CString)
      case .text(let text): PostgresText.encoded(text).map { CChar(bitPattern: $0) } + [0]
      case .bytes(let bytes):
        Array(
          ("\\x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()).utf8CString)
      }
    }

    // MARK: - Errors

    private func checked(_ result: OpaquePointer?) throws -> OpaquePointer {
      guard let result else { throw StoreError.unavailable(Self.message(of: handle)) }
      switch PQresultStatus(result) {
      case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return result
      default:
        defer { PQclear(result) }
        let code = PQresultErrorField(result, 67).map { String(cString: $0) } ?? ""
        // The first line alone: further ones may hold values of rows.
        let message = PQresultErrorField(result, 77).map { String(cString: $0) } ?? ""
        throw error(code: code, message: message)
      }
    }

    /// By the code's class (PostgreSQL's manual, appendix A).
    private func error(code: String, message: String) -> StoreError {
      if isBroken { return .unavailable("the connection is lost.") }
      switch code {
      case "23505": return .notUnique
      case "40001", "40P01": return .conflict
      case "55P03", "57014": return .unavailable("a statement took too long.")
      case let code where ["08", "53", "57", "58"].contains(String(code.prefix(2))):
        return .unavailable("\(message).")
      case let code where code.hasPrefix("XX"): return .unusable("\(message).")
      default: return .failed(code: code, message: message)
      }
    }

    /// Without the connection string, which may hold a password.
    private static func message(of handle: OpaquePointer) -> String {
      String(cString: PQerrorMessage(handle)).split(separator: "\n").first.map(String.init)
        ?? "no connection."
    }
  }

  /// A row of a result. It is good for as long as the result.
  struct PostgresRow: SQLRow {
    let result: OpaquePointer
    let index: Int32

    func isNull(_ column: Int) -> Bool { PQgetisnull(result, index, Int32(column)) == 1 }

    private func buffer(_ column: Int) throws -> UnsafeBufferPointer<UInt8> {
      guard !isNull(column), let start = PQgetvalue(result, index, Int32(column)) else {
        throw StoreError.unusable("a column holds nothing")
      }
      let count = Int(PQgetlength(result, index, Int32(column)))
      return UnsafeBufferPointer(
        start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: count)
    }

    func text(_ column: Int) throws -> String { PostgresText.decoded(try buffer(column)) }

    func integer(_ column: Int) throws -> Int64 {
      guard let number = Int64(String(decoding: try buffer(column), as: UTF8.self)) else {
        throw StoreError.unusable("a column holds no integer")
      }
      return number
    }

    func bytes(_ column: Int) throws -> [UInt8] {
      let digits = Array(try buffer(column))
      guard digits.count.isMultiple(of: 2), digits.starts(with: Array("\\x".utf8)) else {
        throw StoreError.unusable("a column holds no bytes")
      }
      return try stride(from: 2, to: digits.count, by: 2).map { index in
        guard
          let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16)
        else { throw StoreError.unusable("a column holds no bytes") }
        return byte
      }
    }
  }
#endif
