import PackagePlugin
@main struct AccordRegenerate: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) throws {}
}
