import PackagePlugin
@main struct AccordCheck: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) throws {}
}
