// swift-tools-version: 6.2

import PackageDescription

// A package of its own: neither `swift build` of Accord nor a user of its plugins builds any of this.
let package = Package(
  name: "accord-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "accord", path: "..", traits: ["AsyncHTTPClient", "Server"])],
  targets: [
    .executableTarget(
      name: "AccordBench",
      dependencies: [
        .product(name: "AccordContract", package: "accord"),
        .product(name: "AccordContractHTTP", package: "accord"),
        .product(name: "AccordDiff", package: "accord"),
        .product(name: "AccordGenerator", package: "accord"),
        .product(name: "AccordAsyncHTTPClient", package: "accord"),
        .product(name: "AccordRuntime", package: "accord"),
        .product(name: "RoomsAPI", package: "accord"),
        .product(name: "RoomsServer", package: "accord"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
