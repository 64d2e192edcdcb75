import RoomsServer

@main
enum Main {
  static func main() async {
    await RoomsServerProgram.main()
  }
}
