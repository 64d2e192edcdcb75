import AccordRuntime
import Testing

struct ValidatorTests {
  static func found(_ body: (inout Validator) -> Void) -> [String] {
    var validator = Validator(.body)
    body(&validator)
    return validator.violations.map { "\($0.pointer) \($0.keyword)" }
  }

  @Test func lengthsCountScalars() {
    let family = "\u{1F468}\u{200D}\u{1F469}"
    #expect(Self.found { $0.length(family, min: 3, max: 3) } == [])
    #expect(Self.found { $0.length("e\u{301}", max: 1) } == [" maxLength"])
    #expect(Self.found { $0.length("\r\n", min: 2) } == [])
    #expect(Self.found { $0.length("", min: 1) } == [" minLength"])
    #expect(Self.found { $0.length(nil, min: 1) } == [])
  }

  @Test func ranges() {
    #expect(Self.found { $0.range(5, min: 5, max: 5) } == [])
    #expect(Self.found { $0.range(4, min: 5) } == [" minimum"])
    #expect(Self.found { $0.range(6, max: 5) } == [" maximum"])
    #expect(Self.found { $0.range(5, above: 5) } == [" exclusiveMinimum"])
    #expect(Self.found { $0.range(5, below: 5) } == [" exclusiveMaximum"])
    #expect(Self.found { $0.range(5.5, min: 6, below: 5) } == [" minimum", " exclusiveMaximum"])
    #expect(Self.found { $0.range(nil as Int?, min: 1) } == [])
  }

  @Test func multiples() {
    #expect(Self.found { $0.multiple(9, of: 3) } == [])
    #expect(Self.found { $0.multiple(10, of: 3) } == [" multipleOf"])
    #expect(Self.found { $0.multiple(0, of: 3) } == [])
    #expect(Self.found { $0.multiple(Int.min, of: -1) } == [])
    #expect(Self.found { $0.multiple(3, of: 0) } == [])
  }

  @Test func counts() {
    #expect(Self.found { $0.count([1, 2], min: 2, max: 2) } == [])
    #expect(Self.found { $0.count([1], min: 2) } == [" minItems"])
    #expect(Self.found { $0.count([1, 2, 3], max: 2) } == [" maxItems"])
    #expect(Self.found { $0.count(["a": 1] as JSONDictionary, min: 2) } == [" minProperties"])
    #expect(
      Self.found { $0.count(["a": 1, "b": 2] as JSONDictionary, max: 1) } == [" maxProperties"])
  }

  @Test func uniqueness() {
    #expect(Self.found { $0.unique(["a", "b"]) } == [])
    #expect(Self.found { $0.unique(["a", "b", "a"]) } == [" uniqueItems"])
    #expect(Self.found { $0.unique(["\u{E9}", "e\u{301}"]) } == [])
    #expect(Self.found { $0.unique([1.0, 1, 2]) } == [" uniqueItems"])
    #expect(
      Self.found { $0.unique([["a": 1, "b": 2], ["b": 2, "a": 1]] as [JSONValue]) } == [
        " uniqueItems"
      ])
    #expect(Self.found { $0.unique([[], [:], nil, "", 0, false] as [JSONValue]) } == [])
  }

  @Test func placesAreNested() {
    let places = Self.found { validator in
      validator.at("rooms") { validator in
        validator.each(["", "ok", ""]) { $0.length($1, min: 1) }
        validator.each(["a/b": ""] as JSONDictionary) { $0.length($1, min: 1) }
        validator.at("state") { $0.known(Card.State.unknown("x")) }
      }
      validator.at("state") { $0.known(Card.State.active) }
      validator.length("", min: 1)
    }
    #expect(
      places == [
        "/rooms/0 minLength", "/rooms/2 minLength", "/rooms/a~1b minLength", "/rooms/state enum",
        " minLength",
      ])
  }

  struct Name: Validatable {
    var text: String
    func validate(_ validator: inout Validator) {
      validator.at("text") { $0.length(text, min: 1) }
    }
  }

  @Test func nestedTypesValidateThemselves() {
    let found = Self.found { validator in
      validator.at("one") { $0.validate(Name(text: "")) }
      validator.at("none") { $0.validate(nil as Name?) }
      validator.at("list") { $0.each([Name(text: "a"), Name(text: "")]) { $0.validate($1) } }
      validator.at("map") { $0.each(["k": Name(text: "")] as JSONDictionary) { $0.validate($1) } }
      validator.at("any") { $0.validate(Name(text: "") as Any) }
      validator.at("other") { $0.validate(3 as Any) }
    }
    #expect(
      found == [
        "/one/text minLength", "/list/1/text minLength", "/map/k/text minLength",
        "/any/text minLength",
      ])
  }

  @Test func messagesDoNotRepeatTheValue() {
    var validator = Validator(.query("token"))
    validator.length("s3cret", max: 1)
    validator.known(Card.State.unknown("s3cret"))
    validator.unique(["s3cret", "s3cret"])
    #expect(validator.violations.count == 3)
    #expect(!"\(validator.violations)".contains("s3cret"))
  }
}
