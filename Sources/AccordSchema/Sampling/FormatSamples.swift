/// Realistic strings of each format.
enum FormatSamples {
  /// Fixed ones, the usual one first, that between them use what the format allows.
  static func typical(_ format: StringFormat) -> [String] {
    switch format {
    case .dateTime:
      [
        "2030-05-17T09:30:00Z", "2030-05-17T09:30:00.123456Z", "2030-05-17T09:30:00+05:30",
        "2028-02-29T23:59:59-08:00",
      ]
    case .date: ["2030-05-17", "2028-02-29", "1999-12-31"]
    case .time: ["09:30:00Z", "23:59:59.5+02:00"]
    case .duration: ["PT1H30M", "P3D", "P2W"]
    case .email: ["ada@example.com", "grace.hopper+accord@mail.example.org"]
    case .idnEmail: ["ada@example.com", "jürgen@münchen.example"]
    case .hostname: ["example.com", "api-1.eu.example.org"]
    case .idnHostname: ["example.com", "münchen.example"]
    case .ipv4: ["192.0.2.17", "198.51.100.255"]
    case .ipv6: ["2001:db8::17", "2001:db8:0:1:2:3:4:5"]
    case .uri: ["https://example.com/rooms/17", "https://example.com:8443/a%20b?x=1&y=2#top"]
    case .uriReference: ["/rooms/17?x=1", "https://example.com/rooms/17"]
    case .iri: ["https://example.com/räume/17", "https://example.com/rooms/17"]
    case .iriReference: ["/räume/17", "https://example.com/rooms/17"]
    case .uriTemplate: ["/rooms/{room_id}", "/rooms{?page,size}"]
    case .uuid: ["3f2504e0-4f89-41d3-9a0c-0305e82c3301", "00000000-0000-4000-8000-000000000000"]
    case .jsonPointer: ["/rooms/0/name", "/a~1b"]
    case .relativeJSONPointer: ["1/name", "0#"]
    case .regex: ["^[a-z]+$", "\\d{3}"]
    case .byte: ["aGVsbG8=", ""]
    case .password: ["correct-horse-7"]
    }
  }

  /// Any one of them.
  static func random(_ format: StringFormat, using generator: inout SeededGenerator) -> String {
    func digits(_ value: Int, _ count: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(count - text.utf8.count, 0)) + text
    }
    let date =
      "\(1990 + generator.below(60))-\(digits(1 + generator.below(12), 2))"
      + "-\(digits(1 + generator.below(28), 2))"
    let time =
      "\(digits(generator.below(24), 2)):\(digits(generator.below(60), 2))"
      + ":\(digits(generator.below(60), 2))"
    let word = words[generator.below(words.count)]
    let number = generator.below(1000)
    switch format {
    case .dateTime: return "\(date)T\(time)Z"
    case .date: return date
    case .time: return "\(time)Z"
    case .duration: return "PT\(1 + generator.below(48))H"
    case .email, .idnEmail: return "\(word).\(number)@example.com"
    case .hostname, .idnHostname: return "\(word)-\(number).example.com"
    case .ipv4: return "192.0.2.\(generator.below(256))"
    case .ipv6: return "2001:db8::\(String(generator.below(65536), radix: 16))"
    case .uri, .iri: return "https://example.com/\(word)/\(number)"
    case .uriReference, .iriReference: return "/\(word)/\(number)"
    case .uriTemplate: return "/\(word)/{id}"
    case .uuid: return uuid(using: &generator)
    case .jsonPointer: return "/\(word)/\(number)"
    case .relativeJSONPointer: return "\(generator.below(3))/\(word)"
    case .regex: return "^\(word)$"
    case .byte: return base64(using: &generator)
    case .password: return "\(word)-\(number)-X"
    }
  }

  static let words = [
    "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbor", "indigo", "juniper",
    "kestrel", "lagoon", "maple", "nectar", "orchid", "pebble", "quartz", "river", "saffron",
    "tundra",
  ]

  /// RFC 9562, version 4.
  private static func uuid(using generator: inout SeededGenerator) -> String {
    let digits = Array("0123456789abcdef")
    var text = ""
    for position in 0..<36 {
      switch position {
      case 8, 13, 18, 23: text.append("-")
      case 14: text.append("4")
      case 19: text.append(digits[8 + generator.below(4)])
      default: text.append(digits[generator.below(16)])
      }
    }
    return text
  }

  private static func base64(using generator: inout SeededGenerator) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    return String((0..<(4 * (1 + generator.below(6)))).map { _ in digits[generator.below(64)] })
  }

  /// Strings that are not of the format, though they look nearly like it.
  static func broken(_ format: StringFormat) -> [String] {
    switch format {
    case .dateTime: ["2030-05-17 09:30", "2030-02-30T09:30:00Z", "not a date"]
    case .date: ["2030-02-30", "17.05.2030"]
    case .time: ["25:00:00Z", "09:30"]
    case .duration: ["1h30m", "P"]
    case .email, .idnEmail: ["ada.example.com", "ada@"]
    case .hostname, .idnHostname: ["-example.com", "exa mple.com"]
    case .ipv4: ["192.0.2.256", "192.0.2"]
    case .ipv6: ["2001:db8:::1", "12345::"]
    case .uri, .iri: ["//no-scheme", "not a uri"]
    case .uriReference, .iriReference: ["\\\\server\\share", "a b"]
    case .uriTemplate: ["/rooms/{room_id"]
    case .uuid: ["3f2504e0-4f89-41d3-9a0c-0305e82c330g", "3f2504e0"]
    case .jsonPointer: ["rooms/0", "/~2"]
    case .relativeJSONPointer: ["-1/name", "/name"]
    case .regex: ["(", "a{2,1}"]
    case .byte: ["not base64!", "a"]
    case .password: []
    }
  }
}
