/// What a clock on the wall shows: a day and a time, in no particular zone. In seconds since 1970-01-01T00:00:00.
struct LocalTime: Hashable, Comparable, Sendable {
  var seconds: Int64

  static let secondsPerDay: Int64 = 86_400

  init(seconds: Int64) { self.seconds = seconds }

  init(daysSince1970 days: Int, secondOfDay: Int) {
    seconds = Int64(days) * Self.secondsPerDay + Int64(secondOfDay)
  }

  var daysSince1970: Int {
    let day = seconds / Self.secondsPerDay
    return Int(seconds % Self.secondsPerDay < 0 ? day - 1 : day)
  }

  var secondOfDay: Int { Int(seconds - Int64(daysSince1970) * Self.secondsPerDay) }
  var date: CivilDate { CivilDate(daysSince1970: daysSince1970) }

  func adding(seconds more: Int64) -> LocalTime { LocalTime(seconds: seconds + more) }

  static func < (left: LocalTime, right: LocalTime) -> Bool { left.seconds < right.seconds }
}
