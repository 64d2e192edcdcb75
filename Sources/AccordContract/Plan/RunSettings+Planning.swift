extension PlanningContext {
  /// What the cases depend on, besides the seed.
  var settings: RunSettings {
    var document = Fingerprint()
    document.combine(self.document.root.value.serialized())
    for file in self.document.otherFiles { document.combine(file.root.value.serialized()) }
    var given = Fingerprint()
    for (name, values) in configuration.parameters.sorted(by: { $0.key < $1.key }) {
      given.combine("\(name) \(values.count)")
    }
    for credential in configuration.badCredentials { given.combine(credential.name) }
    return RunSettings(
      documentFingerprint: document.text, casesPerOperation: configuration.cases,
      allowsWrites: configuration.allowsWrites, givenFingerprint: given.text)
  }
}
