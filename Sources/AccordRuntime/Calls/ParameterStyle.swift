/// How a value that is more than one text is written into a request: `style` and `explode` of OpenAPI 3.1,
/// section 4.8.12.3, which are operators of RFC 6570.
///
/// What may be nested has no rule there, but for `deepObject`: elsewhere an array or object inside another is
/// written as JSON text. Members that are `null` are left out, and so is a value without any member or item.
public struct ParameterStyle: Sendable, Hashable {
  enum Form: Sendable, Hashable {
    case simple, label, matrix, form, spaceDelimited, pipeDelimited, deepObject, json
  }

  let form: Form
  let isExploded: Bool
  var allowsReserved = false

  private init(_ form: Form, isExploded: Bool = false) {
    self.form = form
    self.isExploded = isExploded
  }

  /// `blue,black,brown` and `R,100,G,200`.
  public static let simple = ParameterStyle(.simple)
  /// `blue,black,brown` and `R=100,G=200`.
  public static let simpleExploded = ParameterStyle(.simple, isExploded: true)
  /// `.blue,black,brown` and `.R,100,G,200`.
  public static let label = ParameterStyle(.label)
  /// `.blue.black.brown` and `.R=100.G=200`.
  public static let labelExploded = ParameterStyle(.label, isExploded: true)
  /// `;color=blue,black,brown` and `;color=R,100,G,200`.
  public static let matrix = ParameterStyle(.matrix)
  /// `;color=blue;color=black` and `;R=100;G=200`.
  public static let matrixExploded = ParameterStyle(.matrix, isExploded: true)
  /// `color=blue&color=black` and `R=100&G=200`: `form` with `explode`. Cookies have `; ` in place of `&`.
  public static let form = ParameterStyle(.form, isExploded: true)
  /// `color=blue,black,brown` and `color=R,100,G,200`: `form` without `explode`.
  public static let formJoined = ParameterStyle(.form)
  /// `color=blue%20black%20brown` and `color=R%20100%20G%20200`.
  public static let spaceDelimited = ParameterStyle(.spaceDelimited)
  /// `color=blue%7Cblack%7Cbrown` and `color=R%7C100%7CG%7C200`.
  public static let pipeDelimited = ParameterStyle(.pipeDelimited)
  /// `color%5BR%5D=100`; a member's member is one more pair of brackets, the items of an array have empty
  /// ones, and items that are arrays or objects have their index in them.
  public static let deepObject = ParameterStyle(.deepObject)
  /// JSON text: a parameter with `content`.
  public static let json = ParameterStyle(.json)

  /// The same, with `allowReserved`: characters that RFC 3986 reserves stand as they are, but for those that
  /// would end the value: `#`, `&`, `+`, `[`, `]`, `%`, and the style's own separator.
  public var reserved: ParameterStyle {
    var copy = self
    copy.allowsReserved = true
    return copy
  }

  /// What stands between items, before encoding.
  var separator: Character {
    switch form {
    case .simple, .matrix, .form, .deepObject, .json: ","
    case .label: isExploded ? "." : ","
    case .spaceDelimited: " "
    case .pipeDelimited: "|"
    }
  }
}
